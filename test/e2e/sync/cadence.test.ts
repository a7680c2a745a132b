import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { openDatabase } from '../../../src/database/database.js';
import { clearRuns } from '../../../src/sync/history/clear-runs.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import {
  eventually,
  everySecond,
  service,
  type TestEnvironment,
  technician,
  testEnvironment,
} from '../../support/environment.js';
import { listen, openSocket } from '../../support/live.js';
import { connectSimulator, mapByBdId, runEnded, syncClient, syncNow } from '../../support/msp.js';

interface CadenceAnswer {
  active: boolean;
  reasons: string[];
  aimedSeconds: number;
  nextSyncAt: string;
  syncs: number;
  medianSeconds: number | null;
  longestSeconds: number | null;
}

describe('the cadence of a client', () => {
  let environment: TestEnvironment;
  const clientIds: string[] = [];
  const cadenceOf = `query ($clients: [_Any!]!) { _entities(representations: $clients) { ... on Client { bitdefender {
    cadence { active reasons aimedSeconds nextSyncAt syncs medianSeconds longestSeconds } } } } }`;

  beforeAll(async () => {
    environment = await testEnvironment();
    const mapping: Record<string, string> = {};
    for (const name of ['Bakery', 'Butcher', 'Grocer']) {
      const companyId = environment.gravityZone.world.addCompany(name).id;
      environment.gravityZone.world.addDevice({ companyId, name: `${name}-01` });
      const { id } = environment.core.world('msp-one').addClient({ name });
      mapping[companyId] = id;
      clientIds.push(id);
    }
    await connectSimulator(environment);
    await mapByBdId(environment, mapping);
    await syncNow(environment, clientIds[0] ?? '');
  });

  async function cadences(identity: Identity, ids: string[]): Promise<CadenceAnswer[]> {
    const clients = ids.map((id) => ({ __typename: 'Client', id }));
    const { _entities } = await environment.data<{ _entities: { bitdefender: { cadence: CadenceAnswer } }[] }>(
      identity,
      cadenceOf,
      { clients },
    );
    return _entities.map(({ bitdefender }) => bitdefender.cadence);
  }
  const cadence = async (id: string) => (await cadences(service, [id]))[0] as CadenceAnswer;
  const watched = async () => {
    const { rows } = await environment.database.query(
      'select client_id, watched_at from client_watch order by watched_at',
    );
    return rows.map(({ client_id, watched_at }) => ({ clientId: client_id as string, at: watched_at as Date }));
  };
  const minutesFromNow = (time: string) => (new Date(time).getTime() - Date.now()) / 60_000;

  it('reads a quiet client hourly, all clients of an integration together', async () => {
    const all = await cadences(service, clientIds);
    expect(all).toMatchObject(clientIds.map(() => ({ active: false, reasons: [], aimedSeconds: 3_600, syncs: 1 })));
    expect(new Set(all.map(({ nextSyncAt }) => nextSyncAt)).size).toBe(1);
    expect(minutesFromNow(all[0]?.nextSyncAt ?? '')).toBeGreaterThan(55);
  });

  it('reads a client within ten minutes when a technician opens it', async () => {
    const [first = '', second = ''] = clientIds;
    await cadences(technician, clientIds);
    await cadence(first);
    expect(await watched()).toEqual([]);

    await cadences(technician, [first]);
    const [watch] = await watched();
    expect(watch?.clientId).toBe(first);
    expect(minutesFromNow((await cadence(first)).nextSyncAt)).toBeLessThan(10);
    expect(minutesFromNow((await cadence(second)).nextSyncAt)).toBeGreaterThan(55);

    // However often the page is drawn again, it is written down once.
    for (let times = 0; times < 3; times += 1) await cadences(technician, [first]);
    expect(await watched()).toEqual([watch]);

    await syncNow(environment, first);
    expect(await cadence(first)).toMatchObject({
      active: true,
      reasons: ['a technician is watching'],
      aimedSeconds: 600,
    });
  });

  it('keeps a client active while a technician watches its threats', async () => {
    const third = clientIds[2] ?? '';
    const socket = await openSocket(environment, technician);
    const events = socket.iterate({
      query: 'subscription ($id: ID!) { bitdefenderThreatDetected(filter: { clientId: $id }) { cursor } }',
      variables: { id: third },
    });
    const next = events.next();
    await eventually(async () => (await watched()).some(({ clientId }) => clientId === third));
    await events.return?.();
    await socket.dispose();
    await next;
  });

  it('makes a client active when it has an open ticket, new agent or new threat', async () => {
    const second = clientIds[1] ?? '';
    environment.core.world('msp-one').addAgent({ clientId: second, hostname: 'new', installedAt: new Date() });
    await syncNow(environment, second);
    expect(await cadence(second)).toMatchObject({
      active: true,
      reasons: ['an agent was installed in the last 24 hours'],
    });
  });

  it('shows the actual interval between syncs beside the target', async () => {
    const second = clientIds[1] ?? '';
    const history = [170, 160, 150, 130, 120].map((minutes) => `now() - interval '${minutes} minutes'`);
    await environment.database.query(
      `insert into sync_run (tenant_id, id, connection_id, state, trigger, requested_by, attempt, calls, client_ids, queued_at, started_at, ended_at)
       select 'msp-one', gen_random_uuid(), id, 'SUCCEEDED', 'SCHEDULE', 'schedule', 1, 3, array['${second}'], at, at, at
       from connection, unnest(array[${history.join(', ')}]) as at`,
    );
    const { syncs, medianSeconds, longestSeconds } = await cadence(second);
    expect(syncs).toBe(7);
    expect(medianSeconds).toBe(600);
    expect((longestSeconds ?? 0) / 60).toBeGreaterThan(100);
    expect((longestSeconds ?? 0) / 60).toBeLessThan(121);
  });

  it('shares one following run when several request sync now during a run', async () => {
    let answers: { syncBitdefenderClient: { runs: { id: string }[] } }[] = [];
    environment.gravityZone.beforeAnswer = async ({ method }) => {
      if (method !== 'getIncidentsList') return;
      environment.gravityZone.beforeAnswer = null;
      answers = await Promise.all(
        [clientIds[0], clientIds[0], clientIds[1]].map((clientId) =>
          environment.data<(typeof answers)[number]>(technician, syncClient, { input: { clientId } }),
        ),
      );
    };
    const first = await syncNow(environment, clientIds[0] ?? '');
    const ids = new Set(answers.flatMap(({ syncBitdefenderClient }) => syncBitdefenderClient.runs.map(({ id }) => id)));
    expect(ids.size).toBe(1);
    expect(ids).not.toContain(first.id);
    const [follower = ''] = ids;
    expect(await runEnded(environment, follower)).toMatchObject({ state: 'SUCCEEDED', attempt: 1 });
  });

  it('limits sync now for each client, and reports when it is allowed again', async () => {
    const [first, second] = clientIds;
    await environment.database.query(
      `insert into sync_run (tenant_id, id, connection_id, state, trigger, requested_by, client_id, attempt, calls, queued_at, ended_at)
       select 'msp-one', gen_random_uuid(), id, 'SUCCEEDED', 'MANUAL', 'tom', $1, 1, 3, now() - place * interval '30 seconds', now()
       from connection, generate_series(1, 60) as place`,
      [first],
    );
    const refused = await environment.data<{
      syncBitdefenderClient: { runs: null; userErrors: { code: string; message: string }[] };
    }>(technician, syncClient, { input: { clientId: first } });
    expect(refused.syncBitdefenderClient.userErrors).toMatchObject([{ code: 'SYNCED_TOO_OFTEN' }]);
    const again = /after (\S+Z)\./.exec(refused.syncBitdefenderClient.userErrors[0]?.message ?? '')?.[1] ?? '';
    expect(minutesFromNow(again)).toBeGreaterThan(25);
    expect(minutesFromNow(again)).toBeLessThan(60);
    expect(await syncNow(environment, second ?? '')).toMatchObject({ state: 'SUCCEEDED' });
  });

  it('reports the progress of a run and the calls of each stream', async () => {
    const { events, leave } = await listen<{ id: string; state: string; shareDone: number }>(
      environment,
      technician,
      'bitdefenderSyncProgressed',
      'subscription { bitdefenderSyncProgressed { id state shareDone } }',
    );
    // It listens once something of another run has come.
    await eventually(async () => {
      await syncNow(environment, clientIds[1] ?? '');
      return events.length > 0;
    });
    const { id } = await syncNow(environment, clientIds[1] ?? '');
    const progress = await eventually(async () => {
      const ofRun = events.filter((event) => event.id === id);
      return ofRun.some(({ state }) => state === 'SUCCEEDED') && ofRun;
    });
    await leave();
    const shares = progress.map(({ shareDone }) => shareDone);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(shares.filter((share) => share > 0 && share < 1).length).toBeGreaterThan(0);
    const { bitdefenderSyncRun } = await environment.data<{
      bitdefenderSyncRun: { calls: number; client: { id: string }; streams: { stream: string; calls: number }[] };
    }>(
      technician,
      'query ($id: ID!) { bitdefenderSyncRun(id: $id) { calls client { id } streams { stream calls } } }',
      {
        id,
      },
    );
    const calls = Object.fromEntries(bitdefenderSyncRun.streams.map((part) => [part.stream, part.calls]));
    expect(calls).toMatchObject({ INVENTORY: 1, MATCHING: 0, INCIDENTS: 1, QUARANTINE: 1 });
    expect(bitdefenderSyncRun.calls).toBe(Object.values(calls).reduce((sum, some) => sum + some, 0));
    expect(bitdefenderSyncRun.client).toEqual({ id: clientIds[1] });
  });

  it('keeps runs for 30 days', async () => {
    const opened = openDatabase(environment.app.databaseUrl, { outside: 'all tenants' });
    atEndOfFile(() => opened.close());
    const count = async (table: string) =>
      Number((await environment.database.query(`select count(*) from ${table}`)).rows[0].count);
    const clear = (days: number) =>
      clearRuns.run({
        database: opened,
        tenantId: 'msp-one',
        now: new Date(Date.now() + days * 24 * 3_600_000),
        signal: new AbortController().signal,
      });
    const before = await count('sync_run');
    await clear(29.5);
    expect(await count('sync_run')).toBe(before);
    await clear(30.5);
    for (const table of ['sync_run', 'sync_stream', 'skipped_row', 'client_watch'])
      expect(await count(table), table).toBe(0);
  });
});

