import { beforeAll, describe, expect, it } from 'vitest';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, runById, syncNow } from '../../support/msp.js';
import { startPointingGateway } from '../../support/pointing-subgraph.js';

describe('ids of our own in capitals, at the gateway', () => {
  let environment: TestEnvironment;
  let clientId: string;
  /** In capitals. */
  let ids: { threat: string; device: string; company: string; integration: string; run: string; alert: string };

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true });
    const { companyId, deviceId, clientId: bakery } = addBakery(environment);
    clientId = bakery;
    environment.gravityZone.world.addIncident({ companyId, deviceId, name: 'Trojan.One', severityScore: 90 });
    const { integrationId } = await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
    const run = await syncNow(environment, clientId);
    const found = await environment.data<{
      bitdefenderThreats: { edges: { node: { id: string; device: { id: string }; companyId: string } }[] };
      bitdefenderAlerts: { edges: { node: { id: string } }[] };
    }>(
      technician,
      `{ bitdefenderThreats { edges { node { id companyId device { id } } } } bitdefenderAlerts { edges { node { id } } } }`,
    );
    const threat = found.bitdefenderThreats.edges[0]?.node;
    const capitals = (id: string | undefined) => (id ?? '').toUpperCase();
    ids = {
      threat: capitals(threat?.id),
      device: capitals(threat?.device.id),
      company: capitals(threat?.companyId),
      integration: capitals(integrationId),
      run: capitals(run.id),
      alert: capitals(found.bitdefenderAlerts.edges[0]?.node.id),
    };
  });

  const small = (id: string) => id.toLowerCase();

  it('find a threat, a device and a run', async () => {
    const query = `query ($threat: ID!, $device: ID!) {
      bitdefenderThreat(id: $threat) { id } bitdefenderDevice(id: $device) { id } }`;
    expect(await environment.data(technician, query, ids)).toEqual({
      bitdefenderThreat: { id: small(ids.threat) },
      bitdefenderDevice: { id: small(ids.device) },
    });
    const { bitdefenderSyncRun } = await environment.data(technician, runById, { id: ids.run });
    expect(bitdefenderSyncRun).toMatchObject({ id: small(ids.run) });
  });

  it('filter lists', async () => {
    const query = `query ($threat: ID!, $device: ID!, $company: ID!, $integration: ID!) {
      bitdefenderThreats(filter: { companyId: $company, deviceId: $device }) { totalCount }
      bitdefenderAlerts(filter: { threatId: $threat, deviceId: $device }) { edges { node { threat { id } } } }
      bitdefenderCompanies(first: 100, filter: { integrationId: $integration }) { edges { node { id } } }
      bitdefenderSyncRuns(integrationId: $integration) { edges { node { id } } } }`;
    expect(await environment.data(technician, query, ids)).toMatchObject({
      bitdefenderThreats: { totalCount: 1 },
      bitdefenderAlerts: { edges: [{ node: { threat: { id: small(ids.threat) } } }] },
      bitdefenderCompanies: { edges: expect.arrayContaining([{ node: { id: small(ids.company) } }]) },
      bitdefenderSyncRuns: { edges: [{ node: { id: small(ids.run) } }] },
    });
  });

  it('lead from other subgraphs to threats and devices', async () => {
    const representations = [
      { __typename: 'BitdefenderThreat', id: ids.threat },
      { __typename: 'BitdefenderDevice', id: ids.device },
    ];
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on BitdefenderThreat { id name } ... on BitdefenderDevice { id } } }`;
    expect(await environment.data(technician, query, { representations }, environment.app.url)).toEqual({
      _entities: [{ id: small(ids.threat), name: 'Trojan.One' }, { id: small(ids.device) }],
    });
    const url = await startPointingGateway(environment, {
      BitdefenderThreat: ids.threat,
      BitdefenderDevice: ids.device,
      BitdefenderCompany: ids.company,
      BitdefenderIntegration: ids.integration,
      BitdefenderAlert: ids.alert,
    });
    const pointers = `{ pointers { BitdefenderThreat { name device { id } } BitdefenderDevice { name }
      BitdefenderCompany { name } BitdefenderIntegration { state } BitdefenderAlert { title threat { id } } } }`;
    expect(await environment.data(technician, pointers, {}, url)).toEqual({
      pointers: {
        BitdefenderThreat: { name: 'Trojan.One', device: { id: small(ids.device) } },
        BitdefenderDevice: { name: 'OVEN-01' },
        BitdefenderCompany: { name: 'Bakery' },
        BitdefenderIntegration: { state: 'CONNECTED' },
        BitdefenderAlert: { title: 'Trojan.One', threat: { id: small(ids.threat) } },
      },
    });
  });

  it('change one thing, beside an id of core as it is', async () => {
    const { id: agentId } = environment.core
      .world('msp-one')
      .addAgent({ clientId, hostname: 'RENAMED', id: 'Agent-A' });
    const pin = `mutation ($input: PinBitdefenderDeviceInput!) { pinBitdefenderDevice(input: $input) {
      device { id matchKind agent { id } } userErrors { code } } }`;
    expect(await environment.data(technician, pin, { input: { deviceId: ids.device, agentId } })).toMatchObject({
      pinBitdefenderDevice: {
        device: { id: small(ids.device), matchKind: 'PINNED', agent: { id: agentId } },
        userErrors: [],
      },
    });
    const mute = `mutation ($input: MuteBitdefenderAlertsInput!) { muteBitdefenderAlerts(input: $input) {
      mute { id device { id } } userErrors { code } } }`;
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const { muteBitdefenderAlerts } = await environment.data<{
      muteBitdefenderAlerts: { mute: { id: string; device: { id: string } } };
    }>(technician, mute, { input: { deviceId: ids.device, until, reason: 'Tests.' } });
    expect(muteBitdefenderAlerts.mute.device.id).toBe(small(ids.device));
    const end = `mutation ($input: EndBitdefenderAlertMuteInput!) { endBitdefenderAlertMute(input: $input) {
      mute { id } userErrors { code } } }`;
    const { id } = muteBitdefenderAlerts.mute;
    expect(await environment.data(technician, end, { input: { muteId: id.toUpperCase() } })).toEqual({
      endBitdefenderAlertMute: { mute: { id }, userErrors: [] },
    });
  });

  it('are decided upon, and found again in the audit', async () => {
    const triage = `mutation ($input: TriageBitdefenderThreatsInput!) { triageBitdefenderThreats(input: $input) {
      outcomes { id threat { note } userErrors { code } } userErrors { code } } }`;
    const input = { ids: [ids.threat], decision: 'NOTE', note: 'Seen.' };
    expect(await environment.data(technician, triage, { input })).toEqual({
      triageBitdefenderThreats: {
        outcomes: [{ id: small(ids.threat), threat: { note: 'Seen.' }, userErrors: [] }],
        userErrors: [],
      },
    });
    const audit = `query ($subject: ID!) { bitdefenderAudit(filter: { subject: $subject }) { edges { node { action } } } }`;
    for (const subject of [ids.threat, small(ids.threat)])
      expect(await environment.data(admin, audit, { subject })).toEqual({
        bitdefenderAudit: { edges: [{ node: { action: 'THREATS_NOTE' } }] },
      });
  });

  it('have outcomes with their object in every bulk mutation', async () => {
    const decide = `mutation ($input: DecideBitdefenderAlertsInput!) { decideBitdefenderAlerts(input: $input) {
      outcomes { alert { state } userErrors { code } } } }`;
    const decided = await environment.data(technician, decide, {
      input: { ids: [ids.alert], decision: 'ACKNOWLEDGE' },
    });
    expect(decided.decideBitdefenderAlerts).toEqual({
      outcomes: [{ alert: { state: 'ACKNOWLEDGED' }, userErrors: [] }],
    });
    const unmap = `mutation ($input: UnmapBitdefenderCompaniesInput!) { unmapBitdefenderCompanies(input: $input) {
      outcomes { companyId company { id client { id } } userErrors { code } } } }`;
    const { unmapBitdefenderCompanies } = await environment.data(admin, unmap, {
      input: { companyIds: [ids.company] },
    });
    const id = small(ids.company);
    expect(unmapBitdefenderCompanies).toEqual({
      outcomes: [{ companyId: id, company: { id, client: null }, userErrors: [] }],
    });
  });
});
