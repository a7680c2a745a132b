import fc from 'fast-check';
import pg from 'pg';
import { expect, it } from 'vitest';
import { readTime, StoredTime } from '../../../../src/database/pool/stored-time.js';

const byPg = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => unknown;

/** As PostgreSQL writes an instant of UTC: without trailing zeros of the fraction. */
function written(at: Date, microseconds: number): string {
  const fraction = `${at.toISOString().slice(20, 23)}${String(microseconds).padStart(3, '0')}`.replace(/0+$/, '');
  return `${at.toISOString().slice(0, 19).replace('T', ' ')}${fraction === '' ? '' : `.${fraction}`}+00`;
}

it('reads an instant as pg does, and has its text as the graph gives it', () => {
  const usual = fc.date({
    min: new Date('1000-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(usual, fc.integer({ min: 0, max: 999 }), (at, microseconds) => {
      const read = readTime(written(at, microseconds));
      expect(read).toBeInstanceOf(StoredTime);
      expect(read.getTime()).toBe(at.getTime());
      expect((read as StoredTime).text).toBe(at.toISOString());
    }),
  );
});

it.each([
  '2026-11-30 08:11:14.568+02',
  '2026-11-30 06:11:14+05:30',
  '12026-11-30 06:11:14+00',
  '0044-03-15 12:00:00+00 BC',
  '0099-12-31 23:59:59+00',
  'infinity',
  '-infinity',
])('leaves %s to pg', (text) => {
  expect(readTime(text)).toEqual(byPg(text));
});