describe('a client that becomes active', () => {
  it('syncs a client within minutes when it becomes active, even after an outage of core', async () => {
    const environment = await testEnvironment({ tick: everySecond });
    await environment.startReplica();
    const { database } = environment;
    const core = environment.core.world('msp-one');
    const mapping: Record<string, string> = {};
    const ids = ['Bakery', 'Butcher'].map((name) => {
      const companyId = environment.gravityZone.world.addCompany(name).id;
      environment.gravityZone.world.addDevice({ companyId, name: `${name}-01` });
      const { id } = core.addClient({ name });
      mapping[companyId] = id;
      return id;
    });
    const [bakery = '', butcher = ''] = ids;
    await connectSimulator(environment);
    await mapByBdId(environment, mapping);
    const companies = async () =>
      (
        await database.query(
          'select client_id, active, next_sync_at, last_synced_at from company where client_id is not null',
        )
      ).rows as { client_id: string; active: boolean; next_sync_at: Date; last_synced_at: Date | null }[];
    const of = async (clientId: string) => (await companies()).find((company) => company.client_id === clientId);
    const synced = (since: number) =>
      eventually(async () => {
        const { rows } = await database.query('select from sync_run where ended_at is null');
        const all = await companies();
        return rows.length === 0 && all.every(({ last_synced_at: at }) => (at?.getTime() ?? 0) > since) && all;
      });
    for (const { active } of await synced(0)) expect(active).toBe(false);

    const asked = () => environment.core.calls.get('clientActivities') ?? 0;
    /** As if it were that much later. */
    const later = async (minutes: number) => {
      await database.query(
        `update company set last_synced_at = last_synced_at - $1::interval, next_sync_at = next_sync_at - $1::interval`,
        [`${minutes} minutes`],
      );
      await database.query(`update activity_check set asked_at = asked_at - $1::interval`, [`${minutes} minutes`]);
    };
    const claimed = () =>
      eventually(async () => {
        const { rows } = await database.query(
          "select from activity_check where asked_at > now() - interval '1 minute'",
        );
        return rows.length === 1;
      });
    await claimed();
    // A quiet answer changes nothing; two replicas ask once.
    const calls = asked();
    await later(20);
    const before = await companies();
    await claimed();
    await eventually(async () => asked() > calls);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(asked()).toBe(calls + 1);
    expect(await companies()).toEqual(before);

    // It may be due at once: read before the minute below has passed, it was read a minute earlier.
    const opened = Date.now() - 60_000;
    core.openTicket({ clientId: bakery, title: 'Printer' });
    await later(6);
    await eventually(async () => (await of(bakery))?.active);
    expect((await of(butcher))?.active).toBe(false);
    await later(1);
    await eventually(async () => ((await of(bakery))?.last_synced_at?.getTime() ?? 0) > opened);
    const { rows } = await database.query('select trigger from sync_run order by queued_at desc limit 1');
    expect(rows).toEqual([{ trigger: 'SCHEDULE' }]);
    expect(((await of(butcher))?.next_sync_at.getTime() ?? 0) - Date.now()).toBeGreaterThan(15 * 60_000);

    environment.core.faults.down = true;
    const failedAt = Date.now() - 1_000;
    await later(6);
    await eventually(async () => environment.logged().includes('which clients became active is not known'));
    await later(60);
    await eventually(async () => {
      const { rows: ended } = await database.query(
        'select from sync_run where started_at > $1 and ended_at is not null',
        [new Date(failedAt)],
      );
      return ended.length > 0;
    });
    expect(environment.logged()).not.toContain('the tick failed');
  });
});
