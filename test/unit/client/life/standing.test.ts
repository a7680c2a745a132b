import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ClientFact,
  longestChain,
  stateOf,
  unknownTargets,
  whereaboutsOf,
} from '../../../../src/client/life/standing.js';
import { clientStates } from '../../../../src/opsmerge/client-state.js';

const fact = (clientId: string, mergedInto: string | null = null, state: ClientFact['state'] = 'ACTIVE') => ({
  clientId,
  state,
  mergedInto,
});
const known = (...facts: ClientFact[]) => new Map(facts.map((each) => [each.clientId, each]));

describe('where the data of a client belong', () => {
  it.each([
    ['to itself', known(fact('a')), { kind: 'STAYS' }],
    ['to itself where core knows nothing', known(), { kind: 'STAYS' }],
    ['to the other client', known(fact('a', 'b'), fact('b')), { kind: 'FOLLOWS', into: fact('b') }],
    ['to the end of a chain', known(fact('a', 'b'), fact('b', 'c'), fact('c')), { kind: 'FOLLOWS', into: fact('c') }],
    [
      'to an archived client',
      known(fact('a', 'b'), fact('b', null, 'ARCHIVED')),
      { kind: 'FOLLOWS', into: fact('b', null, 'ARCHIVED') },
    ],
    ['nowhere, of a client merged into itself', known(fact('a', 'a')), { kind: 'WAITS', problem: 'CYCLE' }],
    ['nowhere, of a cycle', known(fact('a', 'b'), fact('b', 'a')), { kind: 'WAITS', problem: 'CYCLE' }],
    [
      'nowhere, of a chain into a cycle',
      known(fact('a', 'b'), fact('b', 'c'), fact('c', 'b')),
      { kind: 'WAITS', problem: 'CYCLE' },
    ],
    ['nowhere yet, of an unknown client', known(fact('a', 'b')), { kind: 'WAITS', problem: 'UNKNOWN_TARGET' }],
    [
      'nowhere yet, of a chain to an unknown client',
      known(fact('a', 'b'), fact('b', 'c')),
      { kind: 'WAITS', problem: 'UNKNOWN_TARGET' },
    ],
  ])('%s', (_name, facts, expected) => {
    expect(whereaboutsOf('a', facts)).toEqual(expected);
  });

  it('at the end of the longest chain, and no further', () => {
    const chain = (length: number) =>
      known(...Array.from({ length: length + 1 }, (_, at) => fact(`${at}`, at === length ? null : `${at + 1}`)));
    expect(whereaboutsOf('0', chain(longestChain))).toMatchObject({ kind: 'FOLLOWS' });
    expect(whereaboutsOf('0', chain(longestChain + 2))).toEqual({ kind: 'WAITS', problem: 'TOO_LONG' });
  });

  it('ends, whatever core says, at a client that was not merged', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const facts = fc.uniqueArray(
      fc.record({ clientId: id, state: fc.constantFrom(...clientStates), mergedInto: fc.option(id) }),
      { selector: ({ clientId }) => clientId },
    );
    fc.assert(
      fc.property(facts, id, (given, clientId) => {
        const found = whereaboutsOf(clientId, known(...given));
        if (found.kind !== 'FOLLOWS') return;
        expect(found.into.mergedInto).toBeNull();
        expect(found.into.clientId).not.toBe(clientId);
      }),
    );
  });
});

describe('the state of a client', () => {
  it.each([
    ['is what core says', known(fact('a', null, 'LEAD')), undefined, 'LEAD'],
    ['is that of the client it was merged into', known(fact('a', 'b', 'ARCHIVED'), fact('b')), 'ARCHIVED', 'ACTIVE'],
    ['is archived while its merge cannot be followed', known(fact('a', 'b', 'ARCHIVED')), undefined, 'ARCHIVED'],
    ['stays where core no longer knows the client', known(), 'ARCHIVED', 'ARCHIVED'],
    ['is active where nothing was ever said', known(), undefined, 'ACTIVE'],
  ] as const)('%s', (_name, facts, before, expected) => {
    expect(stateOf('a', facts, before)).toBe(expected);
  });
});

it('asks once for the targets of merges', () => {
  const facts = known(fact('a', 'b'), fact('c', 'b'), fact('d', 'e'), fact('e'), fact('f'));
  expect(unknownTargets(facts, new Set(['a', 'c', 'd', 'e', 'f']))).toEqual(['b']);
  expect(unknownTargets(facts, new Set(['a', 'b', 'c', 'd', 'e', 'f']))).toEqual([]);
});
