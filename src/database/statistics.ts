import { sql } from 'kysely';
import type { Database } from './database.js';

/** Whose rows a sync writes, and lists and deliveries join. */
const analysed = [
  'agent',
  'alert',
  'alert_action',
  'alert_hold',
  'alert_occurrence',
  'company',
  'device',
  'device_state',
  'threat',
  'threat_source',
];

/** A first look at the rows, and further ones whenever there are this many times as many. */
const firstLook = 50;
const growth = 10;

/** PostgreSQL analyses a sample of 30,000 rows: what is a smaller part of a table may not be in it. */
const smallestShare = 1 / 1_000;

/**
 * Returns what is to be called with how many rows a stream has stored so far. PostgreSQL takes a tenant that its statistics do not know for
 * one without rows, joins "no rows" with "no rows" in any order, and so may compare all rows of three tables with each other. It analyses
 * by itself a minute later, or when a tenth of a table is new; here that is done at once, for tables of which a thousandth may be new.
 */
export function analyseAsRowsArrive(database: Database): (stored: number) => Promise<void> {
  let next = firstLook;
  return async (stored) => {
    if (stored < next) return;
    while (next <= stored) next *= growth;
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_class
      where oid = any(${analysed}::text[]::regclass[]) and reltuples * ${smallestShare}::float8 <= ${stored}
      order by relname`.execute(database.query);
    if (rows.length === 0) return;
    // Where another process analyses a table at this moment, that is enough.
    await sql`analyze (skip_locked) ${sql.join(rows.map(({ name }) => sql.table(name)))}`.execute(database.query);
  };
}
