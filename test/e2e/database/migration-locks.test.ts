import { Migration } from '@mikro-orm/migrations';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { migrate } from '../../../src/database/migrate.js';
import { freshDatabase } from '../../support/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { eventually } from '../../support/environment.js';

/** A migration of these statements. */
function step(name: string, statements: string[], isTransactional = true) {
  class Step extends Migration {
    override isTransactional(): boolean {
      return isTransactional;
    }

    override up(): void {
      for (const statement of statements) this.addSql(statement);
    }
  }
  return { name, class: Step };
}

async function open(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  atEndOfFile(() => client.end());
  return client;
}

const table = step('1_table', ['create table kept (id int)', 'insert into kept values (1)']);
const index = step(
  '2_index',
  ['drop index concurrently if exists kept_id', 'create index concurrently kept_id on kept (id)'],
  false,
);

it('lets statements pass while a migration waits for a lock', async () => {
  const url = await freshDatabase({ empty: true });
  await migrate(url, [table]);
  const [holder, reader] = [await open(url), await open(url)];
  await holder.query('begin');
  await holder.query('select from kept');
  const column = step('2_column', ['alter table kept add more int']);
  const migrated = migrate(url, [table, column]);
  await eventually(async () => {
    const { rows } = await reader.query("select from pg_locks where relation = 'kept'::regclass and not granted");
    return rows.length > 0;
  });
  // It waits behind the migration, whose turn does not come before the holder ends, which it does only after this.
  expect((await reader.query('select id from kept')).rows).toEqual([{ id: 1 }]);
  await holder.query('commit');
  expect(await migrated).toEqual(['2_column']);
});

it('builds an index concurrently while other replicas wait and transactions last', async () => {
  const url = await freshDatabase({ empty: true });
  await migrate(url, [table]);
  const [holder, reader] = [await open(url), await open(url)];
  await holder.query('begin isolation level repeatable read');
  await holder.query('insert into kept values (2)');
  const migrated = [1, 2, 3].map(() => migrate(url, [table, index]));
  await eventually(async () => {
    const { rows } = await reader.query("select from pg_stat_progress_create_index where phase like 'waiting%'");
    return rows.length > 0;
  });
  await reader.query('insert into kept values (3)');
  await holder.query('commit');
  expect((await Promise.all(migrated)).flat()).toEqual(['2_index']);
  const { rows } = await reader.query("select indisvalid from pg_index where indexrelid = 'kept_id'::regclass");
  expect(rows).toEqual([{ indisvalid: true }]);
});

it('gives up no lock outside of a transaction, and no statement to time-outs of the role', async () => {
  const base = await freshDatabase({ empty: true });
  const url = `${base}?options=${encodeURIComponent('-c statement_timeout=1s -c idle_in_transaction_session_timeout=1s')}`;
  const note = `insert into noted select current_setting('lock_timeout'), current_setting('statement_timeout'),
    current_setting('idle_in_transaction_session_timeout')`;
  await migrate(url, [
    step('1_table', ['create table noted (lock_wait text, statement text, idle text)', note]),
    step('2_outside', [note], false),
    step('3_inside', [note]),
  ]);
  const { rows } = await (await open(base)).query('select * from noted');
  const inside = { lock_wait: '5s', statement: '0', idle: '0' };
  expect(rows).toEqual([inside, { ...inside, lock_wait: '0' }, inside]);
});

it('keeps what was applied before a failure, and continues there', async () => {
  const url = await freshDatabase({ empty: true });
  await expect(migrate(url, [table, step('2_fails', ['create table kept (id int)'])])).rejects.toThrow(/exists/);
  expect(await migrate(url, [table, step('2_fails', ['create table other (id int)'])])).toEqual(['2_fails']);
});
