import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { movedTables, staysBehind } from '../../../src/client/merge/moved-tables.js';
import { openTestDatabase } from '../../support/database.js';

it('lists every table of the database that has a client, or says why its rows stay', async () => {
  const database = await openTestDatabase();
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.columns
    where table_schema = current_schema() and column_name = 'client_id'`.execute(database.query);
  const listed = new Set([...movedTables.map(({ table }) => table), ...Object.keys(staysBehind)]);
  expect([...listed].toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
});

it('knows every column in which several clients are named', async () => {
  const database = await openTestDatabase();
  const { rows } = await sql<{ place: string }>`
    select table_name || '.' || column_name as place from information_schema.columns
    where table_schema = current_schema() and column_name like '%client%' and column_name <> 'client_id' order by 1`.execute(
    database.query,
  );
  expect(rows.map(({ place }) => place)).toEqual([
    // Where a merge leads.
    'client_merge.into_client_id',
    // Which clients a run brought up to date, as they were then.
    'sync_run.client_ids',
    // Moved by the first transaction of a merge.
    'tenant_setting.portal_hidden_client_ids',
  ]);
});
