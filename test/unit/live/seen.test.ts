import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeCursor } from '../../../src/graphql/lists/cursors.js';
import { encodePlace, readSeen } from '../../../src/live/seen.js';

it('reads the tokens of mutations and the cursors of subscriptions', () => {
  const header = `${encodePlace(2n ** 63n)}, ${encodeCursor(['17'])},${encodePlace(5n)},`;
  expect(readSeen(header)).toEqual({ places: [2n ** 63n, 5n], sequences: ['17'], hasUnknown: false });
  expect(readSeen(undefined)).toEqual({ places: [], sequences: [], hasUnknown: false });
});

it.each(['x', encodeCursor(['a', 'b']), encodeCursor([-1]), `${encodePlace(1n)},0/16B3748`])(
  'counts %s as something it has not seen',
  (header) => {
    expect(readSeen(header).hasUnknown).toBe(true);
  },
);

it('reads any header', () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      expect(readSeen(header)).toHaveProperty('hasUnknown');
    }),
  );
});
