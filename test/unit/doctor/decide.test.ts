import { describe, expect, it } from 'vitest';
import {
  clockFinding,
  connectionsFinding,
  guardFinding,
  keysFinding,
  versionFinding,
} from '../../../src/doctor/decide.js';
import { lineOf, reportOf } from '../../../src/doctor/finding.js';

const at = (seconds: number) => new Date(1_700_000_000_000 + seconds * 1_000);

it.each([
  [0, 0, 'OK'],
  [5, 0, 'OK'],
  [6, 0, 'WARNING'],
  [-6, 0, 'WARNING'],
  [6, 2, 'OK'],
  [60, 0, 'WARNING'],
  [61, 0, 'PROBLEM'],
  [-3_600, 1, 'PROBLEM'],
])('judges a clock that is %i seconds ahead, asked within %i', (ahead, delay, level) => {
  const finding = clockFinding('the database', at(ahead), at(0), delay);
  expect(finding.level).toBe(level);
  if (level !== 'OK')
    expect(finding.found).toContain(`${Math.abs(ahead)} seconds ${ahead < 0 ? 'behind' : 'ahead of'}`);
});

it.each([
  [140_011, 'PROBLEM'],
  [150_000, 'OK'],
  [180_004, 'OK'],
  [190_000, 'WARNING'],
])('judges the PostgreSQL version %i', (version, level) => {
  expect(versionFinding(version).level).toBe(level);
});

it.each([
  [100, 84, 'OK'],
  [100, 85, 'PROBLEM'],
  [10, 1, 'PROBLEM'],
])('judges %i connections of which %i are used', (most, used, level) => {
  expect(connectionsFinding({ most, used }).level).toBe(level);
});

describe('sealed keys', () => {
  it.each([
    [[], ['main'], 'OK'],
    [['main'], ['main'], 'OK'],
    [['main', 'old'], ['main', 'old'], 'OK'],
    [['main', 'old'], ['main'], 'PROBLEM'],
  ])('sealed with %j, opened with %j', (sealed, configured, level) => {
    const finding = keysFinding(sealed, configured);
    expect(finding.level).toBe(level);
    if (level === 'PROBLEM') expect(finding.found).toContain('sealed with old,');
  });
});

it('reports each finding with what to do, and counts them', () => {
  const findings = [versionFinding(180_000), versionFinding(190_000), versionFinding(140_000)];
  expect(reportOf(findings).split('\n')).toEqual([
    'OK       database: PostgreSQL 18.',
    'WARNING  database: PostgreSQL 19 has not been tried.',
    '         -> PostgreSQL 15 to 18 are tested.',
    'PROBLEM  database: PostgreSQL 14 is too old.',
    '         -> Use PostgreSQL 15 or later.',
    '1 problem, 1 warning.',
  ]);
  expect(lineOf(versionFinding(180_000))).not.toContain('->');
});

it('shows how the tenant is set, and warns of a role for which row-level security does not hold', () => {
  const guard = { isBypassed: false, isDirect: true, leaky: [] };
  expect(guardFinding(guard)).toMatchObject({
    level: 'OK',
    found: 'the tenant is set when it changes, on direct connections.',
  });
  expect(guardFinding({ ...guard, isDirect: false, leaky: ['textcat(text, text)'] })).toMatchObject({
    level: 'OK',
    found:
      'the tenant is set in each transaction, behind a pooler; searches use no index, since these are not leakproof: textcat(text, text).',
  });
  expect(guardFinding({ ...guard, isBypassed: true }).level).toBe('WARNING');
});
