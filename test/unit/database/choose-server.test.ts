import { expect, it } from 'vitest';
import { chooseServer, type ReadDemand, type ReplicaState } from '../../../src/database/choose-server.js';

const now = new Date('2026-11-29T10:00:00Z');
const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
const state: ReplicaState = { replayed: 100n, asOf: secondsAgo(1) };
const demand: ReadDemand = { isMutation: false, written: undefined, seen: [], hasSeenMore: false };

it.each<[string, ReplicaState | null, Partial<ReadDemand>, 'primary' | 'replica']>([
  ['there is a replica that keeps up', state, {}, 'replica'],
  ['there is none, or it does not answer', null, {}, 'primary'],
  ['the request is a mutation', state, { isMutation: true }, 'primary'],
  ['the replica is as old as allowed', { ...state, asOf: secondsAgo(30) }, {}, 'replica'],
  ['the replica is older', { ...state, asOf: secondsAgo(30.001) }, {}, 'primary'],
  ['the tenant has written what the replica has', state, { written: 100n }, 'replica'],
  ['the tenant has written what the replica lacks', state, { written: 101n }, 'primary'],
  ['the request has seen what the replica has', state, { seen: [7n, 100n] }, 'replica'],
  ['the request has seen what the replica lacks', state, { seen: [7n, 101n] }, 'primary'],
  ['the request has seen what cannot be compared', state, { hasSeenMore: true }, 'primary'],
])('when %s', (_when, replica, more, server) => {
  expect(chooseServer(replica, { ...demand, ...more }, now, 30_000)).toBe(server);
});
