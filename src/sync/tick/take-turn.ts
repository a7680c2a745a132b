import { sql } from 'kysely';
import type { Queries } from '../../database/database.js';

/**
 * Whether this replica is the one that does the work of a tick: the first to ask in each half of the period. All replicas
 * tick at the same seconds of the clock, so that one question each is all that the others send. A turn whose replica died
 * is over with the period. The times are those of the database, since clocks of hosts differ.
 */
export async function takeTurn(queries: Queries, periodMilliseconds: number): Promise<boolean> {
  const { rows } = await sql`
    insert into tick_turn (id, taken_at) values (1, now())
    on conflict (id) do update set taken_at = now()
      where tick_turn.taken_at <= now() - make_interval(secs => ${periodMilliseconds / 2_000})
        or tick_turn.taken_at > now() + interval '1 minute'
    returning id`.execute(queries);
  return rows.length > 0;
}
