import { Migration } from '@mikro-orm/migrations';
import { sql } from 'kysely';
import { Client } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/database/database.js';
import { migrate } from '../../../src/database/migrate.js';
import { acrossTenants, asTenant } from '../../../src/database/tenancy.js';
import { connectionOptions } from '../../../src/database-url.js';
import { dropEarlierPolicies, freshDatabase } from '../../support/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { reportForeignRows } from '../../support/foreign-rows.js';
import { startStatementCounter } from '../../support/statement-counter.js';
import { startTransactionPooler } from '../../support/transaction-pooler.js';

const tenants = ['msp-one', 'msp-two'];
const now = new Date();

/** A database in which each tenant has a row, as the next release leaves it: nobody sees what he does not say. */
async function planted(): Promise<string> {
  const url = await freshDatabase();
  const client = await connect(url);
  await client.query(
    `insert into client_watch (tenant_id, client_id, watched_at) select tenant, 'client', now() from unnest($1::text[]) as tenant`,
    [tenants],
  );
  await dropEarlierPolicies(client);
  return url;
}

async function connect(url: string): Promise<Client> {
  const client = new Client(connectionOptions(url));
  await client.connect();
  atEndOfFile(() => client.end());
  return client;
}

function open(url: string): Database {
  const database = openDatabase(url);
  atEndOfFile(() => database.close());
  return database;
}

/** The tenants whose rows a statement without any condition sees. */
const seen = async (database: Pick<Database, 'query'>) =>
  (await database.query.selectFrom('clientWatch').select('tenantId').orderBy('tenantId').execute()).map(
    ({ tenantId }) => tenantId,
  );

describe('row-level security', () => {
  it('is forced on every table with a tenant, for everybody', async () => {
    const client = await connect(await freshDatabase());
    const { rows } = await client.query<{ name: string; guarded: boolean; policies: string[] }>(
      `select relname as name, relrowsecurity and relforcerowsecurity as guarded,
         array(select polname::text from pg_policy where polrelid = class.oid order by 1) as policies
       from pg_class as class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
         and exists (select from pg_attribute where attrelid = class.oid and attname = 'tenant_id')`,
    );
    expect(rows.length).toBeGreaterThan(30);
    for (const row of rows)
      expect(row).toEqual({ name: row.name, guarded: true, policies: ['earlier_release', 'tenant'] });
  });

  it('holds for the role of the tests, as for that of the service', async () => {
    const client = await connect(await freshDatabase());
    const { rows } = await client.query('select from pg_roles where rolname = user and (rolsuper or rolbypassrls)');
    expect(rows).toEqual([]);
  });

  it('shows all rows to the release before, which says nothing', async () => {
    const client = await connect(await freshDatabase());
    await client.query(
      `insert into client_watch (tenant_id, client_id, watched_at) values ('msp-one', 'client', now())`,
    );
    expect((await client.query('select from client_watch')).rowCount).toBe(1);
  });

  it('shows no rows to whoever says nothing, once that release is gone', async () => {
    const client = await connect(await planted());
    expect((await client.query('select from client_watch')).rowCount).toBe(0);
    await client.query(`begin; set local opsmerge.tenant = 'msp-one'; commit`);
    expect((await client.query('select from client_watch')).rowCount).toBe(0);
  });

  it('lets a migration change the rows of all tenants', async () => {
    const url = await planted();
    class Migration29990101000000_both extends Migration {
      override up(): void {
        this.addSql(`update client_watch set client_id = 'migrated'`);
      }
    }
    await migrate(url, [{ name: 'Migration29990101000000_both', class: Migration29990101000000_both }]);
    const database = open(url);
    for (const tenant of tenants)
      expect(
        await asTenant(tenant, () => database.query.selectFrom('clientWatch').selectAll().execute()),
      ).toMatchObject([{ tenantId: tenant, clientId: 'migrated' }]);
  });
});

