import type { Queries } from '../../database/database.js';
import { type MatchMode } from '../../domain/match-mode.js';
import {
  type Match,
  type MatchableAgent,
  type MatchableDevice,
  type MatchKind,
  matchDevices,
} from './match-devices.js';
import { type DecisionKind, resolveDecisions, type StoredDecision } from './resolve-decisions.js';

/** What matching reads of devices, for a `where` of the caller's. */
export function selectMatchable(queries: Queries, tenantId: string) {
  return queries
    .selectFrom('device')
    .leftJoin('deviceState', (join) =>
      join.onRef('deviceState.tenantId', '=', 'device.tenantId').onRef('deviceState.deviceId', '=', 'device.id'),
    )
    .select([
      'device.id',
      'device.clientId',
      'device.name',
      'device.fqdn',
      'device.hostKey',
      'device.macs',
      'device.bdId',
    ])
    .select(['device.firstSeenAt', 'device.presence', 'device.managed', 'deviceState.lastSeenAt'])
    .select(['device.agentId', 'device.matchKind', 'device.matchReason', 'device.matchCandidates', 'device.twinOf'])
    .where('device.tenantId', '=', tenantId);
}

/** The match that is stored with a device. */
export function storedMatch(device: {
  agentId: string | null;
  matchKind: string;
  matchReason: string;
  matchCandidates: string[];
  twinOf: string | null;
}): Match {
  const { agentId, matchKind, matchReason: reason, matchCandidates: candidates, twinOf } = device;
  return { kind: matchKind as MatchKind, agentId, reason, candidates, twinOf };
}

/** What matching reads of people's decisions, for a `where` of the caller's. */
export function selectDecisions(queries: Queries, tenantId: string) {
  return queries
    .selectFrom('matchDecision')
    .select(['clientId', 'kind', 'deviceId', 'hostKey', 'agentId', 'agentHostKey'])
    .where('tenantId', '=', tenantId);
}

/** An agent as matching knows it, with the key its decisions go by. */
export interface KeyedAgent extends MatchableAgent {
  hostKey: string;
}

/** Matches stored devices of one client with agents, by what people have decided and by name. By the device's id. */
export function decideMatches(given: {
  devices: readonly (Omit<MatchableDevice, 'present'> & { hostKey: string; presence: string; managed: boolean })[];
  agents: readonly KeyedAgent[];
  decisions: readonly (Omit<StoredDecision, 'kind'> & { kind: string })[];
  mode: MatchMode;
}): Map<string, Match> {
  const { agents, mode } = given;
  // What BD only noticed in the network takes the agent that no protected device takes: it is the same machine.
  const devices = given.devices.map(({ presence, managed, ...device }) => ({
    ...device,
    present: presence === 'PRESENT' && managed,
  }));
  const decisions = given.decisions.map((decision) => ({ ...decision, kind: decision.kind as DecisionKind }));
  return matchDevices({ devices, agents, ...resolveDecisions(decisions, { devices, agents }), mode });
}
