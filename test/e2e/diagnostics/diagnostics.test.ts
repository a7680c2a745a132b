import { beforeAll, describe, expect, it } from 'vitest';
import { startGravityZoneSimulator } from '../../../demo/gravityzone/simulator.js';
import type { Identity } from '../../../demo/tokens.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { ownPort } from '../../support/own-port.js';
import { versionNow } from '../../support/versions.js';

const diagnose = `query ($clientId: ID, $deviceId: ID, $threatId: ID) {
  bitdefenderDiagnostics(clientId: $clientId, deviceId: $deviceId, threatId: $threatId) { checkedAt findings {
    code severity message evidence { name value } remedy { kind name message }
    integrationId companyId deviceId threatId integration { id } company { id } device { id } threat { id } } } }`;

interface Finding {
  code: string;
  severity: string;
  message: string;
  evidence: { name: string; value: string }[];
  remedy: { kind: string; name: string | null; message: string };
  integrationId: string | null;
  companyId: string | null;
  deviceId: string | null;
  threatId: string | null;
}

type Linked = Finding & Record<'integration' | 'company' | 'device' | 'threat', { id: string } | null>;

describe('diagnostics, at the gateway', () => {
  let environment: TestEnvironment;
  let integrationId: string;
  let companyId: string;
  let clientId: string;
  let deviceId: string;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true });
    ({ companyId, deviceId, clientId } = addBakery(environment));
    environment.core.world('msp-one').addAgent({ clientId, hostname: 'oven-01.bakery.local' });
    ({ integrationId } = await connectSimulator(environment));
    await mapByBdId(environment, { [companyId]: clientId });
    await syncNow(environment, clientId);
  });

  async function findings(scope: object = {}, identity: Identity = technician): Promise<Finding[]> {
    const { bitdefenderDiagnostics } = await environment.data<{ bitdefenderDiagnostics: { findings: Linked[] } }>(
      identity,
      diagnose,
      scope,
    );
    return bitdefenderDiagnostics.findings.map(({ integration, company, device, threat: ofThreat, ...finding }) => {
      const ids = [finding.integrationId, finding.companyId, finding.deviceId, finding.threatId];
      // Each leads to what it names.
      expect([integration, company, device, ofThreat].map((found) => found?.id ?? null)).toEqual(ids);
      return finding;
    });
  }
  const codes = async (scope: object = {}) => (await findings(scope)).map(({ code }) => code);
  const evidence = (found: Finding | undefined, name: string) =>
    found?.evidence.find((fact) => fact.name === name)?.value;
  const idOf = async (table: string, name: string) =>
    (await environment.database.query(`select id from ${table} where name = $1`, [name])).rows[0]?.id as string;

  /** A threat that is taken in, with its alert; its id is ours. */
  async function threat(name: string, severityScore: number): Promise<string> {
    environment.gravityZone.world.addIncident({ companyId, deviceId, name, severityScore });
    await syncNow(environment, clientId);
    return idOf('threat', name);
  }
  const changeTicketRule = (set: string) =>
    environment.database.query(`update alert_rule set ${set} where name = 'Bitdefender high-severity -> ticket'`);

  /** A mutation that must succeed. */
  async function perform(name: string, type: string, input: object, identity: Identity = admin): Promise<void> {
    const answer = await environment.data(
      identity,
      `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code message } } }`,
      { input },
    );
    expect(answer).toEqual({ [name]: { userErrors: [] } });
  }

  it('returns no findings for a healthy tenant, client, device and threat', async () => {
    const threatId = await threat('Trojan.Healthy', 95);
    await eventually(
      async () => (await environment.database.query('select from alert where ticket_id is not null')).rowCount === 1,
    );
    for (const scope of [{}, { clientId }, { deviceId: await idOf('device', 'OVEN-01') }, { threatId }])
      expect(await findings(scope)).toEqual([]);
  });

  it('reports an unmapped company with unresolved threats', async () => {
    const { world } = environment.gravityZone;
    const unmapped = world.addCompany('Butcher');
    const device = world.addDevice({ companyId: unmapped.id, name: 'KNIFE-01' });
    world.addIncident({ companyId: unmapped.id, deviceId: device.id, name: 'Trojan.Unseen', severityScore: 95 });
    const client = environment.core.world('msp-one').addClient({ name: 'The Butcher' });
    await syncNow(environment, clientId);
    const [found, ...others] = await findings();
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      code: 'UNMAPPED_COMPANY',
      severity: 'PROBLEM',
      companyId: await idOf('company', 'Butcher'),
      remedy: { kind: 'MUTATION', name: 'mapBitdefenderCompanies' },
    });
    expect(evidence(found, 'unresolvedThreats')).toBe('1');
    const [ofClient] = await findings({ clientId: client.id });
    expect(ofClient?.code).toBe('CLIENT_NOT_MAPPED');
    expect(evidence(ofClient, 'companies')).toContain('Butcher');
    expect(await codes({ threatId: await idOf('threat', 'Trojan.Unseen') })).toEqual(['THREAT_NOT_MAPPED']);
    expect(await codes({ clientId })).toEqual([]);

    // Whoever ignores a company has seen it.
    const companyIds = [found?.companyId];
    await perform('ignoreBitdefenderCompanies', 'IgnoreBitdefenderCompaniesInput', { companyIds, reason: 'Not ours.' });
    expect(await codes()).toEqual([]);
    expect(evidence((await findings({ clientId: client.id }))[0], 'companies')).not.toContain('Butcher');
    await perform('unignoreBitdefenderCompanies', 'UnignoreBitdefenderCompaniesInput', { companyIds });
    expect(await codes()).toEqual(['UNMAPPED_COMPANY']);

    await mapByBdId(environment, { [unmapped.id]: client.id });
    await syncNow(environment, client.id);
    await eventually(async () => (await codes()).length === 0);
  });

  it('reports an unmapped company that shares machines with the client', async () => {
    const { world } = environment.gravityZone;
    const branch = world.addCompany('Bakery branch');
    world.addDevice({ companyId: branch.id, name: 'SHOP-07' });
    environment.core.world('msp-one').addAgent({ clientId, hostname: 'shop-07' });
    await syncNow(environment, clientId);
    const [found] = await findings({ clientId });
    expect(found).toMatchObject({ code: 'UNMAPPED_COMPANY', companyId: await idOf('company', 'Bakery branch') });
    expect(evidence(found, 'sharedMachines')).toBe('1');
    await mapByBdId(environment, { [branch.id]: clientId });
    await syncNow(environment, clientId);
    expect(await codes({ clientId })).toEqual([]);
  });

  it('reports similar host names, with the agent and the mutation', async () => {
    environment.gravityZone.world.addDevice({ companyId, name: 'RECEPTION' });
    const agent = environment.core.world('msp-one').addAgent({ clientId, hostname: 'recepton' });
    await syncNow(environment, clientId);
    const id = await idOf('device', 'RECEPTION');
    for (const scope of [{}, { clientId }, { deviceId: id }]) {
      const [found, ...others] = await findings(scope);
      expect(others).toEqual([]);
      expect(found).toMatchObject({
        code: 'HOST_NAMES_DIFFER',
        deviceId: id,
        remedy: { name: 'pinBitdefenderDevice' },
      });
      expect(evidence(found, 'agentIds')).toBe(agent.id);
    }
    environment.core.world('msp-one').renameAgent(agent.id, 'reception');
    await syncNow(environment, clientId);
    expect(await codes({ deviceId: id })).toEqual([]);
  });

  it('reports an ambiguous device until it is pinned', async () => {
    environment.gravityZone.world.addDevice({ companyId, name: 'TILL-01' });
    const core = environment.core.world('msp-one');
    const agentIds = [1, 2].map(() => core.addAgent({ clientId, hostname: 'till-01' }).id);
    await syncNow(environment, clientId);
    const id = await idOf('device', 'TILL-01');
    for (const scope of [{}, { clientId }, { deviceId: id }]) {
      const [found, ...others] = await findings(scope);
      expect(others).toEqual([]);
      expect(found).toMatchObject({
        code: 'DEVICE_AMBIGUOUS',
        severity: 'WARNING',
        deviceId: id,
        remedy: { kind: 'MUTATION', name: 'pinBitdefenderDevice' },
      });
      expect(evidence(found, 'agentIds')?.split(', ').toSorted()).toEqual(agentIds.toSorted());
    }
    await perform('pinBitdefenderDevice', 'PinBitdefenderDeviceInput', { deviceId: id, agentId: agentIds[0] });
    expect(await codes()).toEqual([]);
  });

  it('suggests the match mode when names differ only in spelling', async () => {
    const settings = async (matchMode: string) =>
      perform('updateBitdefenderSettings', 'UpdateBitdefenderSettingsInput', {
        matchMode,
        version: await versionNow(environment, 'settings'),
      });
    const id = await idOf('device', 'OVEN-01');
    await settings('STRICT');
    await syncNow(environment, clientId);
    expect(await findings({ deviceId: id })).toMatchObject([
      { code: 'HOST_NAMES_DIFFER', deviceId: id, remedy: { kind: 'SETTING', name: 'matchMode' } },
    ]);
    await settings('NORMALISED');
    await syncNow(environment, clientId);
    expect(await codes()).toEqual([]);
  });

  it('reports devices without an agent, and missing ones', async () => {
    const { id } = environment.gravityZone.world.addDevice({ companyId, name: 'FORGOTTEN' });
    await syncNow(environment, clientId);
    const forgotten = await idOf('device', 'FORGOTTEN');
    expect(await codes({ deviceId: forgotten })).toEqual(['DEVICE_WITHOUT_AGENT']);
    expect(await codes({ clientId })).toEqual([]);
    environment.gravityZone.world.removeDevice(id);
    await syncNow(environment, clientId);
    expect(await codes({ deviceId: forgotten })).toEqual(['DEVICE_MISSING']);
  });

  it('explains with the rule why a threat has no ticket', async () => {
    const reported = async (threatId: string) => {
      const [found, ...others] = await findings({ threatId });
      expect(others).toEqual([]);
      expect(found?.threatId).toBe(threatId);
      return found;
    };
    const low = await reported(await threat('Trojan.Low', 50));
    expect(low).toMatchObject({ code: 'TICKET_RULE_SEVERITY', remedy: { name: 'saveBitdefenderAlertRule' } });
    expect(evidence(low, 'rule')).toBe('Bitdefender high-severity -> ticket');

    await changeTicketRule('enabled = false');
    const disabled = await reported(await threat('Trojan.Disabled', 95));
    expect(disabled).toMatchObject({
      code: 'TICKET_RULE_DISABLED',
      remedy: { kind: 'MUTATION', name: 'setBitdefenderAlertRuleEnabled' },
    });
    expect(await codes({ clientId })).toEqual(['TICKET_RULE_DISABLED']);

    await changeTicketRule(`enabled = true, scope = '{"kind":"ALL_BUT","clientIds":["${clientId}"]}'`);
    const narrow = await reported(await threat('Trojan.Narrow', 95));
    expect(narrow).toMatchObject({ code: 'TICKET_RULE_NARROW' });
    expect(evidence(narrow, 'why')).toBe('The client is excluded from its scope.');
    await changeTicketRule(`scope = '{"kind":"ALL","clientIds":[]}'`);

    const saved = await environment.database.query(
      `update alert_rule set actions = '[{"kind":"NOTIFY","channel":"x"}]' where name like '%ticket' returning id`,
    );
    expect(saved.rowCount).toBe(1);
    expect(await reported(await threat('Trojan.Ruleless', 95))).toMatchObject({ code: 'NO_TICKET_RULE' });
    await changeTicketRule(`actions = '[{"kind":"SUPPRESS","reason":"We know."}]'`);
    const suppressed = await reported(await threat('Trojan.Suppressed', 95));
    expect(suppressed).toMatchObject({ code: 'THREAT_SUPPRESSED', severity: 'INFORMATION' });
    expect(evidence(suppressed, 'reason')).toBe('We know.');
    await changeTicketRule(`actions = '[{"kind":"CREATE_TICKET","priority":"HIGH","team":"security"}]'`);

    const until = new Date(Date.now() + 3_600_000).toISOString();
    await perform('muteBitdefenderAlerts', 'MuteBitdefenderAlertsInput', { clientId, until, reason: 'holiday' });
    const muted = await reported(await threat('Trojan.Muted', 95));
    expect(muted).toMatchObject({
      code: 'THREAT_MUTED',
      severity: 'INFORMATION',
      remedy: { kind: 'MUTATION', name: 'endBitdefenderAlertMute' },
    });
    // What the finding names is all that the mutation needs.
    const muteId = evidence(muted, 'muteId');
    await perform('endBitdefenderAlertMute', 'EndBitdefenderAlertMuteInput', { muteId });
    // BD reports whole seconds: a threat in the second in which the mute ends is still muted.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const loud = await threat('Trojan.Loud', 95);
    await eventually(async () => (await codes({ threatId: loud })).length === 0);
  });

  it('explains missing tickets of past threats, and pending or failed deliveries', async () => {
    environment.gravityZone.world.addIncident({
      ...{ companyId, deviceId, name: 'Trojan.Ancient', severityScore: 95 },
      createdAt: new Date(Date.now() - 5 * 24 * 3_600_000),
    });
    // Before its mapping, so to say: the company is mapped only now.
    await syncNow(environment, clientId);
    expect(await codes({ threatId: await idOf('threat', 'Trojan.Ancient') })).toEqual(['THREAT_HISTORY']);

    environment.core.faults.failMutations = 1_000;
    const threatId = await threat('Trojan.Undelivered', 95);
    await eventually(async () => {
      const [found] = await findings({ threatId });
      return found?.code === 'DELIVERY_PENDING' && Number(evidence(found, 'attempts')) > 0;
    });
    await environment.database.query(`update alert_action set state = 'DEAD' where threat_name = 'Trojan.Undelivered'`);
    expect(await findings({ threatId })).toMatchObject([{ code: 'DELIVERY_FAILED', severity: 'PROBLEM' }]);
    environment.core.faults.clear();
    await environment.database.query(`update threat set status = 'RESOLVED'`);
  });

  it('reports a stale sync unless the integration explains it', async () => {
    expect(await codes()).toEqual([]);
    const older = `update company set last_synced_at = last_synced_at - interval '3 hours', stale_at = stale_at - interval '3 hours' where bd_id = $1`;
    await environment.database.query(older, [companyId]);
    const [found, ...others] = await findings();
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      code: 'STALE_SYNC',
      companyId: await idOf('company', 'Bakery'),
      remedy: { name: 'syncBitdefenderClient' },
    });
    environment.gravityZone.faults.add({ kind: 'badKey', times: Infinity });
    await syncNow(environment, clientId);
    const [broken, ...consequences] = await findings({ clientId });
    environment.gravityZone.faults.clear();
    expect(consequences).toEqual([]);
    expect(broken).toMatchObject({ code: 'INTEGRATION_KEY', remedy: { name: 'rotateBitdefenderKey' } });
    expect(evidence(broken, 'reason')).toBe('BAD_KEY');
    await syncNow(environment, clientId);
    expect(await codes()).toEqual([]);
  });

  it('reports failed streams, missing APIs and missing licences', async () => {
    const provoke = async (kind: 'noItems' | 'forbidden' | 'noLicence', method: string) => {
      environment.gravityZone.faults.add({ kind, method, times: Infinity });
      await syncNow(environment, clientId);
      environment.gravityZone.faults.clear();
      return findings();
    };
    const [missing, ...others] = await provoke('forbidden', 'getQuarantineItemsList');
    expect(others).toEqual([]);
    expect(missing).toMatchObject({ code: 'MISSING_API', remedy: { kind: 'GRAVITYZONE' } });
    expect(evidence(missing, 'api')).toBe('quarantine');
    expect(await provoke('noLicence', 'getIncidentsList')).toMatchObject([{ code: 'NO_LICENCE' }]);
    expect(await provoke('noItems', 'getQuarantineItemsList')).toMatchObject([{ code: 'STREAM_FAILS' }]);
    await syncNow(environment, clientId);
    expect(await codes()).toEqual([]);
  });

  it('reports an integration of which nothing is mapped', async () => {
    const newcomer: Identity = { subject: 'nina', roles: ['admin'], tenantId: 'msp-new' };
    const { integrationId } = await connectSimulator(environment, newcomer);
    const [found, ...others] = await findings({}, newcomer);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      code: 'NOTHING_MAPPED',
      severity: 'PROBLEM',
      integrationId,
      remedy: { kind: 'MUTATION', name: 'mapBitdefenderCompanies' },
    });
    expect(Number(evidence(found, 'companies'))).toBeGreaterThan(0);
  });

  it('reports keys without companies, unreachable servers and missing integrations', async () => {
    const lonely: Identity = { subject: 'lea', roles: ['admin'], tenantId: 'msp-lonely' };
    expect((await findings({}, lonely)).map(({ code }) => code)).toEqual(['NO_INTEGRATION']);
    const simulator = await startGravityZoneSimulator({ limits: 'off', port: await ownPort() });
    const other = { ...environment, gravityZone: simulator };
    await connectSimulator(other, lonely);
    expect(await findings({}, lonely)).toMatchObject([
      { code: 'NO_COMPANIES', remedy: { name: 'rotateBitdefenderKey' } },
    ]);
    const company = simulator.world.addCompany('Late');
    simulator.world.addDevice({ companyId: company.id, name: 'LATE-01' });
    const client = environment.core.world('msp-lonely').addClient({ name: 'Late' });
    await mapByBdId(other, { [simulator.world.root.id]: client.id }, lonely);
    await syncNow(environment, client.id, lonely);
    expect(await findings({}, lonely)).toEqual([]);
    await simulator.close();
    await syncNow(environment, client.id, lonely);
    const [found, ...others] = await findings({}, lonely);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code: 'INTEGRATION_CONNECT', remedy: { name: 'updateBitdefenderIntegration' } });
    expect(evidence(found, 'reason')).toBe('CONNECTION_REFUSED');
  });

  it('reports threats without a ticket when no rule exists', async () => {
    const bare: Identity = { subject: 'bea', roles: ['admin'], tenantId: 'msp-bare' };
    const simulator = await startGravityZoneSimulator({ limits: 'off' });
    const other = { ...environment, gravityZone: simulator };
    const company = simulator.world.addCompany('Bare');
    const device = simulator.world.addDevice({ companyId: company.id, name: 'BARE-01' });
    const client = environment.core.world('msp-bare').addClient({ name: 'Bare' });
    await connectSimulator(other, bare);
    await mapByBdId(other, { [company.id]: client.id }, bare);
    const { rows } = await environment.database.query("select id from alert_rule where tenant_id = 'msp-bare'");
    expect(rows.length).toBeGreaterThan(0);
    for (const { id: ruleId } of rows)
      await perform('deleteBitdefenderAlertRule', 'DeleteBitdefenderAlertRuleInput', { ruleId }, bare);
    await syncNow(environment, client.id, bare);
    expect(await findings({}, bare)).toEqual([]);
    simulator.world.addIncident({
      ...{ companyId: company.id, deviceId: device.id, name: 'Trojan.Bare', severityScore: 95 },
    });
    await syncNow(environment, client.id, bare);
    for (const scope of [{}, { clientId: client.id }, { threatId: await idOf('threat', 'Trojan.Bare') }])
      expect(await findings(scope, bare)).toMatchObject([
        { code: 'NO_TICKET_RULE', remedy: { kind: 'MUTATION', name: 'saveBitdefenderAlertRule' } },
      ]);
    await simulator.close();
  });

  it('reports the step at which an integration to an appliance fails', async () => {
    const { rows } = await environment.database.query('select endpoint, ca_certificate from connection where id = $1', [
      integrationId,
    ]);
    const set = (what: string, value: string | null) =>
      environment.database.query(`update connection set ${what} = $1 where id = $2`, [value, integrationId]);
    const reported = async () => {
      await syncNow(environment, clientId);
      const [found, ...others] = await findings({ clientId });
      expect(others).toEqual([]);
      return { found, reason: evidence(found, 'reason') };
    };
    await set('endpoint', 'https://gravityzone.invalid/api');
    expect(await reported()).toMatchObject({
      found: { code: 'INTEGRATION_DNS', remedy: { name: 'updateBitdefenderIntegration' } },
      reason: 'HOST_NOT_FOUND',
    });
    await set('endpoint', rows[0]?.endpoint);
    await set('ca_certificate', null);
    expect(await reported()).toMatchObject({
      found: { code: 'INTEGRATION_TLS', remedy: { name: 'updateBitdefenderIntegration' } },
      reason: 'TLS_SELF_SIGNED',
    });
    await set('ca_certificate', rows[0]?.ca_certificate);
    environment.gravityZone.faults.add({ kind: 'notFoundPage', times: Infinity });
    expect(await reported()).toMatchObject({
      found: { code: 'INTEGRATION_HTTP', remedy: { name: 'testBitdefenderIntegration' } },
      reason: 'NOT_GRAVITYZONE',
    });
    environment.gravityZone.faults.clear();
    await syncNow(environment, clientId);
    expect(await codes()).toEqual([]);
  });

  it('reports a disconnected integration', async () => {
    await environment.data(
      admin,
      'mutation ($input: DisconnectBitdefenderInput!) { disconnectBitdefender(input: $input) { userErrors { code } } }',
      { input: { integrationId } },
    );
    expect(await findings({ clientId })).toMatchObject([
      { code: 'DISCONNECTED', remedy: { name: 'connectBitdefender' } },
    ]);
  });

  it('reports nothing to other tenants and portal users', async () => {
    const stranger: Identity = { subject: 'eve', roles: ['technician'], tenantId: 'msp-two' };
    for (const scope of [
      { deviceId: await idOf('device', 'OVEN-01') },
      { threatId: await idOf('threat', 'Trojan.Low') },
    ]) {
      const { errors } = await environment.ask(stranger, diagnose, scope);
      expect(errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
    }
    expect((await findings({ clientId }, stranger)).map(({ code }) => code)).toEqual([
      'NO_INTEGRATION',
      'CLIENT_NOT_MAPPED',
    ]);
    const portal: Identity = { subject: 'paul', roles: ['portal'], tenantId: 'msp-one', clientId };
    expect((await environment.ask(portal, diagnose, { clientId })).errors).toHaveLength(1);
  });
});
