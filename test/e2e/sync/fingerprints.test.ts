import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { countRowsWritten, type RowsWritten } from '../../support/rows-written.js';

const names = ['north', 'south', 'west'] as const;
type Name = (typeof names)[number];
const devicesOfCompany = 90;

interface Row {
  bdId: string;
  name: string;
  label: string | null;
  presence: string;
  clientId: string | null;
  agentId: string | null;
}

/** Three clients with a company each, on three pages of 100 rows. */
describe('a sync with fingerprints', () => {
  let environment: TestEnvironment;
  let written: RowsWritten;
  let statements: string[] = [];
  const companies = {} as Record<Name, string>;
  const clients = {} as Record<Name, string>;

  const world = () => environment.gravityZone.world;
  const core = () => environment.core.world('msp-one');
  const sql = async <Result extends object>(text: string, values: unknown[] = []): Promise<Result[]> =>
    (await environment.database.query<Result>(text, values)).rows;
  const devicesOf = (name: Name) =>
    [...world().devices.values()].filter(({ companyId }) => companyId === companies[name]);
  const deviceOf = (name: Name, number = 0) => {
    const device = devicesOf(name).find(({ fqdn }) => fqdn === `${name}-${number}`);
    if (device === undefined) throw new Error('There is no such device.');
    return device;
  };
  const row = async (bdId: string): Promise<Row | undefined> =>
    (
      await sql<Row>(
        `select bd_id as "bdId", name, label, presence, client_id as "clientId", agent_id as "agentId" from device where bd_id = $1`,
        [bdId],
      )
    )[0];
  /** Syncs every company, by a walk of the whole tree. */
  const syncAll = async () => {
    await sql('update company set next_sync_at = now() where client_id is not null');
    await sql('update connection set tree_due_at = now()');
    await written.take();
    statements = [];
    return syncNow(environment, clients.north);
  };
  const syncWell = async () => {
    const run = await syncAll();
    expect(run).toMatchObject({ state: 'SUCCEEDED' });
    return run;
  };
  const takeOver = (counted: Record<string, number>) =>
    Object.entries(counted).filter(([name]) => /^(device|agent|inventory_|matching_|client_to)/.test(name));

  beforeAll(async () => {
    environment = await testEnvironment({ onStatement: (statement) => statements.push(statement) });
    for (const name of names) {
      companies[name] = world().addCompany(name).id;
      clients[name] = core().addClient({ name }).id;
      for (let number = 0; number < devicesOfCompany; number += 1) {
        const hostname = `${name}-${number}`;
        world().addDevice({ companyId: companies[name], name: hostname });
        core().addAgent({ clientId: clients[name], hostname });
      }
    }
    await connectSimulator(environment);
    await mapByBdId(environment, Object.fromEntries(names.map((name) => [companies[name], clients[name]])));
    await sql('update connection set page_size = 100');
    written = await countRowsWritten(environment.database);
    // The states of all devices take two runs.
    await syncWell();
    await syncWell();
  });

  /** Each test begins with a sync that finds nothing new. */
  beforeEach(async () => {
    await syncWell();
    await syncWell();
    expect(takeOver(await written.take())).toEqual([]);
  });

  it('writes at most 200 rows and matches nobody when nothing has changed', async () => {
    const run = await syncWell();
    const counted = await written.take();
    expect(takeOver(counted)).toEqual([]);
    expect(Object.values(counted).reduce((sum, rows) => sum + rows, 0)).toBeLessThanOrEqual(200);
    // The overrides are read by matching alone.
    expect(statements.filter((statement) => statement.includes('"match_decision"'))).toEqual([]);
    expect(statements.filter((statement) => /jsonb_to_recordset.*company_id uuid/s.test(statement))).toEqual([]);
    expect(run.streams.find(({ stream }) => stream === 'INVENTORY')).toMatchObject({ fetched: 270, stored: 0 });
    expect(run.streams.find(({ stream }) => stream === 'MATCHING')).toMatchObject({ matched: 270 });
  });

  it('writes the changed device, and the fingerprints of its company and client', async () => {
    world().labelDevice(deviceOf('south').id, 'Till');
    await syncWell();
    expect(takeOver(await written.take())).toEqual([
      ['client_to_match', 2],
      ['device', 1],
      ['inventory_fingerprint', 2],
      ['matching_fingerprint', 1],
    ]);
    expect(await row(deviceOf('south').id)).toMatchObject({ label: 'Till' });
  });

  it('stores a field that a new release reads at its next sync', async () => {
    const device = deviceOf('north', 1);
    world().labelDevice(device.id, 'Oven');
    await syncWell();
    // As a release has left it that does not read labels: content and digests are made with another list of columns.
    await sql("update device set label = null, content_hash = 'of another release' where bd_id = $1", [device.id]);
    await sql("update inventory_fingerprint set parts = array['of another release']");
    await syncWell();
    expect(await row(device.id)).toMatchObject({ label: 'Oven' });
  });

  it('brings back at the next sync what was deleted or marked missing here', async () => {
    const [deleted, marked] = [deviceOf('north', 2), deviceOf('south', 2)];
    await sql('delete from device where bd_id = $1', [deleted.id]);
    await sql("update device set presence = 'MISSING' where bd_id = $1", [marked.id]);
    await syncWell();
    const agentOf = (hostname: string) => [...core().agents.values()].find((agent) => agent.hostname === hostname)?.id;
    expect(await row(deleted.id)).toMatchObject({ presence: 'PRESENT', agentId: agentOf('north-2') });
    expect(await row(marked.id)).toMatchObject({ presence: 'PRESENT', agentId: agentOf('south-2') });
  });

  it('compares every device and client once a day', async () => {
    const device = deviceOf('north', 3);
    const before = await row(device.id);
    await sql("update device set name = 'FORGED', content_hash = '', agent_id = null where bd_id = $1", [device.id]);
    await syncWell();
    expect(await row(device.id)).toMatchObject({ name: 'FORGED', agentId: null });
    await sql('update inventory_fingerprint set compare_at = now()');
    await syncWell();
    expect(await row(device.id)).toEqual(before);

    await sql('update device set agent_id = null where bd_id = $1', [device.id]);
    await syncWell();
    expect(await row(device.id)).toMatchObject({ agentId: null });
    await sql('update matching_fingerprint set compare_at = now()');
    await syncWell();
    expect(await row(device.id)).toEqual(before);
    const due = await sql(
      `select from inventory_fingerprint where compare_at not between now() + interval '17 hours' and now() + interval '24 hours'
       union all select from matching_fingerprint where compare_at not between now() + interval '17 hours' and now() + interval '24 hours'`,
    );
    expect(due).toEqual([]);
  });

  it('does not lose a row that moves to another page', async () => {
    const [first, second] = devicesOf('north');
    if (!first || !second) throw new Error('There are two devices.');
    world().removeDevice(first.id);
    await syncWell();
    expect(await sql("select bd_id from device where presence <> 'PRESENT'")).toEqual([{ bd_id: first.id }]);
    // Every later row is on another place now, and nothing of that is written.
    expect((await written.take()).device).toBe(1);

    // A row that leaves while the walk is on its way moves one to a page that was read already.
    environment.gravityZone.afterCall = (call) => {
      if (call.method !== 'getNetworkInventoryItems') return;
      environment.gravityZone.afterCall = null;
      world().removeDevice(second.id);
    };
    await syncWell();
    expect(await sql("select bd_id from device where presence <> 'PRESENT'")).toEqual([{ bd_id: first.id }]);
    await syncWell();
    const missing = await sql<{ bd_id: string }>("select bd_id from device where presence <> 'PRESENT'");
    expect(missing.map(({ bd_id }) => bd_id).sort()).toEqual([first.id, second.id].sort());

    world().devices.set(first.id, first);
    world().devices.set(second.id, second);
    await syncWell();
    expect(await sql("select from device where presence <> 'PRESENT'")).toEqual([]);
  });

  it('stores a device that leaves and returns with the same content', async () => {
    const device = deviceOf('west', 4);
    world().moveDevice(device.id, companies.south);
    await syncWell();
    expect(await row(device.id)).toMatchObject({ clientId: clients.south });
    world().moveDevice(device.id, companies.west);
    await syncWell();
    expect(await row(device.id)).toMatchObject({ clientId: clients.west, agentId: expect.any(String) });
    world().deleteDevice(device.id);
    await syncWell();
    expect(await row(device.id)).toMatchObject({ presence: 'MISSING' });
    world().restoreDevice(device.id);
    await syncWell();
    expect(await row(device.id)).toMatchObject({ presence: 'PRESENT', agentId: expect.any(String) });
  });

  it('matches again when a company is mapped to another client, and back', async () => {
    const matched = async () =>
      (
        await sql<{ clientId: string; count: number }>(
          `select client_id as "clientId", count(agent_id)::int as count from device
         where company_id = (select id from company where name = 'west') group by client_id`,
        )
      )[0];
    const map = (name: Name) => mapByBdId(environment, { [companies.west]: clients[name] });
    expect(await matched()).toEqual({ clientId: clients.west, count: devicesOfCompany });
    await map('south');
    await syncWell();
    expect(await matched()).toEqual({ clientId: clients.south, count: 0 });
    await map('west');
    await syncWell();
    expect(await matched()).toEqual({ clientId: clients.west, count: devicesOfCompany });
    // Without a sync in between.
    await map('south');
    await map('west');
    await syncWell();
    expect(await matched()).toEqual({ clientId: clients.west, count: devicesOfCompany });
  });

  it('matches a mapped company although Bitdefender does not answer', async () => {
    await mapByBdId(environment, { [companies.west]: clients.south });
    await mapByBdId(environment, { [companies.west]: clients.west });
    environment.gravityZone.faults.add({ kind: 'noLicence', times: Number.POSITIVE_INFINITY });
    expect(await syncAll()).toMatchObject({ state: 'FAILED' });
    environment.gravityZone.faults.clear();
    expect(await sql('select from device where client_id = $1 and agent_id is null', [clients.west])).toEqual([]);
    await sql('update company set next_sync_at = now() where client_id is not null');
  });

  it('matches again when agents have changed in core', async () => {
    const [oven, till] = [deviceOf('north', 5), deviceOf('north', 6)];
    const agentOf = (hostname: string) => {
      const found = [...core().agents.values()].find((agent) => agent.hostname === hostname);
      if (found === undefined) throw new Error(`There is no agent ${hostname}.`);
      return found;
    };
    const agent = agentOf('north-5');
    core().renameAgent(agent.id, 'elsewhere');
    core().removeAgent(agentOf('north-6').id);
    await syncWell();
    expect([await row(oven.id), await row(till.id)]).toMatchObject([{ agentId: null }, { agentId: null }]);
    core().renameAgent(agent.id, 'north-5');
    const { id } = core().addAgent({ clientId: clients.north, hostname: 'north-6' });
    await syncWell();
    expect([await row(oven.id), await row(till.id)]).toMatchObject([{ agentId: agent.id }, { agentId: id }]);
    // To another client, and back.
    agent.clientId = clients.south;
    await syncWell();
    expect(await row(oven.id)).toMatchObject({ agentId: null });
    agent.clientId = clients.north;
    await syncWell();
    expect(await row(oven.id)).toMatchObject({ agentId: agent.id });
  });

  it('does not trust a fingerprint when a sync ends between rows and fingerprint', async () => {
    const device = deviceOf('north', 7);
    await sql(`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`);
    await sql('create trigger refuse before insert on inventory_fingerprint for each row execute function refuse()');
    world().labelDevice(device.id, 'For a moment');
    expect(await syncAll()).toMatchObject({ state: 'PARTIAL' });
    expect(await row(device.id)).toMatchObject({ label: 'For a moment' });
    await sql('drop trigger refuse on inventory_fingerprint');
    world().labelDevice(device.id, '');
    await syncWell();
    expect(await row(device.id)).toMatchObject({ label: null });
  });

  it('goes on after a sync that ended between two pages', async () => {
    const [early, late] = [deviceOf('north', 8), deviceOf('west', 8)];
    for (const { id } of [early, late]) world().labelDevice(id, 'Changed');
    environment.gravityZone.faults.add({ kind: 'noLicence', method: 'getNetworkInventoryItems', page: 2 });
    expect(await syncAll()).toMatchObject({ state: 'PARTIAL' });
    expect([await row(early.id), await row(late.id)]).toMatchObject([{ label: 'Changed' }, { label: null }]);
    world().labelDevice(early.id, '');
    await syncWell();
    expect([await row(early.id), await row(late.id)]).toMatchObject([{ label: null }, { label: 'Changed' }]);
    expect(await sql('select bd_id from device group by bd_id having count(*) > 1')).toEqual([]);
  });
});