describe('reportForeignRows', () => {
  it('names a statement that forgot its tenant, and no other', async () => {
    const url = await planted();
    await reportForeignRows(await connect(url));
    const database = open(url);
    await asTenant('msp-one', async () => {
      const named = database.query.selectFrom('clientWatch').select('clientId').where('tenantId', '=', 'msp-one');
      expect(await named.execute()).toEqual([{ clientId: 'client' }]);
      await expect(seen(database)).rejects.toThrow(
        'a row of the tenant msp-two was left to row-level security by: select "tenant_id" from "client_watch"',
      );
    });
  });
});

const ways = [
  { name: 'a direct connection', way: async (url: string) => url },
  { name: 'a pooler in transaction mode', way: (url: string) => startTransactionPooler(url) },
];

describe.each(ways)('through $name', ({ way }) => {
  let database: Database;

  beforeAll(async () => {
    database = open(await way(await planted()));
  });

  it('shows each tenant its rows, all to work for all, and none to others', async () => {
    const turns = Array.from({ length: 60 }, (_, turn) => turn % 4);
    const answers = await Promise.all(
      turns.map((turn) => {
        if (turn === 3) return seen(database);
        return turn === 2 ? acrossTenants(() => seen(database)) : asTenant(tenants[turn] ?? '', () => seen(database));
      }),
    );
    for (const [place, turn] of turns.entries())
      expect(answers[place]).toEqual([['msp-one'], ['msp-two'], tenants, []][turn]);
  });

  it('shows a transaction the rows of its tenant, also after one that failed', async () => {
    for (let round = 0; round < 12; round += 1)
      for (const tenant of tenants) {
        const failing = database.forTenant(tenant, async (transaction) => {
          expect(await seen({ query: transaction } as never)).toEqual([tenant]);
          await sql`select 1 / 0`.execute(transaction);
        });
        await expect(failing).rejects.toThrow('division by zero');
        await expect(asTenant(tenant, () => sql`select 1 / 0`.execute(database.query))).rejects.toThrow('division');
        const found = await database.forTenant(tenant, (transaction) =>
          transaction.selectFrom('clientWatch').select('tenantId').execute(),
        );
        expect(found).toEqual([{ tenantId: tenant }]);
      }
  });

  it('refuses a row of another tenant, and changes none', async () => {
    const values = { tenantId: 'msp-two', clientId: 'new', watchedAt: now };
    await asTenant('msp-one', async () => {
      await expect(database.query.insertInto('clientWatch').values(values).execute()).rejects.toThrow(
        'violates row-level security policy',
      );
      await database.query.deleteFrom('clientWatch').where('tenantId', '=', 'msp-two').execute();
    });
    expect(await acrossTenants(() => seen(database))).toEqual(tenants);
  });
});

describe('the setting', () => {
  it('is sent on a direct connection only when it changes', async () => {
    const url = new URL(await planted());
    const counter = await startStatementCounter(Number(url.port));
    url.port = String(counter.port);
    const database = open(url.href);
    await asTenant('msp-one', () => seen(database));
    counter.take();
    for (const tenant of ['msp-one', 'msp-one', 'msp-one', 'msp-two', 'msp-two'])
      expect(await asTenant(tenant, () => seen(database))).toEqual([tenant]);
    const settings = counter.take().filter((text) => text.includes('set_config'));
    // One that found out whose session it is, and one for each tenant.
    expect(settings.length).toBeLessThanOrEqual(2);
  });

  it('is not left behind in a session that belongs to others', async () => {
    const pooled = await startTransactionPooler(await planted(), 1);
    const database = open(pooled);
    expect(await asTenant('msp-one', () => seen(database))).toEqual(['msp-one']);
    const other = await connect(pooled);
    const { rows } = await other.query(`select current_setting('opsmerge.tenant', true) as tenant`);
    expect(['', null]).toContain(rows[0].tenant);
  });
});
