import { expect, it } from 'vitest';
import { versionOf } from '../../../src/domain/version.js';

const base = { name: 'Rule', scope: { kind: 'ONLY', clientIds: ['a', 'b'] }, note: null as string | null };

it.each<[what: string, values: object]>([
  ['of fields in another order', { note: null, scope: { clientIds: ['a', 'b'], kind: 'ONLY' }, name: 'Rule' }],
  ['of fields that are undefined', { ...base, hours: undefined }],
])('is the same for the same values: %s', (_what, values) => {
  expect(versionOf(values)).toBe(versionOf(base));
});

it.each<[what: string, values: object]>([
  ['another text', { ...base, name: 'rule' }],
  ['a list in another order', { ...base, scope: { ...base.scope, clientIds: ['b', 'a'] } }],
  ['a text instead of null', { ...base, note: '' }],
  ['one field less', { name: base.name, scope: base.scope }],
  ['a date', { ...base, note: new Date(0) }],
])('differs for other values: %s', (_what, values) => {
  expect(versionOf(values)).not.toBe(versionOf(base));
});

it('is short, and safe in a URL', () => {
  expect(versionOf(base)).toMatch(/^[\w-]{22}$/);
});
