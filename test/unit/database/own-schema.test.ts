import { expect, it } from 'vitest';
import { chooseSchema, schemasOf } from '../../../src/database/own-schema.js';

it.each([
  ['"$user", public', ['$user', 'public']],
  ['app,public', ['app', 'public']],
  ['App , PUBLIC', ['app', 'public']],
  ['"My ""own"", app",public', ['My "own", app', 'public']],
  ['', []],
])('reads the search path %s', (path, names) => {
  expect(schemasOf(path)).toEqual(names);
});

it.each<[string, string[], string | undefined]>([
  ['"$user", public', ['public'], 'public'],
  ['"$user", public', ['public', 'ada'], 'ada'],
  ['app, public', ['public'], 'app'],
  ['app, public', ['public', 'app'], 'app'],
  ['pg_catalog, app', [], 'app'],
  ['"$user"', [], undefined],
  ['', ['public'], undefined],
])('for %s where %j exist, chooses %s', (path, existing, schema) => {
  expect(chooseSchema(path, 'ada', existing)).toBe(schema);
});
