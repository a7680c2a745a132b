import { sql } from 'kysely';
import type { Queries } from '../../database/database.js';
import { laterMatchKinds, laterValue } from '../../database/later-values.js';
import { type MatchMode } from '../../domain/match-mode.js';
import {
  type Match,
  type MatchableAgent,
  type MatchableDevice,
  type MatchKind,
  matchDevices,
} from './match-devices.js';
import { type OverrideKind, resolveOverrides, type StoredOverride } from './resolve-overrides.js';

/** Selects the devices of a tenant as matching reads them; the caller adds a `where`. */
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
    .select(['device.firstSeenAt', 'device.presence', 'device.managed', 'device.twinOf'])
    .select([
      'deviceState.lastSeenAt',
      sql<Date | null>`greatest(device.last_scan_at, device_state.last_scan_at)`.as('lastScanAt'),
      'deviceState.asOf as stateAsOf',
      sql<boolean>`coalesce(device.state_refused_at > coalesce(device_state.as_of, '-infinity'), false)`.as(
        'stateRefused',
      ),
    ])
    .select(['device.agentId', 'device.matchReason', 'device.matchCandidates'])
    .select(laterValue(laterMatchKinds).as('matchKind'))
    .where('device.tenantId', '=', tenantId);
}

/** The match stored with a device. */
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

/** Selects the match overrides of a tenant; the caller adds a `where`. */
export function selectOverrides(queries: Queries, tenantId: string) {
  return queries
    .selectFrom('matchDecision')
    .select(['clientId', 'kind', 'deviceId', 'hostKey', 'agentId', 'agentHostKey'])
    .where('tenantId', '=', tenantId);
}

/** An agent as matching reads it, with the host key by which overrides find it. */
export interface KeyedAgent extends MatchableAgent {
  hostKey: string;
}

/** Matches stored devices of one client to agents, by overrides and by name. Returns the matches by device id. */
export function matchWithOverrides(given: {
  devices: readonly (Omit<MatchableDevice, 'present'> & { hostKey: string; presence: string; managed: boolean })[];
  agents: readonly KeyedAgent[];
  overrides: readonly (Omit<StoredOverride, 'kind'> & { kind: string })[];
  mode: MatchMode;
}): Map<string, Match> {
  const { agents, mode } = given;
  // A device that Bitdefender only discovered gets the agent that no protected device gets: it is the same machine.
  const devices = given.devices.map(({ presence, managed, ...device }) => ({
    ...device,
    present: presence === 'PRESENT' && managed,
  }));
  const overrides = given.overrides.map((override) => ({ ...override, kind: override.kind as OverrideKind }));
  return matchDevices({ devices, agents, ...resolveOverrides(overrides, { devices, agents }), mode });
}
