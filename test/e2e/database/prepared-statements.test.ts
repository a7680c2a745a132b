import { sql } from 'kysely';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/database/database.js';
import { unlimited, withBudget } from '../../../src/database/request-budget.js';
import { asTenant } from '../../../src/database/tenancy.js';
import { connectionOptions } from '../../../src/database-url.js';
import { freshDatabase } from '../../support/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { startTransactionPooler } from '../../support/transaction-pooler.js';

/** As many statements as one connection keeps. */
const most = 100;

/** A database, and how a request of a tenant sends a statement to it, one after the other on one connection. */
async function open(way: (url: string) => Promise<string> = async (url) => url) {
  const url = await freshDatabase();
  const database = openDatabase(await way(url));
  atEndOfFile(() => database.close());
  const send = <Row>(text: string, within: Database['query'] = database.query) =>
    asTenant('msp-one', () => withBudget({ ...unlimited }, () => sql<Row>`${sql.raw(text)}`.execute(within)));
  const prepared = async () => {
    const { rows } = await send<{ statement: string }>('select statement from pg_prepared_statements');
    return rows.map(({ statement }) => statement);
  };
  const direct = new Client(connectionOptions(url));
  // The database may be dropped while it is open.
  direct.on('error', () => undefined);
  await direct.connect();
  atEndOfFile(() => direct.end());
  return { database, send, prepared, direct };
}

describe('statements of requests', () => {
  it('are prepared when they come again', async () => {
    const { send, prepared } = await open();
    const text = 'select 1 as first_number';
    expect(await prepared()).toEqual([]);
    expect((await send(text)).rows).toEqual([{ firstNumber: 1 }]);
    expect(await prepared()).not.toContain(text);
    // Behind the second time, so that the third one finds it prepared.
    for (let time = 0; time < 2; time += 1) {
      expect((await send(text)).rows).toEqual([{ firstNumber: 1 }]);
      expect(await prepared()).toContain(text);
    }
    expect(await prepared()).not.toContain('select 2');
  });

  it('are those of requests only: what runs in the background plans each time', async () => {
    const { database, prepared } = await open();
    const text = 'select 3 as third';
    for (let time = 0; time < 3; time += 1)
      await asTenant('msp-one', () => sql`${sql.raw(text)}`.execute(database.query));
    expect(await prepared()).not.toContain(text);
  });

  it('never keep more on a connection than there may be, and are answered all the same', async () => {
    const { database, send, prepared } = await open();
    for (let number = 0; number < most + 50; number += 1)
      for (let time = 0; time < 2; time += 1)
        expect((await send(`select ${number} as number`)).rows).toEqual([{ number }]);
    expect((await prepared()).length).toBeLessThanOrEqual(most);
    expect((await prepared()).length).toBeGreaterThan(most / 2);
    expect(database.pools().request.prepared).toBeLessThanOrEqual(most);
    expect((await send('select 0 as number')).rows).toEqual([{ number: 0 }]);
  });

  it('get along with a schema that changes under them, within a transaction after one error', async () => {
    const { database, send, direct } = await open();
    const text = 'select * from tenant_setting';
    for (let time = 0; time < 3; time += 1) await send(text);
    await direct.query('alter table tenant_setting add column planted integer');
    await direct
      .query("insert into tenant_setting (tenant_id, time_zone, planted) values ('msp-one', 'UTC', 7)")
      .catch(() => undefined);
    await expect(send(text)).resolves.toBeDefined();
    await direct.query('alter table tenant_setting drop column planted');
    const inTransaction = () =>
      asTenant('msp-one', () =>
        withBudget({ ...unlimited }, () =>
          database.query.transaction().execute((transaction) => sql`${sql.raw(text)}`.execute(transaction)),
        ),
      );
    await inTransaction().catch(() => undefined);
    await expect(inTransaction()).resolves.toBeDefined();
    await expect(send(text)).resolves.toBeDefined();
  });

  it('run once each: to prepare one runs nothing', async () => {
    const { send, prepared, direct } = await open();
    await direct.query('create table planted (number integer)');
    await direct.query('grant select, insert on planted to public');
    expect(await prepared()).toEqual([]);
    const text = 'insert into planted select coalesce(max(number), 0) + 1 from planted returning number';
    for (const number of [1, 2, 3, 4]) expect((await send(text)).rows).toEqual([{ number }]);
    expect(await prepared()).toContain(text);
  });

  it('that fail break nothing by being prepared', async () => {
    const { send, prepared } = await open();
    expect(await prepared()).toEqual([]);
    const failing = 'select 1 / (select 0) as nothing';
    for (let time = 0; time < 4; time += 1) await expect(send(failing)).rejects.toThrow('division by zero');
    expect(await prepared()).toContain(failing);
    const unreadable = 'select 5 as fifth from missing';
    for (let time = 0; time < 4; time += 1) await expect(send(unreadable)).rejects.toThrow('does not exist');
    expect(await prepared()).not.toContain(unreadable);
    expect((await send('select 5 as fifth')).rows).toEqual([{ fifth: 5 }]);
  });

  it('are not prepared behind a pooler, where the next one may reach another session', async () => {
    const { send, prepared } = await open(startTransactionPooler);
    for (let time = 0; time < 4; time += 1) expect((await send('select 4 as fourth')).rows).toEqual([{ fourth: 4 }]);
    expect(await prepared()).toEqual([]);
  });
});
