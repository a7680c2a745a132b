import { expect, it } from 'vitest';
import { judgeRun, type StreamResult } from '../../../../src/sync/run/run-verdict.js';

const names = ['INVENTORY', 'MATCHING', 'INCIDENTS', 'QUARANTINE', 'DETAILS'];
const results = (failed: Record<string, string>): StreamResult[] =>
  names.map((name) => {
    const code = failed[name];
    if (code === undefined) return { name, state: 'SUCCEEDED', error: null };
    return { name, state: 'FAILED', error: { code, message: '', hint: '' } };
  });

it.each<[string, Record<string, string>, { state: string; synced: boolean; firstError: string | null }]>([
  ['succeeds when every stream does', {}, { state: 'SUCCEEDED', synced: true, firstError: null }],
  [
    'counts as synced when GravityZone offers no incidents',
    { INCIDENTS: 'METHOD_NOT_FOUND', QUARANTINE: 'NO_LICENCE' },
    { state: 'PARTIAL', synced: true, firstError: 'METHOD_NOT_FOUND' },
  ],
  [
    'does not count as synced when the licence does not cover devices',
    { INVENTORY: 'NO_LICENCE' },
    { state: 'PARTIAL', synced: false, firstError: 'NO_LICENCE' },
  ],
  [
    'does not count as synced when incidents fail otherwise',
    { INCIDENTS: 'TIMEOUT' },
    { state: 'PARTIAL', synced: false, firstError: 'TIMEOUT' },
  ],
  [
    'does not count as synced when another stream fails too',
    { INCIDENTS: 'API_NOT_ENABLED', DETAILS: 'TIMEOUT' },
    { state: 'PARTIAL', synced: false, firstError: 'API_NOT_ENABLED' },
  ],
  [
    'fails when nothing was read, whatever else succeeded',
    { INVENTORY: 'TIMEOUT', INCIDENTS: 'TIMEOUT', QUARANTINE: 'TIMEOUT' },
    { state: 'FAILED', synced: false, firstError: 'TIMEOUT' },
  ],
])('%s', (_name, failed, { state, synced, firstError }) => {
  const verdict = judgeRun(results(failed));
  expect(verdict).toMatchObject({ state, synced });
  expect(verdict.firstError?.code ?? null).toBe(firstError);
  expect([...verdict.succeeded]).toEqual(names.filter((name) => failed[name] === undefined));
});
