import { beforeAll, describe, expect, it } from 'vitest';
import {
  admin,
  eventually,
  everySecond,
  type TestEnvironment,
  technician,
  testEnvironment,
} from '../../support/environment.js';
import { type JobQueue, openJobQueue } from '../../support/job-queue.js';
import { endWindows, openWindow } from '../../support/maintenance.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const list = `{ bitdefenderAlerts(filter: { kind: NOTICE }) { edges { node {
  title detail state severity client { id } deliveries { kind state } routing { outcome } } } } }`;

interface Notice {
  title: string;
  detail: string;
  state: string;
  severity: string;
  client: object | null;
  deliveries: { kind: string; state: string }[];
}

describe('an integration in trouble', () => {
  let environment: TestEnvironment;
  let queue: JobQueue;
  let clientId: string;
  /** How often the integrations were looked at. */
  let looks = 0;

  beforeAll(async () => {
    environment = await testEnvironment({
      tick: everySecond,
      onStatement: (statement) => {
        if (statement.includes('with troubled as')) looks += 1;
      },
    });
    queue = await openJobQueue(environment.app.databaseUrl);
    const companyId = environment.gravityZone.world.addCompany('Bakery').id;
    clientId = environment.core.world('msp-one').addClient({ name: 'The Bakery' }).id;
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
    await syncNow(environment, clientId);
  });

  const notice = (title: RegExp, state: string) =>
    eventually(async () => {
      const { bitdefenderAlerts } = await environment.data<{ bitdefenderAlerts: { edges: { node: Notice }[] } }>(
        technician,
        list,
      );
      // One integration has one notice, whatever happens.
      expect(bitdefenderAlerts.edges.length).toBeLessThan(2);
      const [found] = bitdefenderAlerts.edges.map(({ node }) => node);
      return found && title.test(found.title) && found.state === state && found;
    });
  const delivered = (count: number) =>
    eventually(async () => environment.core.notifications.length === count && environment.core.notifications);
  /** The integrations have been looked at twice more: the first look may have begun before. */
  async function lookedAt(): Promise<void> {
    const before = looks;
    await eventually(async () => looks >= before + 2);
  }

  it('that fails raises one notice, which its rule sends', async () => {
    environment.gravityZone.faults.add({ kind: 'badKey', times: Number.POSITIVE_INFINITY });
    expect(await syncNow(environment, clientId)).toMatchObject({ state: 'FAILED' });
    const raised = await notice(/^The integration ".*" fails$/, 'OPEN');
    expect(raised).toMatchObject({ severity: 'HIGH', client: null, deliveries: [{ kind: 'NOTIFY' }] });
    expect(raised.detail).toMatch(/last read in full at /);
    expect(await delivered(1)).toMatchObject([
      { channel: 'security', clientId: null, title: expect.stringMatching(/fails$/) },
    ]);
  });

  it('sends it again after a day, and not before', async () => {
    await lookedAt();
    expect(environment.core.notifications).toHaveLength(1);
    await queue.query("update alert set raised_at = raised_at - interval '24 hours' where kind = 'NOTICE'");
    await delivered(2);
    await lookedAt();
    expect(environment.core.notifications).toHaveLength(2);
  });

  it('that recovers resolves the notice, which is sent once a day', async () => {
    environment.gravityZone.faults.clear();
    await syncNow(environment, clientId);
    await notice(/fails$/, 'RESOLVED');
    environment.gravityZone.faults.add({ kind: 'badKey', times: Number.POSITIVE_INFINITY });
    await syncNow(environment, clientId);
    await notice(/fails$/, 'OPEN');
    environment.gravityZone.faults.clear();
    await syncNow(environment, clientId);
    await notice(/fails$/, 'RESOLVED');
    expect(environment.core.notifications).toHaveLength(2);
  });

  it('whose companies are not read in time goes stale, until they are', async () => {
    await queue.query("update alert set raised_at = raised_at - interval '2 days' where kind = 'NOTICE'");
    await queue.query(
      "update company set stale_at = now() - interval '1 minute', next_sync_at = now() + interval '1 day' where client_id is not null",
    );
    const stale = await notice(/^The data of the integration ".*" are stale$/, 'OPEN');
    expect(stale.detail).toContain('1 of 1 companies were not read in time.');
    await delivered(3);
    await syncNow(environment, clientId);
    await notice(/are stale$/, 'RESOLVED');
  });

  it('that is in trouble again, after a maintenance window held its notice until it had recovered, is sent', async () => {
    await queue.query("update alert set raised_at = raised_at - interval '2 days' where kind = 'NOTICE'");
    const rules = await queue.query<{ id: string }>("select id from alert_rule where conditions::text like '%NOTICE%'");
    for (const { id } of rules) await openWindow(environment, { ruleId: id });
    environment.gravityZone.faults.add({ kind: 'badKey', times: Number.POSITIVE_INFINITY });
    await syncNow(environment, clientId);
    await notice(/fails$/, 'OPEN');
    environment.gravityZone.faults.clear();
    await syncNow(environment, clientId);
    await notice(/fails$/, 'RESOLVED');
    await endWindows(environment);
    await eventually(async () => (await queue.query('select from alert_hold where look_at is not null')).length === 0);
    expect(environment.core.notifications).toHaveLength(3);
    environment.gravityZone.faults.add({ kind: 'badKey', times: Number.POSITIVE_INFINITY });
    await syncNow(environment, clientId);
    await notice(/fails$/, 'OPEN');
    await delivered(4);
    environment.gravityZone.faults.clear();
    await syncNow(environment, clientId);
    await notice(/fails$/, 'RESOLVED');
  });

  it('that was ended is in no trouble', async () => {
    await queue.query(
      "update company set stale_at = now() - interval '1 minute', next_sync_at = now() + interval '1 day' where client_id is not null",
    );
    await notice(/are stale$/, 'OPEN');
    const { bitdefenderIntegrations } = await environment.data<{ bitdefenderIntegrations: { id: string }[] }>(
      technician,
      '{ bitdefenderIntegrations { id } }',
    );
    await environment.data(
      admin,
      'mutation ($id: ID!) { disconnectBitdefender(input: { integrationId: $id }) { userErrors { code } } }',
      { id: bitdefenderIntegrations[0]?.id },
    );
    await notice(/are stale$/, 'RESOLVED');
    expect(environment.core.notifications).toHaveLength(4);
  });
});
