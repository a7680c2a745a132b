import { beforeAll, describe, expect, it } from 'vitest';
import { admin, eventually, type TestEnvironment, testEnvironment } from '../../support/environment.js';

const settings = `mutation ($input: UpdateBitdefenderSettingsInput!) {
  updateBitdefenderSettings(input: $input) { userErrors { code } } }`;
const other = { ...admin, tenantId: 'msp-two' };

describe('a tenant whose lock is held', () => {
  let environment: TestEnvironment;

  beforeAll(async () => {
    environment = await testEnvironment();
  });

  it('keeps neither other tenants nor the state of the service waiting', { timeout: 60_000 }, async () => {
    const { database } = environment;
    const change = (identity: typeof admin) => environment.ask(identity, settings, { input: { portalEnabled: true } });
    await database.query('begin');
    await database.query("select pg_advisory_xact_lock(hashtextextended('msp-one', 0))");
    let answered = 0;
    // More than there are integrations in the pool.
    const held = Array.from({ length: 24 }, () => change(admin).finally(() => (answered += 1)));
    await eventually(async () => {
      const { rows } = await database.query("select from pg_locks where locktype = 'advisory' and not granted");
      return rows.length > 0;
    });
    // Each takes an integration, which a tenant that waits must not hold.
    for (let times = 0; times < 3; times += 1) expect((await change(other)).errors).toBeUndefined();
    expect((await fetch(new URL('/readyz', environment.app.url))).status).toBe(200);
    const { rows } = await database.query(
      "select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())",
    );
    expect(rows).toHaveLength(1);
    expect(answered).toBe(0);
    await database.query('rollback');
    for (const { errors } of await Promise.all(held)) expect(errors).toBeUndefined();
  });
});
