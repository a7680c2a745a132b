import { describe, expect, it } from 'vitest';
import { outcomeOf, summarise } from '../../../../src/threat/portal/outcome.js';

describe('outcomeOf', () => {
  it.each([
    ['UNRESOLVED', 'BLOCKED', 'STOPPED'],
    ['RESOLVED', 'QUARANTINED', 'STOPPED'],
    ['UNRESOLVED', 'KILLED', 'STOPPED'],
    ['UNRESOLVED', 'PARTIALLY_BLOCKED', 'BEING_HANDLED'],
    ['UNRESOLVED', 'REPORTED', 'BEING_HANDLED'],
    ['RESOLVED', 'REPORTED', 'HANDLED'],
    ['FALSE_POSITIVE', 'UNKNOWN', 'HANDLED'],
  ] as const)('%s and %s: %s', (status, action, outcome) => expect(outcomeOf({ status, action })).toBe(outcome));
});

describe('summarise', () => {
  it.each([
    [[0, 0, 0], 0, 'No threats were found.'],
    [[1, 0, 0], 1, '1 threat was found on 1 machine: 1 was stopped.'],
    [[0, 2, 1], 0, '3 threats were found: 2 were dealt with, 1 is being dealt with.'],
    [[5, 0, 2], 3, '7 threats were found on 3 machines: 5 were stopped, 2 are being dealt with.'],
  ] as const)('%j on %i machines', ([STOPPED, HANDLED, BEING_HANDLED], machines, sentence) =>
    expect(summarise({ STOPPED, HANDLED, BEING_HANDLED }, machines)).toBe(sentence),
  );
});
