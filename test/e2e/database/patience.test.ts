import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/database/database.js';
import { BusyError } from '../../../src/database/pool/busy.js';
import { atPace, type Patience, patience } from '../../../src/database/pool/patience.js';
import { unlimited, withBudget } from '../../../src/database/request-budget.js';
import { asTenant } from '../../../src/database/tenancy.js';
import { freshDatabase } from '../../support/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { startTransactionPooler } from '../../support/transaction-pooler.js';

const asRequest = <Result>(work: () => Result): Result => withBudget({ ...unlimited }, work);

describe.each([
  { name: 'a direct connection', way: async (url: string) => url },
  { name: 'a pooler in transaction mode', way: (url: string) => startTransactionPooler(url) },
])('the time-outs of statements through $name', ({ way }) => {
  let database: Database;

  beforeAll(async () => {
    database = openDatabase(await way(await freshDatabase()));
    atEndOfFile(() => database.close());
  });

  const settings = async () => {
    const setting = (name: string) => sql`current_setting(${name})`;
    const { rows } = await sql<Patience>`
      select ${setting('statement_timeout')} as statement, ${setting('lock_timeout')} as lock,
        ${setting('idle_in_transaction_session_timeout')} as "idleInTransaction",
        ${setting('max_parallel_workers_per_gather')} as "parallelWorkers"`.execute(database.query);
    return rows[0];
  };

  it.each([
    { pace: 'request' as const, run: asRequest },
    { pace: 'background' as const, run: <Result>(work: () => Result) => work() },
    { pace: 'maintenance' as const, run: <Result>(work: () => Result) => atPace('maintenance', work) },
    { pace: 'background' as const, run: <Result>(work: () => Result) => asRequest(() => atPace('background', work)) },
  ])('are those of a $pace', async ({ pace, run }) => {
    // Several times: also on connections that something else has used before.
    for (let times = 0; times < 4; times += 1)
      expect(await run(() => asTenant('msp-one', settings))).toEqual(patience[pace]);
  });

  it('end as BUSY for a request, and as they are for the rest', async () => {
    const slow = () =>
      database.forTenant('msp-one', async (transaction) => {
        await sql`set local statement_timeout = '20ms'`.execute(transaction);
        await sql`select pg_sleep(20)`.execute(transaction);
      });
    const refused = asRequest(slow);
    await expect(refused).rejects.toThrow(BusyError);
    await expect(refused).rejects.toMatchObject({ extensions: { code: 'BUSY', retryAfterSeconds: 5 } });
    await expect(slow()).rejects.toMatchObject({ code: '57014' });
  });
});

describe('the connections of a database', () => {
  it('are there for others while a tenant has as much under way as it can', async () => {
    const database = openDatabase(await freshDatabase());
    atEndOfFile(() => database.close());
    const asleep = sql<{ at: Date }>`select pg_sleep(1), clock_timestamp() as at`;
    const quick = sql<{ at: Date }>`select clock_timestamp() as at`;
    const at = async (statement: typeof quick) => (await statement.execute(database.query)).rows[0]?.at ?? new Date(0);
    // More than the pool has, in requests and in the background.
    const flood = [asRequest, <Result>(work: () => Result) => work()].flatMap((run) =>
      Array.from({ length: 11 }, () => run(() => asTenant('msp-one', () => at(asleep)))),
    );
    const [request, background] = await Promise.all([
      asRequest(() => asTenant('msp-two', () => at(quick))),
      asTenant('msp-two', () => at(quick)),
    ]);
    await database.check();
    const first = (await Promise.all(flood)).reduce((one, other) => (one < other ? one : other));
    expect(request < first).toBe(true);
    expect(background < first).toBe(true);
  });
});
