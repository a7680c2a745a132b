import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database } from '../../../src/database/database.js';
import { createLogger } from '../../../src/logger.js';
import { noticeActivity } from '../../../src/sync/tick/notice-activity.js';
import { startTick } from '../../../src/sync/tick/tick.js';
import { openTestDatabase } from '../../support/database.js';
import { eventually } from '../../support/environment.js';

const now = new Date('2026-03-18T10:00:00Z');
const minutes = (number: number) => new Date(now.getTime() + number * 60_000);
const going = new AbortController().signal;
const logger = createLogger('silent');

describe('noticing activity', () => {
  let database: Database;
  let integrationId: string;
  /** What core was asked, one entry a call. */
  const asked: { tenantId: string; clientIds: string[] }[] = [];
  const tickets = new Map<string, number>();
  const opsMerge = {
    clientStates: async () => null,
    async activities(tenantId: string, clientIds: string[]) {
      asked.push({ tenantId, clientIds });
      return new Map(
        clientIds.map((id) => [id, { openTicketCount: tickets.get(id) ?? 0, lastAgentInstalledAt: null }] as const),
      );
    },
  };

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  beforeEach(async () => {
    asked.length = 0;
    tickets.clear();
    for (const table of ['company', 'connection', 'activityCheck'] as const)
      await database.query.deleteFrom(table).execute();
    integrationId = await addIntegration('msp-one', 'CONNECTED');
  });

  async function addIntegration(tenantId: string, state: string): Promise<string> {
    const id = crypto.randomUUID();
    await database.query
      .insertInto('connection')
      .values({
        ...{ tenantId, id, name: tenantId, endpoint: 'https://gz.example/api', sealedKey: '', state },
        ...{ keyFingerprint: '', keySetAt: now, keySetBy: 'ada', createdAt: now },
      } as never)
      .execute();
    return id;
  }

  async function addCompany(clientId: string, given: object = {}): Promise<void> {
    await database.query
      .insertInto('company')
      .values({
        ...{
          tenantId: 'msp-one',
          id: crypto.randomUUID(),
          connectionId: integrationId,
          bdId: clientId,
          name: 'Bakery',
        },
        ...{ kind: 'COMPANY', state: 'PRESENT', clientId, active: false, activityReasons: '[]', failures: 0 },
        ...{ firstSeenAt: now, changedAt: now, lastSyncedAt: minutes(-20), nextSyncAt: minutes(40), ...given },
      } as never)
      .execute();
  }

  /** The company as it is now, and the version of its row: it changes with each write. */
  const company = async (clientId: string) => {
    const row = await database.query
      .selectFrom('company')
      .select(['active', 'activityReasons', 'nextSyncAt'])
      .select((build) => build.ref('xmin' as never).as('version'))
      .where('clientId', '=', clientId)
      .executeTakeFirstOrThrow();
    return row;
  };
  const notice = (at = now) => noticeActivity({ database, opsMerge, logger }, at, going);

  it('asks core once per five minutes, however many replicas tick', async () => {
    await addCompany('bakery');
    await Promise.all([1, 2, 3].map(() => notice()));
    expect(asked).toEqual([{ tenantId: 'msp-one', clientIds: ['bakery'] }]);
    await notice(minutes(4.9));
    expect(asked).toHaveLength(1);
    await Promise.all([1, 2, 3].map(() => notice(minutes(5))));
    expect(asked).toHaveLength(2);
  });

  it('brings only clients that became active forward, with at most a minute of jitter', async () => {
    await addCompany('bakery');
    await addCompany('butcher');
    const before = await company('butcher');
    tickets.set('bakery', 1);
    expect(await notice()).toBe(1);
    const { active, activityReasons, nextSyncAt } = await company('bakery');
    expect({ active, activityReasons }).toEqual({ active: true, activityReasons: ['1 open ticket'] });
    expect(nextSyncAt?.getTime()).toBeGreaterThanOrEqual(now.getTime());
    expect(nextSyncAt?.getTime()).toBeLessThanOrEqual(minutes(1).getTime());
    expect(await company('butcher')).toEqual(before);
    // An active client is asked after by its own runs.
    await notice(minutes(5));
    expect(asked.at(-1)?.clientIds).toEqual(['butcher']);
  });

  it('makes a recently read client due ten minutes after its last read', async () => {
    await addCompany('bakery', { lastSyncedAt: minutes(-2), nextSyncAt: minutes(58) });
    tickets.set('bakery', 1);
    await notice();
    const { nextSyncAt } = await company('bakery');
    expect(nextSyncAt?.getTime()).toBeGreaterThanOrEqual(minutes(8).getTime());
    expect(nextSyncAt?.getTime()).toBeLessThanOrEqual(minutes(9).getTime());
  });

  it.each([
    ['is unmapped', { clientId: null }],
    ['is not polled', { nextSyncAt: null }],
    ['rests after a failure', { failures: 1 }],
    ['is active already', { active: true }],
    ['is due so soon that a run may be reading it', { nextSyncAt: minutes(6) }],
    ['was never read', { lastSyncedAt: null }],
  ])('does not ask after a company that %s', async (_, given) => {
    await addCompany('bakery', given);
    await notice();
    expect(asked).toEqual([]);
  });

  it('does not ask core when all integrations of a tenant have ended', async () => {
    await addIntegration('msp-two', 'DISCONNECTED');
    await notice();
    const claims = await database.query.selectFrom('activityCheck').select('tenantId').execute();
    expect(claims).toEqual([{ tenantId: 'msp-one' }]);
  });

  it('checks the other tenants when core fails for one', async () => {
    await addCompany('bakery');
    const before = await company('bakery');
    integrationId = await addIntegration('msp-two', 'CONNECTED');
    await addCompany('grocer', { tenantId: 'msp-two' });
    tickets.set('grocer', 1).set('bakery', 1);
    const failing = {
      ...opsMerge,
      activities: async (tenantId: string, ids: string[]) => {
        if (tenantId === 'msp-one') throw new Error('core is down');
        return opsMerge.activities(tenantId, ids);
      },
    };
    expect(await noticeActivity({ database, opsMerge: failing, logger }, now, going)).toBe(1);
    expect((await company('grocer')).active).toBe(true);
    expect(await company('bakery')).toEqual(before);
    // It is asked again at the next turn.
    expect(await notice(minutes(5))).toBe(1);
  });

  it('delays no due sync when core hangs, and stops with the tick', async () => {
    await addCompany('bakery', { lastSyncedAt: new Date(), nextSyncAt: new Date(Date.now() + 3_600_000) });
    await addCompany('butcher', { nextSyncAt: minutes(0) });
    let hangs = false;
    const hanging = {
      ...opsMerge,
      activities: (_: string, __: string[], signal?: AbortSignal) =>
        new Promise<never>((_resolve, reject) => {
          hangs = true;
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    };
    const queued: string[] = [];
    const queue = {
      sync: async (_: unknown, { runId }: { runId: string }) => void queued.push(runId),
      withoutJob: async () => new Set<string>(),
      job: async () => undefined,
    };
    const tick = startTick({
      ...{ database, opsMerge: hanging, queue: queue as never, logger, expression: '* * * * * *' },
    });
    await eventually(async () => hangs);
    const before = queued.length;
    await eventually(async () => {
      // A run that is under way puts off the next, also one that was queued just now.
      await database.query.updateTable('syncRun').set({ endedAt: new Date() }).execute();
      return queued.length > before;
    });
    await tick.stop();
  });
});
