import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GravityZoneError } from '../../../src/gravityzone/transport/errors.js';
import { OpsMergeError } from '../../../src/opsmerge/error.js';
import { errorTypeOf } from '../../../src/telemetry/error-type.js';

it.each([
  [new GravityZoneError('BAD_KEY'), 'BAD_KEY'],
  [new OpsMergeError('UNAVAILABLE', 'core.example could not be reached'), 'UNAVAILABLE'],
  [Object.assign(new Error('duplicate key'), { code: '23505' }), '23505'],
  [Object.assign(new Error('x'), { code: 'not a code' }), 'Error'],
  [new TypeError('x is undefined'), 'TypeError'],
  ['a thrown text', 'Unknown'],
])('names %s by its code or class', (error, expected) => {
  expect(errorTypeOf(error)).toBe(expected);
});

it('never gives a part of the message', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 3 }), (message) => {
      expect(['Error', 'TypeError']).toContain(errorTypeOf(new Error(message)));
    }),
  );
});
