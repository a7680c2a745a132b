import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { type Database, openDatabase } from '../../../src/database/database.js';
import { rematchClients } from '../../../src/device/matching/rematch-clients.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { versionNow } from '../../support/versions.js';

const update = `mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) {
  settings { matchMode } jobId rematchJobId userErrors { code } } }`;
const jobs =
  '{ bitdefenderJobs(kind: REMATCH_CLIENTS) { edges { node { id state done total requestedBy endedAt } } } }';
const matches = '{ bitdefenderDevices { edges { node { device { name matchKind matchReason } } } } }';
const badge = `query ($all: [_Any!]!) { _entities(representations: $all) { ... on Agent { bitdefender { name } } } }`;

interface JobNode {
  id: string;
  state: string;
  done: number;
  total: number;
  requestedBy: string;
}

describe('a change of the match mode', () => {
  let environment: TestEnvironment;
  let database: Database;
  const clients: { id: string; agentId: string }[] = [];
  const stranger: Identity = { subject: 'eve', roles: ['admin'], tenantId: 'msp-two' };

  const set = async (matchMode: string) =>
    (
      await environment.data<{
        updateBitdefenderSettings: { rematchJobId: string | null; jobId: string | null };
      }>(admin, update, { input: { matchMode, version: await versionNow(environment, 'settings') } })
    ).updateBitdefenderSettings;
  const jobsOf = async (identity: Identity) => {
    const { bitdefenderJobs } = await environment.data<{ bitdefenderJobs: { edges: { node: JobNode }[] } }>(
      identity,
      jobs,
    );
    return bitdefenderJobs.edges.map(({ node }) => node);
  };
  const ended = (id: string | null) =>
    eventually(async () => (await jobsOf(technician)).find((job) => job.id === id && job.state === 'SUCCEEDED'));
  const kinds = async (identity: Identity = technician) => {
    const { bitdefenderDevices } = await environment.data<{
      bitdefenderDevices: { edges: { node: { device: { name: string; matchKind: string } | null } }[] };
    }>(identity, matches);
    return Object.fromEntries(
      bitdefenderDevices.edges.flatMap(({ node: { device } }) => (device ? [[device.name, device.matchKind]] : [])),
    );
  };
  /** Changes with every write of a row of `device`. */
  const versions = async (tenantId: string) =>
    (await sql`select id, xmin::text from device where tenant_id = ${tenantId} order by id`.execute(database.query))
      .rows;

  async function populate(identity: Identity, names: string[]) {
    const { world } = environment.gravityZone;
    const core = environment.core.world(identity.tenantId ?? '');
    const mapped: Record<string, string> = {};
    for (const name of names) {
      const companyId = world.addCompany(name).id;
      const clientId = core.addClient({ name }).id;
      world.addDevice({ companyId, name: `${name}-TILL` });
      world.addDevice({ companyId, name: `${name}-SAFE` });
      core.addAgent({ clientId, hostname: `${name}-SAFE` });
      const agentId = core.addAgent({ clientId, hostname: `${name}-TILL`.toLowerCase() }).id;
      mapped[companyId] = clientId;
      if (identity === admin) clients.push({ id: clientId, agentId });
    }
    await connectSimulator(environment, identity);
    await mapByBdId(environment, mapped, identity);
    for (const clientId of Object.values(mapped)) await syncNow(environment, clientId, identity);
  }

  beforeAll(async () => {
    environment = await testEnvironment();
    database = openDatabase(environment.app.databaseUrl, { outside: 'all tenants' });
    atEndOfFile(() => database.close());
    await populate(admin, ['NORTH', 'SOUTH']);
    await populate(stranger, ['WEST']);
  });

  const normalised = { 'NORTH-SAFE': 'EXACT', 'NORTH-TILL': 'EXACT', 'SOUTH-SAFE': 'EXACT', 'SOUTH-TILL': 'EXACT' };
  const strict = { ...normalised, 'NORTH-TILL': 'NONE', 'SOUTH-TILL': 'NONE' };

  it('rematches every client of the tenant, and no other, before any sync', async () => {
    expect(await kinds()).toMatchObject(normalised);
    const others = await versions('msp-two');
    const changed = await set('STRICT');
    expect(changed).toMatchObject({ rematchJobId: expect.any(String), jobId: null });
    expect(await ended(changed.rematchJobId)).toMatchObject({ done: 2, total: 2, requestedBy: 'ada' });
    expect(await kinds()).toMatchObject(strict);
    const [first] = clients;
    const representation = {
      __typename: 'Agent',
      id: first?.agentId,
      hostname: 'north-till',
      client: { id: first?.id },
    };
    expect(await environment.data(technician, badge, { all: [representation] })).toEqual({
      _entities: [{ bitdefender: null }],
    });
    expect(await versions('msp-two')).toEqual(others);
    expect(await kinds(stranger)).toMatchObject({ 'WEST-TILL': 'EXACT' });
    expect(await jobsOf(stranger)).toEqual([]);
  });

  it('requests no job when the match mode stays the same', async () => {
    expect(await set('STRICT')).toMatchObject({ rematchJobId: null });
  });

  it('completes an interrupted rematch on restart, then writes nothing', async () => {
    await ended((await set('NORMALISED')).rematchJobId);
    const run = (stopAfter: number) => {
      const stopping = new AbortController();
      return rematchClients({
        database,
        tenantId: 'msp-one',
        now: new Date(),
        signal: stopping.signal,
        report: async (done) => {
          if (done === stopAfter) stopping.abort(new Error('stopping'));
        },
      });
    };
    // As if the replica that took the job up had died: the setting is changed, and nothing else.
    await sql`update tenant_setting set match_mode = 'STRICT' where tenant_id = 'msp-one'`.execute(database.query);
    await expect(run(1)).rejects.toThrow('stopping');
    const half = Object.values(await kinds()).filter((kind) => kind === 'NONE');
    expect(half).toHaveLength(1);
    await run(Number.NaN);
    expect(await kinds()).toMatchObject(strict);
    const before = await versions('msp-one');
    await run(Number.NaN);
    expect(await versions('msp-one')).toEqual(before);
  });
});
