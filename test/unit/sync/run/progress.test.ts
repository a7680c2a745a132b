import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareDone, shareRead } from '../../../../src/sync/run/progress.js';

describe('shareDone', () => {
  it('never decreases progress from 0 to 1, whatever totals BD reports', () => {
    const lists = fc.array(
      fc.record({ total: fc.option(fc.integer({ min: -5, max: 50 })), pages: fc.array(fc.nat(20)) }),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(lists, (streams) => {
        let last = 0;
        for (const [index, { total, pages }] of streams.entries()) {
          let read = 0;
          for (const rows of [0, ...pages]) {
            read += rows;
            const share = shareDone(index, streams.length, shareRead(read, total));
            expect(share).toBeGreaterThanOrEqual(last);
            expect(share).toBeLessThanOrEqual(1);
            last = share;
          }
        }
        expect(shareDone(streams.length, streams.length, 0)).toBe(1);
      }),
    );
  });

  it('measures the current stream by the share of rows read', () => {
    expect(shareDone(2, 5, shareRead(500, 1_000))).toBe(0.5);
  });
});
