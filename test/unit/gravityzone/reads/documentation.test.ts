import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readingMethods } from '../../../../src/gravityzone/reads/methods.js';
import { bucketLimits } from '../../../../src/gravityzone/transport/budget.js';
import { reasons } from '../../../../src/gravityzone/transport/reasons.js';

const page = readFileSync('docs/gravityzone.md', 'utf8');

/** The rows of the first table below a heading, cell by cell. */
function tableBelow(heading: string): string[][] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
const quoted = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text ?? '');

describe('docs/gravityzone.md', () => {
  test('lists exactly the methods that can be sent, each with its services, versions and bucket', () => {
    const rows = tableBelow('Methods');
    const named = (cells: string[]) => quoted(cells[1])[0] ?? '';
    const allowed = Object.values(readingMethods);
    expect(new Set(rows.map(named))).toEqual(new Set(allowed.map(({ method }) => method)));
    for (const { method, service, version, bucket } of allowed) {
      const mine = rows.filter((cells) => named(cells) === method);
      const places = mine.map((cells) => cells[2]).join();
      expect(mine.map((cells) => cells[3])).toContain(bucket);
      expect(places).toContain(version);
      expect(quoted(places), `${method} at ${service}`).toContain(service);
    }
    for (const cells of rows) expect(cells).toHaveLength(7);
  });

  test('lists the limits that are applied', () => {
    const listed = tableBelow('Buckets').map(([bucket, limit]) => `${bucket}: ${limit}`);
    expect(listed).toEqual(
      Object.entries(bucketLimits).map(
        ([bucket, { calls, windowMilliseconds }]) => `${bucket}: ${calls} in ${windowMilliseconds / 1_000} s`,
      ),
    );
  });

  test('lists exactly the reasons of failures, each with its message', () => {
    const rows = tableBelow('Errors');
    expect(rows.map((cells) => quoted(cells[0])[0])).toEqual(Object.keys(reasons));
    for (const [code, sentence = ''] of rows) {
      const name = quoted(code)[0] as keyof typeof reasons;
      const reason = reasons[name];
      // Some messages are more exact: an API, a host or the last failure takes the place of the dots.
      const exact = sentence.includes('...') || name === 'API_NOT_ENABLED' || name === 'INVALID_ENDPOINT';
      if (!exact) expect(sentence).toBe(reason.sentence);
      expect(reason.hint).toMatch(/\.$/);
    }
  });
});
