import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { addClientTo, clientWorkDone, companyOf, type LivingClient, whenAsked } from '../../support/client-life.js';
import {
  admin,
  eventually,
  everySecond,
  type TestEnvironment,
  technician,
  testEnvironment,
} from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { plantedThreat, plantThreats } from '../../support/threats.js';
import { versionNow } from '../../support/versions.js';

const threats = `query ($clientId: ID!) { client(id: $clientId) { bitdefender { state
  threats(first: 50, filter: { status: UNRESOLVED, minimumSeverity: UNKNOWN }) { edges { node { name history alert { id state } } } } } } }`;
const portal = '{ portalBitdefenderThreats { edges { node { name } } } portalBitdefenderThreatCounts { today } }';
const sync = `mutation ($clientId: ID!) { syncBitdefenderClient(input: { clientId: $clientId }) { userErrors { code message } } }`;
const updateSettings = `mutation ($input: UpdateBitdefenderSettingsInput!) {
  updateBitdefenderSettings(input: $input) { userErrors { code } } }`;
const day = 24 * 3_600_000;

interface ThreatNode {
  name: string;
  history: boolean;
  alert: { id: string; state: string } | null;
}

describe('a client that is archived', { timeout: 120_000 }, () => {
  let environment: TestEnvironment;
  let bakery: LivingClient;
  let butcher: LivingClient;
  let baker: Identity;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true, tick: everySecond });
    bakery = addClientTo(environment, 'BAKERY', ['OVEN-01', 'OVEN-02']);
    butcher = addClientTo(environment, 'BUTCHER', ['KNIFE-01']);
    baker = { subject: 'baker', roles: ['portal'], tenantId: 'msp-one', clientId: bakery.clientId };
    detect('Trojan.Before');
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: bakery.clientId, [butcher.companyId]: butcher.clientId });
    await syncNow(environment, bakery.clientId);
    await environment.data(admin, updateSettings, {
      input: { portalEnabled: true, version: await versionNow(environment, 'settings') },
    });
    await eventually(async () => tickets().length === 1);
  });

  function detect(name: string) {
    const [machine] = bakery.machines;
    environment.gravityZone.world.addIncident({
      ...{ companyId: bakery.companyId, deviceId: machine?.id ?? null, name, severityScore: 92 },
    });
  }

  const tickets = () => environment.core.tickets.filter(({ clientId }) => clientId === bakery.clientId);

  async function shown() {
    const { client } = await environment.data<{
      client: { bitdefender: { state: string; threats: { edges: { node: ThreatNode }[] } } };
    }>(technician, threats, { clientId: bakery.clientId });
    const { state, threats: found } = client.bitdefender;
    return { state, threats: new Map(found.edges.map(({ node }) => [node.name, node])) };
  }

  const portalOf = (identity: Identity) =>
    environment.data<{
      portalBitdefenderThreats: { edges: unknown[] };
      portalBitdefenderThreatCounts: { today: number } | null;
    }>(identity, portal, {}, environment.app.url);

  /** Has core say so, and waits until the service has acted upon it. */
  async function becomes(state: 'ACTIVE' | 'ARCHIVED' | 'LEAD') {
    environment.core.world('msp-one').setClientState(bakery.clientId, state);
    const rests = state === 'ARCHIVED';
    await whenAsked(environment, async () => {
      const company = await companyOf(environment, bakery.companyId);
      return (company.restsSince !== null) === rests && (await shown()).state === state;
    });
    await clientWorkDone(environment);
  }

  it('is shown as such, with its data, and its company rests', async () => {
    expect((await portalOf(baker)).portalBitdefenderThreats.edges).toHaveLength(1);
    await becomes('ARCHIVED');
    const { state, threats: found } = await shown();
    expect(state).toBe('ARCHIVED');
    expect([...found.keys()]).toEqual(['Trojan.Before']);
    expect(await companyOf(environment, bakery.companyId)).toMatchObject({
      ...{ client: { id: bakery.clientId }, nextSyncAt: null, restsSince: expect.any(String) },
    });
    expect((await companyOf(environment, butcher.companyId)).restsSince).toBeNull();
  });

  it('is not polled, and a sync of it is refused with what to do', async () => {
    const before = await companyOf(environment, bakery.companyId);
    const run = await syncNow(environment, butcher.clientId);
    expect(run.state).toBe('SUCCEEDED');
    expect((await companyOf(environment, bakery.companyId)).lastSyncedAt).toBe(before.lastSyncedAt);
    const { syncBitdefenderClient } = await environment.data<{
      syncBitdefenderClient: { userErrors: { code: string }[] };
    }>(technician, sync, { clientId: bakery.clientId });
    expect(syncBitdefenderClient.userErrors).toMatchObject([{ code: 'CLIENT_ARCHIVED' }]);
  });

  it('gets threats that come in beside those of others, and nothing acts upon them', async () => {
    detect('Trojan.Meanwhile');
    const { rows } = await environment.database.query('select id from company where client_id = $1', [bakery.clientId]);
    const detectedAt = new Date(Date.now() - 3 * day);
    const known = { companyId: rows[0].id, clientId: bakery.clientId, name: 'Trojan.LongAgo', detectedAt };
    await plantThreats(environment.database, [plantedThreat(known)]);
    await syncNow(environment, butcher.clientId);
    const { threats: found } = await eventually(async () => {
      const now = await shown();
      return now.threats.has('Trojan.Meanwhile') && now;
    });
    expect(found.get('Trojan.Meanwhile')?.alert).toBeNull();
    expect(tickets()).toHaveLength(1);
  });

  it('has no portal', async () => {
    expect(await portalOf(baker)).toEqual({
      portalBitdefenderThreats: { edges: [] },
      portalBitdefenderThreatCounts: null,
    });
  });

  it('gets no further company, and says why', async () => {
    const spare = environment.gravityZone.world.addCompany('SPARE').id;
    environment.gravityZone.world.addDevice({ companyId: spare, name: 'SPARE-01' });
    await environment.database.query('update connection set tree_due_at = now()');
    await syncNow(environment, butcher.clientId);
    await eventually(async () => companyOf(environment, spare).catch(() => null));
    const { mapBitdefenderCompanies } = await mapByBdId(environment, { [spare]: bakery.clientId });
    expect(mapBitdefenderCompanies.outcomes).toMatchObject([{ userErrors: [{ code: 'CLIENT_ARCHIVED' }] }]);
  });

  it('is polled again once it is active, and what came in meanwhile acts once, but for what is long past', async () => {
    await becomes('ACTIVE');
    const company = await eventually(async () => {
      const now = await companyOf(environment, bakery.companyId);
      return now.nextSyncAt !== null && now.lastSyncedAt !== null && now;
    });
    expect(company.restsSince).toBeNull();
    await eventually(async () => tickets().length === 2);
    await syncNow(environment, bakery.clientId);
    const { threats: found } = await shown();
    expect(found.get('Trojan.Meanwhile')).toMatchObject({ history: false, alert: { state: 'OPEN' } });
    expect(found.get('Trojan.LongAgo')).toMatchObject({ history: true, alert: { state: 'OPEN' } });
    expect(tickets().map(({ title }) => title)).toEqual([
      expect.stringContaining('Trojan.Before'),
      expect.stringContaining('Trojan.Meanwhile'),
    ]);
    expect((await portalOf(baker)).portalBitdefenderThreats.edges).toHaveLength(3);
  });

  it('acts upon what happens afterwards', async () => {
    detect('Trojan.After');
    await syncNow(environment, bakery.clientId);
    await eventually(async () => tickets().length === 3);
  });

  it('leaves both changes in the audit', async () => {
    const { rows } = await environment.database.query(
      `select subject, actor, detail from audit_entry where action = 'CLIENT_STATE_CHANGED' order by at`,
    );
    const entry = { subject: bakery.clientId, actor: 'opsmerge' };
    expect(rows).toEqual([
      { ...entry, detail: { before: 'ACTIVE', after: 'ARCHIVED' } },
      { ...entry, detail: { before: 'ARCHIVED', after: 'ACTIVE' } },
    ]);
  });

  it('works like an active one as a lead', async () => {
    await becomes('LEAD');
    detect('Trojan.Lead');
    await syncNow(environment, bakery.clientId);
    await eventually(async () => tickets().length === 4);
  });

  it('is not known as archived to a core of an earlier release, with which all goes on as ever', async () => {
    await becomes('ARCHIVED');
    environment.core.faults.knowsNoStates = true;
    await whenAsked(environment, async () => (await companyOf(environment, bakery.companyId)).restsSince === null);
    expect((await shown()).state).toBe('ACTIVE');
    await syncNow(environment, bakery.clientId);
    environment.core.faults.clear();
    await whenAsked(environment, async () => (await companyOf(environment, bakery.companyId)).restsSince !== null);
  });
});
