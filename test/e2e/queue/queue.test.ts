import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Database } from '../../../src/database/database.js';
import { createLogger } from '../../../src/logger.js';
import { openQueue, type Queue } from '../../../src/queue/queue.js';
import { recoverLostRuns } from '../../../src/sync/history/recover-lost-runs.js';
import { recordRun, requestRun } from '../../../src/sync/history/sync-run.store.js';
import { openTestDatabase } from '../../support/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { eventually } from '../../support/environment.js';

/** As many syncs as a replica runs at once. */
const places = 4;

describe('the queue of syncs', () => {
  let database: Database;
  let queue: Queue;
  /** Tenants of the runs under way, each with what ends it. */
  const running: { tenantId: string; runId: string; end: () => void }[] = [];
  const begun: string[] = [];

  beforeAll(async () => {
    database = await openTestDatabase();
    queue = await openQueue({ database, logger: createLogger('silent') });
    await queue.work({
      job: async () => undefined,
      deliver: async () => undefined,
      publish: async () => undefined,
      giveUpPublication: async () => undefined,
      digest: async () => undefined,
      giveUpDigest: async () => undefined,
      giveUp: async () => undefined,
      sweep: async () => undefined,
      seats: async () => undefined,
      clients: async () => undefined,
      sync: ({ tenantId, runId }) => {
        begun.push(tenantId);
        return new Promise<void>((end) => running.push({ tenantId, runId, end }));
      },
    });
    atEndOfFile(async () => {
      for (const { end } of running) end();
      await queue.stop();
    });
  });

  const send = (tenantId: string, priority = 0, runId = randomUUID()) =>
    database.forTenant(tenantId, async (transaction) => {
      await queue.sync(transaction, { tenantId, connectionId: randomUUID(), runId }, priority);
      return runId;
    });
  const endAll = () => {
    for (const { end } of running.splice(0)) end();
  };

  it('runs another tenant first when one with many integrations has two places', async () => {
    for (let number = 0; number < 10; number += 1) await send('large');
    await send('small');
    await eventually(async () => begun.includes('small'));
    expect(begun.filter((tenantId) => tenantId === 'large').length).toBeLessThanOrEqual(2);
    await eventually(async () => {
      for (const { end } of running.splice(0)) end();
      return begun.length === 11;
    });
    endAll();
  });

  it('runs a sync that a person waits for first, even when queued before', async () => {
    begun.length = 0;
    for (let number = 0; number < places; number += 1) await send(`busy ${number}`);
    await eventually(async () => begun.length === places);
    for (let number = 0; number < 3; number += 1) await send(`waiting ${number}`);
    const asked = await send('asked for');
    await database.forTenant('asked for', (transaction) => queue.raisePriority(transaction, asked));
    await send('sync now', 10);
    for (const { end } of running.splice(0, 2)) end();
    await eventually(async () => begun.length === places + 2);
    expect(begun.slice(places).toSorted()).toEqual(['asked for', 'sync now']);
    await eventually(async () => {
      endAll();
      return begun.length === places + 5;
    });
    endAll();
  });

  it('blocks no other integration when one has a run in progress and another waiting', async () => {
    begun.length = 0;
    const connectionId = randomUUID();
    const request = (trigger: 'SCHEDULE' | 'MANUAL') =>
      database.forTenant('tenant', (transaction) =>
        requestRun(transaction, queue, {
          tenantId: 'tenant',
          connectionId,
          trigger,
          requestedBy: 'tom',
          clientId: null,
          now: new Date(),
        }),
      );
    const first = await request('SCHEDULE');
    expect(await request('SCHEDULE')).toBe(first);
    await eventually(async () => begun.length === 1);
    const record = recordRun(database, queue, { tenantId: 'tenant', connectionId, runId: first });
    expect(await record.start()).toBe(true);
    const second = await request('MANUAL');
    expect(second).not.toBe(first);
    expect(await request('MANUAL')).toBe(second);
    await recoverLostRuns(database, queue, new Date());
    await send('somebody else');
    await eventually(async () => begun.includes('somebody else'));
    expect(begun.filter((tenantId) => tenantId === 'tenant')).toHaveLength(1);
    await record.end('SUCCEEDED', 3);
    running.find(({ runId }) => runId === first)?.end();
    await eventually(async () => running.some(({ runId }) => runId === second));
    expect(await record.start()).toBe(false);

    // Its job is lost while it is under way: the next one begins all the same.
    const lost = recordRun(database, queue, { tenantId: 'tenant', connectionId, runId: second });
    await lost.start();
    const third = await request('MANUAL');
    running.find(({ runId }) => runId === second)?.end();
    await eventually(async () => {
      await recoverLostRuns(database, queue, new Date());
      return running.some(({ runId }) => runId === third);
    });
    const states = await database.query.selectFrom('syncRun').select(['id', 'state']).execute();
    expect(new Map(states.map(({ id, state }) => [id, state]))).toEqual(
      new Map([
        [first, 'SUCCEEDED'],
        [second, 'FAILED'],
        [third, 'QUEUED'],
      ]),
    );
    endAll();
  });
});
