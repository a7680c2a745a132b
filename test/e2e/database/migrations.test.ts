import { Client } from 'pg';
import { expect, it } from 'vitest';
import { defaultRules } from '../../../src/alert/rule/default-rules.js';
import { storedKinds } from '../../../src/database/later-values.js';
import { migrate } from '../../../src/database/migrate.js';
import { openOrm } from '../../../src/database/orm.js';
import { freshDatabase } from '../../support/database.js';

it('takes an empty database to exactly the schema of the entities', async () => {
  const url = await freshDatabase({ empty: true });
  expect(await migrate(url)).not.toEqual([]);
  const orm = await openOrm(url);
  try {
    expect(await orm.schema.getUpdateSchemaSQL({ wrap: false })).toBe('');
  } finally {
    await orm.close();
  }
});

it('does nothing the second time, also when two replicas start at once', async () => {
  const url = await freshDatabase({ empty: true });
  const applied = await Promise.all([migrate(url), migrate(url)]);
  expect(applied.flat().length).toBeGreaterThan(0);
  expect(new Set(applied.flat()).size).toBe(applied.flat().length);
  expect(await migrate(url)).toEqual([]);
});

it('adds the newer default rules behind the rules of existing tenants', async () => {
  const url = await freshDatabase({ empty: true });
  const orm = await openOrm(url);
  await orm.migrator.up({ to: 'Migration20261123130019_freshness' });
  await orm.close();
  const client = new Client({ connectionString: url });
  await client.connect();
  const settle = (tenantId: string) =>
    client.query(
      `insert into audit_entry (tenant_id, id, at, actor, action, subject, detail)
       values ($1, gen_random_uuid(), now(), 'ada', 'DEFAULT_RULES_CREATED', $1, '{}')`,
      [tenantId],
    );
  await settle('kept-one');
  await settle('kept-none');
  await client.query(
    `insert into alert_rule (tenant_id, id, position, name, enabled, scope, conditions, actions, next, changed_at, changed_by)
     select tenant, gen_random_uuid(), 7, 'Mine', true, '{"kind": "ALL", "clientIds": []}', '{}', '[]', 'STOP', now(), 'ada'
     from unnest(array['kept-one', 'never-had-any']) as tenant`,
  );
  expect(await migrate(url)).toContain('Migration20261123130041_alert_kinds');

  const rulesOf = async (tenantId: string) =>
    (
      await client.query(
        'select name, enabled, position, scope, conditions, actions, next from alert_rule where tenant_id = $1 order by position',
        [tenantId],
      )
    ).rows;
  const [outbreak, notices, degradation] = defaultRules()
    .filter(({ conditions }) => conditions.kinds !== undefined)
    .map((rule) => ({ ...rule, conditions: storedKinds(rule.conditions) }));
  const mine = expect.objectContaining({ name: 'Mine', position: 7 });
  expect(await rulesOf('kept-one')).toEqual([
    mine,
    { ...outbreak, position: 8 },
    { ...notices, position: 9 },
    { ...degradation, position: 10 },
  ]);
  expect(await rulesOf('kept-none')).toEqual([
    { ...outbreak, position: 1 },
    { ...notices, position: 2 },
    { ...degradation, position: 3 },
  ]);
  expect(await rulesOf('never-had-any')).toEqual([mine]);
  await client.end();
});

it('keeps the audit as it was written', async () => {
  const client = new Client({ connectionString: await freshDatabase() });
  await client.connect();
  await client.query(
    `insert into audit_entry (tenant_id, id, at, actor, action, subject, detail)
     values ('t', gen_random_uuid(), now(), 'a', 'DONE', 's', '{}')`,
  );
  await expect(client.query(`update audit_entry set actor = 'b'`)).rejects.toThrow('append-only');
  await expect(client.query('delete from audit_entry')).rejects.toThrow('append-only');
  await client.end();
});
