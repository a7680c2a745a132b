import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { otherClientsSentence, splitReason } from '../../../../src/device/matching/agents-elsewhere.js';
import { device, match } from '../../../support/matching.js';

describe('otherClientsSentence', () => {
  it.each<[string[], string | null]>([
    [[], null],
    [['Bakery'], 'An agent of this name is in client Bakery.'],
    [['Bakery', 'Bakery'], 'An agent of this name is in client Bakery.'],
    [['Dentist', 'Bakery'], 'Agents of this name are in clients Bakery and Dentist.'],
    [['C', 'B', 'A'], 'Agents of this name are in clients A, B and C.'],
    [['E', 'D', 'C', 'B', 'A'], 'Agents of this name are in clients A, B, C and 2 more.'],
  ])('%j: %s', (names, sentence) => {
    expect(otherClientsSentence(names)).toBe(sentence);
  });
});

describe('splitReason', () => {
  it('returns the reason of the matching and the sentence that was added', () => {
    const name = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constant('An agent of this name is in client X. '),
      fc.constant(' Agents of this name are in clients '),
    );
    fc.assert(
      fc.property(name, fc.array(name, { maxLength: 5 }), (hostname, clients) => {
        const base = match({ devices: [device('d', hostname)] }).get('d')?.reason ?? '';
        const elsewhere = otherClientsSentence(clients);
        expect(splitReason(elsewhere === null ? base : `${base} ${elsewhere}`)).toEqual({ base, elsewhere });
      }),
    );
  });
});
