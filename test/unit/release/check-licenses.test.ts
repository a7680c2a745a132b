import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { licenseProblems } from '../../../scripts/check-licenses.mjs';

const lockOf = (license: string | undefined, more: object = {}) => ({
  packages: { '': {}, 'node_modules/a/node_modules/@x/y': { version: '1.0.0', ...(license && { license }), ...more } },
});

it.each([
  ['MIT', []],
  ['(MIT OR AGPL-3.0-only)', []],
  ['(MIT AND BSD-3-Clause)', []],
  ['AGPL-3.0-only', ['@x/y 1.0.0 has the licence AGPL-3.0-only']],
  ['(MIT AND GPL-3.0-only)', ['@x/y 1.0.0 has the licence (MIT AND GPL-3.0-only)']],
  ['SEE LICENSE IN x', ['@x/y 1.0.0 has a licence that is no SPDX expression: SEE LICENSE IN x']],
  [undefined, ['@x/y 1.0.0 states no licence']],
])('of a production package with the licence %s reports %j', (license, problems) => {
  expect(licenseProblems(lockOf(license))).toEqual(problems);
});

it('does not look at development packages', () => {
  expect(licenseProblems(lockOf('AGPL-3.0-only', { dev: true }))).toEqual([]);
});

it('allows every package that production installs', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  expect(licenseProblems(lock)).toEqual([]);
});
