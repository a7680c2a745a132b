import { beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/database/database.js';
import { requestDueDigests } from '../../../src/digest/request-due-digests.js';
import { createLogger } from '../../../src/logger.js';
import { openQueue, type Queue } from '../../../src/queue/queue.js';
import { admin, eventually, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { versionNow } from '../../support/versions.js';

/**
 * The queues and the payloads of their jobs, as 0.1.0 wrote them. Jobs wait in the database while a release is rolled
 * out, and replicas of both releases take them: a queue or a key may be added to this table, but none renamed.
 */
const payloads: Record<string, Record<string, 'id' | 'tenant'>> = {
  run: { tenantId: 'tenant', connectionId: 'id', runId: 'id' },
  job: { tenantId: 'tenant', jobId: 'id' },
  deliver: { tenantId: 'tenant', actionId: 'id' },
  'deliver-dead': { tenantId: 'tenant', actionId: 'id' },
  // Added after 0.1.0.
  sweep: { tenantId: 'tenant', connectionId: 'id' },
  seats: { tenantId: 'tenant', connectionId: 'id' },
  clients: { tenantId: 'tenant' },
  publish: { tenantId: 'tenant', publicationId: 'id' },
  'publish-dead': { tenantId: 'tenant', publicationId: 'id' },
  digest: { tenantId: 'tenant', digestId: 'id' },
  'digest-dead': { tenantId: 'tenant', digestId: 'id' },
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const severityBands = `mutation ($input: UpdateBitdefenderSettingsInput!) {
  updateBitdefenderSettings(input: $input) { jobId userErrors { code } } }`;
const publications = '{ bitdefenderAlertDeliveries(filter: { kind: [PUBLISH] }) { edges { node { id state } } } }';
const deliveries = '{ bitdefenderAlertDeliveries(filter: { kind: [CREATE_TICKET] }) { edges { node { id state } } } }';
const jobs = '{ bitdefenderJobs { edges { node { id state } } } }';
const runs = '{ bitdefenderSyncRuns { edges { node { id state integrationId } } } }';

interface Row {
  id: string;
  state: string;
  integrationId: string;
}

describe('jobs in the database', () => {
  let environment: TestEnvironment;
  let clientId: string;
  let bakery: ReturnType<typeof addBakery>;

  beforeAll(async () => {
    environment = await testEnvironment();
    bakery = addBakery(environment);
    clientId = bakery.clientId;
    environment.gravityZone.world.addIncident({ ...bakery, name: 'Trojan.Oven', severityScore: 90 });
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: clientId });
  });

  /** The row of this id, once it is in this state. */
  const reached = (query: string, state: string, id?: string) =>
    eventually(async () => {
      const data = await environment.data<Record<string, { edges: { node: Row }[] }>>(admin, query);
      const found = Object.values(data).flatMap(({ edges }) => edges.map(({ node }) => node));
      return found.find((row) => row.state === state && (id === undefined || row.id === id));
    });
  const queued = (name: string) =>
    eventually(async () => {
      const { rows } = await environment.database.query('select id from pgboss.job where name = $1', [name]);
      return rows[0];
    });
  /** Wakes the workers of a queue, as pg-boss does after a job was sent. */
  const wake = (name: string) =>
    environment.database.query("select pg_notify('pgboss_' || left(encode(sha224('pgboss'), 'hex'), 24), $1)", [name]);
  /** Puts a job into the queue as a replica of 0.1.0 did. */
  const insert = async (name: string, data: object) => {
    await environment.database.query(
      `insert into pgboss.job (name, data, group_id, retry_limit, expire_seconds, heartbeat_seconds, policy)
       values ($1, $2, $3, 5, 3600, 10, 'standard')`,
      [name, data, 'msp-one'],
    );
    await wake(name);
  };

  /** Queues the digest of the person who has it on. */
  async function queueDigest(database: Database, queue: Queue): Promise<void> {
    await environment.database.query("update digest set next_at = now() - interval '1 hour'");
    await requestDueDigests(database, queue, new Date());
  }
  const digestFailed = () =>
    eventually(async () => {
      const { rows } = await environment.database.query("select from digest_delivery where state = 'FAILED'");
      return rows.length === 1;
    });

  it('have the names and payloads that 0.1.0 gave them', async () => {
    const { core, database } = environment;
    await environment.data(
      admin,
      'mutation { setBitdefenderDigest(input: { enabled: true }) { userErrors { code } } }',
    );
    core.faults.failMutations = Number.POSITIVE_INFINITY;
    await syncNow(environment, clientId);
    const { updateBitdefenderSettings } = await environment.data<{ updateBitdefenderSettings: { jobId: string } }>(
      admin,
      severityBands,
      {
        input: {
          severityBands: { medium: 30, high: 60, critical: 90 },
          version: await versionNow(environment, 'settings'),
        },
      },
    );
    await reached(jobs, 'SUCCEEDED', updateBitdefenderSettings.jobId);
    await database.query("update tenant_setting set alerts_routed_by = 'PLATFORM_RULES'");
    environment.gravityZone.world.addIncident({ ...bakery, name: 'Trojan.Published', severityScore: 90 });
    await syncNow(environment, clientId);
    await database.query("update tenant_setting set alerts_routed_by = 'OWN_RULES'");
    const opened = openDatabase(environment.app.databaseUrl, { outside: 'all tenants' });
    const queue = await openQueue({ database: opened, logger: createLogger('silent') });
    await queueDigest(opened, queue);
    for (const [name, reachesEnd] of [
      ['deliver', () => reached(deliveries, 'DEAD')],
      ['publish', () => reached(publications, 'DEAD')],
      ['digest', digestFailed],
    ] as const) {
      // It may not fail again.
      await queued(name);
      await database.query(
        `update pgboss.job set retry_limit = 0, start_after = now() where name = '${name}' and state < 'completed'`,
      );
      await wake(name);
      await queued(`${name}-dead`);
      await wake(`${name}-dead`);
      await reachesEnd();
    }
    core.faults.clear();

    const { rows: integrations } = await database.query('select id from connection');
    await queue.sweep({ tenantId: 'msp-one', connectionId: integrations[0].id });
    await queue.seats({ tenantId: 'msp-one', connectionId: integrations[0].id });
    await queue.followClients({ tenantId: 'msp-one' });
    await queue.stop();
    await opened.close();

    const { rows: queues } = await database.query('select name from pgboss.queue order by name');
    const ours = queues.map(({ name }) => name).filter((name) => !name.startsWith('__pgboss__'));
    expect(ours.toSorted()).toEqual(Object.keys(payloads).toSorted());
    const { rows } = await database.query<{ name: string; data: Record<string, string> }>(
      "select name, data from pgboss.job where name not like '\\_\\_pgboss%'",
    );
    const kindOf = (value: string) => (uuid.test(value) ? 'id' : value === 'msp-one' ? 'tenant' : 'something else');
    const kinds = (data: Record<string, string>) =>
      Object.fromEntries(Object.entries(data).map(([key, value]) => [key, kindOf(value)]));
    for (const { name, data } of rows) expect(kinds(data), name).toEqual(payloads[name]);
    expect([...new Set(rows.map(({ name }) => name))].toSorted()).toEqual(Object.keys(payloads).toSorted());
  });

  it('are worked when 0.1.0 has queued them', async () => {
    const { database } = environment;
    const tenantId = 'msp-one';
    // Nothing else is queued: the records that the jobs belong to are set back to where they began.
    const run = await reached(runs, 'SUCCEEDED');
    await database.query("update sync_run set state = 'QUEUED', started_at = null, ended_at = null where id = $1", [
      run.id,
    ]);
    await insert('run', { tenantId, connectionId: run.integrationId, runId: run.id });
    await reached(runs, 'SUCCEEDED', run.id);

    const job = await reached(jobs, 'SUCCEEDED');
    await database.query("update job set state = 'QUEUED', started_at = null, ended_at = null where id = $1", [job.id]);
    await insert('job', { tenantId, jobId: job.id });
    await reached(jobs, 'SUCCEEDED', job.id);

    const action = await reached(deliveries, 'DEAD');
    const setBack = () => database.query("update alert_action set state = 'PENDING' where id = $1", [action.id]);
    await setBack();
    await insert('deliver', { tenantId, actionId: action.id });
    await reached(deliveries, 'DONE', action.id);
    expect(environment.core.tickets).toHaveLength(1);
    await setBack();
    await insert('deliver-dead', { tenantId, actionId: action.id });
    await reached(deliveries, 'DEAD', action.id);
  });
});
