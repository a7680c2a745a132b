import { describe, expect, it } from 'vitest';
import type { ClientFact } from '../../../../src/client/life/standing.js';
import { planMerges, type StoredMerge } from '../../../../src/client/merge/plan-merges.js';

const fact = (clientId: string, mergedInto: string | null = null): ClientFact => ({
  clientId,
  state: 'ACTIVE',
  mergedInto,
});
const facts = (...given: ClientFact[]) => new Map(given.map((each) => [each.clientId, each]));
const merge = (intoClientId: string | null, state: StoredMerge['state'], problem: StoredMerge['problem'] = null) => ({
  ...{ clientId: 'a', intoClientId, state, problem },
});

describe('what becomes of a merge', () => {
  it.each<[string, Map<string, ClientFact>, StoredMerge | null, StoredMerge | 'DROPPED' | 'AS IT WAS']>([
    ['nothing, without one', facts(fact('a')), null, 'AS IT WAS'],
    ['it begins', facts(fact('a', 'b'), fact('b')), null, merge('b', 'MOVING')],
    ['it goes on', facts(fact('a', 'b'), fact('b')), merge('b', 'MOVING'), 'AS IT WAS'],
    ['it is done once', facts(fact('a', 'b'), fact('b')), merge('b', 'DONE'), 'AS IT WAS'],
    ['it goes to the end of a chain', facts(fact('a', 'b'), fact('b', 'c'), fact('c')), null, merge('c', 'MOVING')],
    [
      'under way, it follows its target',
      facts(fact('a', 'b'), fact('b', 'c'), fact('c')),
      merge('b', 'MOVING'),
      merge('c', 'MOVING'),
    ],
    [
      'done, it follows its target',
      facts(fact('a', 'b'), fact('b', 'c'), fact('c')),
      merge('b', 'DONE'),
      merge('c', 'MOVING'),
    ],
    ['it waits for a client that core knows', facts(fact('a', 'b')), null, merge(null, 'WAITING', 'UNKNOWN_TARGET')],
    [
      'it waits for another reason',
      facts(fact('a', 'b'), fact('b', 'a')),
      merge(null, 'WAITING', 'UNKNOWN_TARGET'),
      merge(null, 'WAITING', 'CYCLE'),
    ],
    ['it still waits', facts(fact('a', 'b')), merge(null, 'WAITING', 'UNKNOWN_TARGET'), 'AS IT WAS'],
    [
      'it begins after it waited',
      facts(fact('a', 'b'), fact('b')),
      merge(null, 'WAITING', 'CYCLE'),
      merge('b', 'MOVING'),
    ],
    [
      'what moves goes on where a cycle was made',
      facts(fact('a', 'b'), fact('b', 'a')),
      merge('b', 'MOVING'),
      'AS IT WAS',
    ],
    ['taken back before it began, it is dropped', facts(fact('a')), merge(null, 'WAITING', 'CYCLE'), 'DROPPED'],
    ['taken back under way, it is finished', facts(fact('a')), merge('b', 'MOVING'), 'AS IT WAS'],
    ['taken back when it is done, it is over', facts(fact('a')), merge('b', 'DONE'), 'DROPPED'],
    ['it stays where core no longer knows the client', facts(), merge('b', 'DONE'), 'AS IT WAS'],
  ])('%s', (_name, given, stored, expected) => {
    const plan = planMerges(['a'], given, new Map(stored ? [['a', stored]] : []));
    expect(plan).toEqual({
      store: typeof expected === 'string' ? [] : [expected],
      drop: expected === 'DROPPED' ? ['a'] : [],
    });
  });
});
