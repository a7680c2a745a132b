import { expect, it } from 'vitest';
import { queueSchemaOf } from '../../../src/queue/queue-schema.js';

it.each([
  ['public', 'pgboss'],
  ['app', 'pgboss_app'],
  ['_a1', 'pgboss__a1'],
])('names the queue of the schema %s %s', (schema, name) => {
  expect(queueSchemaOf(schema)).toBe(name);
});

it('names the queue by a digest when pg-boss would refuse the name, or fold it', () => {
  const names = ['App', 'a b', 'a"b', '1a', 'ä', 'x'.repeat(63)].map(queueSchemaOf);
  for (const name of names) expect(name).toMatch(/^pgboss_[0-9a-f]{24}$/);
  expect(new Set(names).size).toBe(names.length);
});
