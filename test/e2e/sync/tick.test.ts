import { Writable } from 'node:stream';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/database/database.js';
import { createLogger } from '../../../src/logger.js';
import { takeTurn } from '../../../src/sync/tick/take-turn.js';
import { startTick } from '../../../src/sync/tick/tick.js';
import { openTestDatabase } from '../../support/database.js';
import { eventually, everySecond } from '../../support/environment.js';

describe('a tick', () => {
  let database: Database;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  it('runs all steps when one of them fails', async () => {
    const id = crypto.randomUUID();
    await sql`
      insert into alert (tenant_id, id, kind, alert_type, title, severity, state, snoozed_until, raised_at, changed_at)
      values ('msp-one', ${id}, 'NOTICE', 'bitdefender', 'A notice', 1, 'SNOOZED', now(), now(), now())`.execute(
      database.query,
    );
    await sql`create function refuse() returns trigger language plpgsql as $$ begin raise 'a row that breaks'; end $$`.execute(
      database.query,
    );
    await sql`create trigger refuse before update on alert for each row execute function refuse()`.execute(
      database.query,
    );
    await sql`
      insert into connection (tenant_id, id, name, endpoint, sealed_key, key_fingerprint, key_set_at, key_set_by, state, created_at)
      values ('msp-one', ${id}, 'GravityZone', 'https://gz.example/api', '', '', now(), 'ada', 'CONNECTED', now())`.execute(
      database.query,
    );
    await sql`update connection set tree_due_at = now()`.execute(database.query);
    const lines: string[] = [];
    const destination = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const queued: string[] = [];
    const tick = startTick({
      database,
      opsMerge: { activities: async () => new Map(), clientStates: async () => null },
      queue: { sync: async () => void queued.push('run'), withoutJob: async () => new Set() } as never,
      logger: createLogger('info', destination),
      expression: everySecond,
    });
    await eventually(async () => queued.length > 0 && lines.length > 0);
    await tick.stop();
    expect(lines.join('')).toContain('"step":"reopen snoozed alerts","msg":"a step of the tick failed"');
  });

  it('is the work of one replica, and of any again in the next period', async () => {
    await sql`delete from tick_turn`.execute(database.query);
    const ask = (periodMilliseconds: number) =>
      Promise.all([1, 2, 3, 4, 5].map(() => takeTurn(database.query, periodMilliseconds)));
    expect((await ask(3_600_000)).filter(Boolean)).toHaveLength(1);
    expect((await ask(3_600_000)).filter(Boolean)).toHaveLength(0);
    await sql`update tick_turn set taken_at = now() - interval '31 minutes'`.execute(database.query);
    expect((await ask(3_600_000)).filter(Boolean)).toHaveLength(1);
    // A replica whose database was restored from a backup of the future, or whose clock was set back.
    await sql`update tick_turn set taken_at = now() + interval '1 day'`.execute(database.query);
    expect((await ask(3_600_000)).filter(Boolean)).toHaveLength(1);
  });
});
