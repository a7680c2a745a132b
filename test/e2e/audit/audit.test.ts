import { readFile } from 'node:fs/promises';
import { buildSchema } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { admin, eventually, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { syncNow } from '../../support/msp.js';
import { versionNow } from '../../support/versions.js';

/** Mutations that change neither a setting nor what a person has decided. */
const exceptions = {
  syncBitdefenderClient: 'its run is on record, with who asked for it',
};

const audit = `query ($filter: BitdefenderAuditFilter, $first: Int!, $after: String) {
  bitdefenderAudit(filter: $filter, first: $first, after: $after) {
    edges { node { id at actor action subject detail } } pageInfo { hasNextPage endCursor } } }`;

interface Entry {
  id: string;
  at: string;
  actor: string;
  action: string;
  subject: string;
  detail: Record<string, unknown>;
}

interface Page {
  edges: { node: Entry }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

const someone: Identity = { subject: 'someone', roles: ['admin', 'technician'], tenantId: 'msp-one' };

describe('the audit', () => {
  let environment: TestEnvironment;
  let mutations: { name: string; input: string }[];
  const done = new Map<string, Entry[]>();

  const entries = async (filter: object = {}, first = 100, after: string | null = null): Promise<Page> =>
    (await environment.data<{ bitdefenderAudit: Page }>(admin, audit, { filter, first, after })).bitdefenderAudit;
  const nodes = async (filter: object = {}) => (await entries(filter)).edges.map(({ node }) => node);
  const one = async (query: string): Promise<string> => String((await environment.database.query(query)).rows[0]?.id);

  /** Sends a mutation by its name, which must succeed, and keeps what the audit says of it. */
  async function perform(name: string, input: object) {
    const known = new Set((await nodes()).map(({ id }) => id));
    const type = mutations.find((mutation) => mutation.name === name)?.input;
    const selection = /(Companies|Actions)$/.test(name) ? 'outcomes { userErrors { code message } }' : '';
    const answer = await environment.data<Record<string, { userErrors: object[]; outcomes?: object[] }>>(
      someone,
      `mutation ($input: ${type}) { ${name}(input: $input) { ${selection} userErrors { code message } } }`,
      { input },
    );
    expect(JSON.stringify(answer), name).not.toMatch(/"code"/);
    done.set(
      name,
      (await nodes()).filter(({ id }) => !known.has(id)),
    );
  }

  beforeAll(async () => {
    environment = await testEnvironment();
    const schema = buildSchema(await readFile('schema/bitdefender.graphql', 'utf8'), { assumeValidSDL: true });
    mutations = Object.values(schema.getMutationType()?.getFields() ?? {}).map(({ name, args }) => ({
      name,
      input: String(args[0]?.type),
    }));
  });

  it('has an entry of every mutation, with who did it', async () => {
    const { gravityZone, core } = environment;
    const { world } = gravityZone;
    const companyBdId = world.addCompany('Bakery').id;
    const spare = world.addCompany('Spare').id;
    const device = world.addDevice({ companyId: companyBdId, name: 'OVEN-01' }).id;
    world.addIncident({ companyId: companyBdId, deviceId: device, name: 'Trojan.One', severityScore: 95 });
    const clientId = core.world('msp-one').addClient({ name: 'Bakery' }).id;
    const agentId = core.world('msp-one').addAgent({ clientId, hostname: 'oven-01' }).id;
    const access = { endpoint: gravityZone.url, caCertificate: gravityZone.caCertificate };
    await perform('testBitdefenderIntegration', { ...access, apiKey: gravityZone.addKey() });
    await perform('connectBitdefender', { ...access, apiKey: gravityZone.addKey() });
    const integrationId = await one('select id from connection');
    const companyId = await one(`select id from company where bd_id = '${companyBdId}'`);
    const spareId = await one(`select id from company where bd_id = '${spare}'`);
    await perform('rotateBitdefenderKey', { integrationId, apiKey: gravityZone.addKey() });
    const integration = async () => ({
      integrationId,
      version: await versionNow(environment, 'integration', { id: integrationId }),
    });
    await perform('updateBitdefenderIntegration', { ...(await integration()), name: 'Renamed' });
    await perform('setBitdefenderTimeZone', { ...(await integration()), timeZone: 'Europe/Berlin' });
    await perform('mapBitdefenderCompanies', { mappings: [{ companyId, clientId }] });
    await perform('ignoreBitdefenderCompanies', { companyIds: [spareId], reason: 'a test' });
    await perform('unignoreBitdefenderCompanies', { companyIds: [spareId] });
    world.company(spare).name = 'Spare two';
    await syncNow(environment, clientId);
    await perform('dismissBitdefenderCompanyEvents', { eventIds: [await one('select id from company_event')] });
    await perform('updateBitdefenderSettings', {
      version: await versionNow(environment, 'settings'),
      portalEnabled: true,
    });
    const rule = {
      name: 'Mine',
      scope: { kind: 'ALL', clientIds: [] },
      conditions: {},
      actions: [{ kind: 'NOTIFY', channel: 'soc' }],
    };
    await perform('saveBitdefenderWebhook', { name: 'Chat', url: 'https://chat.example/hooks/secret-path' });
    const webhookId = await one('select id from webhook');
    await perform('rotateBitdefenderWebhookSecret', { webhookId });
    await perform('deleteBitdefenderWebhook', { webhookId });
    const expected = await versionNow(environment, 'expectations', { id: clientId });
    await perform('setBitdefenderExpectations', { clientId, version: expected, notSeenDays: 5 });
    await perform('saveBitdefenderAlertRule', rule);
    const ruleId = await one(`select id from alert_rule where name = 'Mine'`);
    await perform('setBitdefenderAlertRuleEnabled', { ruleId, enabled: false });
    const { rows } = await environment.database.query('select id from alert_rule order by position desc');
    const lastFirst = rows.map(({ id }) => id);
    await perform('reorderBitdefenderAlertRules', {
      ruleIds: lastFirst,
      previousRuleIds: lastFirst.toReversed(),
    });
    await perform('deleteBitdefenderAlertRule', { ruleId });
    const deviceId = await one('select id from device');
    await perform('pinBitdefenderDevice', { deviceId, agentId });
    await perform('removeBitdefenderMatchDecision', { decisionId: await one('select id from match_decision') });
    await perform('forbidBitdefenderMatch', { deviceId, agentId });
    const alertId = await eventually(
      async () => (await environment.database.query('select id from alert')).rows[0]?.id as string,
    );
    await perform('decideBitdefenderAlerts', { ids: [alertId], decision: 'ACKNOWLEDGE' });
    // What its rule wants now was not requested yet.
    await environment.database.query(
      `update alert_rule set actions = '[{"kind":"NOTIFY","channel":"soc"}]' where name like '%-> ticket'`,
    );
    await perform('rerouteBitdefenderAlerts', { clientId });
    const threatId = await one('select id from threat');
    await perform('triageBitdefenderThreats', { ids: [threatId], decision: 'RESOLVE' });
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await eventually(async () => {
      const { rows } = await environment.database.query("select from alert_action where state <> 'DONE'");
      return rows.length === 0;
    });
    await environment.database.query("update alert_action set state = 'DEAD'");
    await perform('retryBitdefenderAlertDeliveries', { ids: [await one('select id from alert_action')] });
    await perform('muteBitdefenderAlerts', { clientId, until, reason: 'maintenance' });
    await perform('endBitdefenderAlertMute', { muteId: await one('select id from alert_mute') });
    const begun = new Date(Date.now() - 10 * 60_000).toISOString();
    const schedule = { date: begun.slice(0, 10), time: begun.slice(11, 16), minutes: 60, timeZone: 'UTC' };
    await perform('saveBitdefenderMaintenanceWindow', { name: 'Patch night', clientId, schedule });
    const windowId = await one('select id from maintenance_window');
    await perform('endBitdefenderMaintenanceWindow', { windowId });
    await perform('deleteBitdefenderMaintenanceWindow', { windowId });
    await perform('setBitdefenderDigest', { enabled: true });
    await perform('setBitdefenderTeamDigest', { teamId: 'security', enabled: true });
    await perform('createBitdefenderReportLink', { clientId, period: 'WEEK' });
    await perform('revokeBitdefenderReportLink', { linkId: await one('select id from report_link') });
    await perform('unmapBitdefenderCompanies', { companyIds: [companyId] });
    await perform('disconnectBitdefender', { integrationId });

    // A new mutation must be performed above, or be an exception with a reason.
    expect([...done.keys(), ...Object.keys(exceptions)].sort()).toEqual(mutations.map(({ name }) => name).sort());
    const silent = [...done].filter(([, written]) => written.length === 0).map(([name]) => name);
    expect(silent).toEqual([]);
    for (const [name, written] of done)
      for (const { actor } of written) expect([name, actor]).toEqual([name, 'someone']);
  });

  it('shows the old and the new value of every setting and decision', () => {
    const incomplete = [...done].filter(
      // A test changes nothing.
      ([name, written]) =>
        name !== 'testBitdefenderIntegration' && !written.some(({ detail }) => 'before' in detail && 'after' in detail),
    );
    expect(incomplete).toEqual([]);
    const detailOf = (name: string) => done.get(name)?.[0]?.detail as { before: never; after: never };
    const only = (standings: object) => Object.values(standings)[0];
    const [triage, decided, pinned, removed] = [
      ...['triageBitdefenderThreats', 'decideBitdefenderAlerts', 'pinBitdefenderDevice'],
      'removeBitdefenderMatchDecision',
    ].map(detailOf);
    expect(only(triage?.before ?? {})).toEqual({ status: 'UNRESOLVED', assigneeId: null });
    expect(only(triage?.after ?? {})).toEqual({ status: 'RESOLVED', assigneeId: null });
    expect(only(decided?.before ?? {})).toMatchObject({ state: 'OPEN', takenOverBy: null });
    expect(only(decided?.after ?? {})).toMatchObject({ state: 'ACKNOWLEDGED' });
    expect(pinned).toMatchObject({ before: [], after: { kind: 'PIN' } });
    expect(removed).toMatchObject({ before: { kind: 'PIN' }, after: null });
    expect(detailOf('retryBitdefenderAlertDeliveries')).toMatchObject({
      ...{ before: { state: 'DEAD' }, after: { state: 'PENDING' } },
    });
  });

  it('has no secret, and nobody can change it', async () => {
    const { rows } = await environment.database.query('select sealed_key, key_fingerprint from connection');
    const everything = JSON.stringify(await nodes());
    for (const { sealed_key, key_fingerprint } of rows)
      for (const secret of [sealed_key, key_fingerprint]) expect(everything).not.toContain(secret);
    expect(everything).not.toContain('BEGIN CERTIFICATE');
    expect(everything).not.toContain('secret-path');
    for (const statement of [
      "update audit_entry set actor = 'nobody'",
      'delete from audit_entry',
      'truncate audit_entry',
    ])
      await expect(environment.database.query(statement)).rejects.toThrow('audit_entry is append-only');
  });

  it('is filtered by actor, action, subject and time', async () => {
    const all = await nodes();
    const threatId = await one('select id from threat');
    const integrationId = await one('select id from connection');
    const actionsOf = async (filter: object) => (await nodes(filter)).map(({ action }) => action);
    expect(await actionsOf({ actor: 'nobody' })).toEqual([]);
    expect(await actionsOf({ actor: 'someone' })).toEqual(all.map(({ action }) => action));
    expect(await actionsOf({ actions: ['KEY_ROTATED', 'INTEGRATION_ENDED'] })).toEqual([
      'INTEGRATION_ENDED',
      'KEY_ROTATED',
    ]);
    expect((await nodes({ subject: integrationId })).every(({ subject }) => subject === integrationId)).toBe(true);
    expect(await actionsOf({ subject: integrationId })).toContain('TIME_ZONE_SET');
    // One of the many of a bulk decision.
    expect(await actionsOf({ subject: threatId })).toEqual(['THREATS_RESOLVE']);
    const middle = all[Math.floor(all.length / 2)]?.at ?? '';
    const [since, until] = [await nodes({ from: middle }), await nodes({ before: middle })];
    expect(since.length + until.length).toBe(all.length);
    expect(since.every(({ at }) => at >= middle) && until.every(({ at }) => at < middle)).toBe(true);
  });

  it('is read page by page, each entry once', async () => {
    const all = (await nodes()).map(({ id }) => id);
    const read: string[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      const page: Page = await entries({ actor: 'someone' }, 7, after);
      read.push(...page.edges.map(({ node }) => node.id));
      more = page.pageInfo.hasNextPage;
      after = page.pageInfo.endCursor;
    }
    expect(read).toEqual(all);
  });

  it('is shown to admins of the tenant alone', async () => {
    const other = await environment.data<{ bitdefenderAudit: Page }>({ ...admin, tenantId: 'msp-two' }, audit, {
      filter: null,
      first: 100,
    });
    expect(other.bitdefenderAudit.edges).toEqual([]);
    const technician = await environment.ask({ ...someone, roles: ['technician'] }, audit, { filter: null, first: 1 });
    expect(technician.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });
});
