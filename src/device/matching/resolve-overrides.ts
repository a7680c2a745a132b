import type { ManualPair } from './match-devices.js';

export const overrideKinds = ['PIN', 'FORBID'] as const;
export type OverrideKind = (typeof overrideKinds)[number];

/** A match override as stored: the ids at the time, and the host keys by which both are found under new ids. */
export interface StoredOverride extends ManualPair {
  kind: OverrideKind;
  hostKey: string;
  agentHostKey: string;
}

/** The current devices and agents of a client. */
export interface OverrideSubjects {
  devices: readonly { id: string; hostKey: string; present: boolean }[];
  agents: readonly { id: string; hostKey: string }[];
}

/** The overrides as pairs of current ids. */
export interface ResolvedOverrides {
  pins: ManualPair[];
  forbidden: ManualPair[];
}

interface Resolved extends ManualPair {
  kind: OverrideKind;
  /** Whether the device is the one the user named, and not a successor. */
  literal: boolean;
}

/**
 * Applies the overrides of one client to its current devices and agents. Ids take precedence. If an id no longer exists, the
 * host key is used if exactly one device or agent has it; an override that could apply to several applies to none.
 */
export function resolveOverrides(
  overrides: readonly StoredOverride[],
  { devices, agents }: OverrideSubjects,
): ResolvedOverrides {
  const deviceIds = new Set(devices.map(({ id }) => id));
  const agentIds = new Set(agents.map(({ id }) => id));
  const devicesOf = Map.groupBy(devices, ({ hostKey }) => hostKey);
  const agentsOf = Map.groupBy(agents, ({ hostKey }) => hostKey);
  // An agent that is pinned by its own id is not the successor of a namesake that no longer exists.
  const pinnedAgents = new Set(overrides.filter(({ kind }) => kind === 'PIN').map(({ agentId }) => agentId));

  const deviceOf = ({ deviceId, hostKey }: StoredOverride): string | undefined => {
    if (deviceIds.has(deviceId)) return deviceId;
    const namesakes = devicesOf.get(hostKey) ?? [];
    const listed = namesakes.filter(({ present }) => present);
    return hostKey === '' ? undefined : only(listed.length > 0 ? listed : namesakes);
  };
  const agentOf = ({ agentId, agentHostKey }: StoredOverride): string | undefined => {
    if (agentIds.has(agentId)) return agentId;
    const successor = agentHostKey === '' ? undefined : only(agentsOf.get(agentHostKey) ?? []);
    return successor !== undefined && pinnedAgents.has(successor) ? undefined : successor;
  };

  const resolved = overrides.flatMap((override): Resolved[] => {
    const deviceId = deviceOf(override);
    const agentId = agentOf(override);
    if (deviceId === undefined || agentId === undefined) return [];
    return [{ kind: override.kind, deviceId, agentId, literal: deviceId === override.deviceId }];
  });
  const pins = resolved.filter(({ kind }) => kind === 'PIN');
  // A pin of the device itself outweighs one that it inherits from a predecessor.
  const ownPin = new Set(pins.filter(({ literal }) => literal).map(({ deviceId }) => deviceId));
  return {
    pins: pins.filter(({ literal, deviceId }) => literal || !ownPin.has(deviceId)).map(pairOf),
    forbidden: resolved.filter(({ kind }) => kind === 'FORBID').map(pairOf),
  };
}

function only(found: readonly { id: string }[]): string | undefined {
  return found.length === 1 ? found[0]?.id : undefined;
}

function pairOf({ deviceId, agentId }: ManualPair): ManualPair {
  return { deviceId, agentId };
}
