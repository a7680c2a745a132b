import { beforeAll, expect, it } from 'vitest';
import { freshDatabase } from '../../support/database.js';
import { eventually, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { type StatementCounter, startStatementCounter } from '../../support/statement-counter.js';

/** Three ticks. */
const seconds = 33;

let environment: TestEnvironment;
let counter: StatementCounter;

beforeAll(async () => {
  const url = new URL(await freshDatabase());
  counter = await startStatementCounter(Number(url.port));
  url.hostname = '127.0.0.1';
  url.port = String(counter.port);
  environment = await testEnvironment({ databaseUrl: url.href, tick: '*/10 * * * * *' });
  const { companyId, clientId } = addBakery(environment);
  await connectSimulator(environment);
  await mapByBdId(environment, { [companyId]: clientId });
  await syncNow(environment, clientId);
});

it('asks the database at most five times a second when nothing is to do', async () => {
  // A new tenant is maintained and swept at the first ticks. A tick that began before the sync ended may queue another run.
  await eventually(async () => {
    const { rows } = await environment.database.query(
      `select (select count(*)::int from job where kind = 'MAINTENANCE' and ended_at is not null) as maintained,
              (select count(*)::int from pgboss.job where state <= 'active') as open,
              (select count(*)::int from company where next_sync_at < now() + interval '5 minutes') as due,
              (select count(*)::int from connection where states_due_at > now() + interval '5 minutes') as swept`,
    );
    return rows[0]?.maintained === 1 && rows[0]?.open === 0 && rows[0]?.due === 0 && rows[0]?.swept === 1;
  });
  // Between two ticks, so that always as many are counted.
  await eventually(async () => {
    const { rows } = await environment.database.query(
      "select from tick_turn where taken_at > now() - interval '1 second'",
    );
    return rows.length > 0;
  });
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  counter.take();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  const statements = counter.take();
  const counts = new Map<string, number>();
  for (const text of statements) {
    const start = text.replace(/\s+/g, ' ').trim().slice(0, 90);
    counts.set(start, (counts.get(start) ?? 0) + 1);
  }
  const list = [...counts].sort(([, one], [, other]) => other - one).map(([text, count]) => `${count} ${text}`);
  expect(statements.length, list.join('\n')).toBeLessThanOrEqual(5 * seconds);
  // It lives: the queue is asked once a second, and the connection that listens is proved.
  expect(statements.length, list.join('\n')).toBeGreaterThan(seconds / 2);
});
