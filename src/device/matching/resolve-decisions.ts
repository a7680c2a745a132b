import type { ManualPair } from './match-devices.js';

export const decisionKinds = ['PIN', 'FORBID'] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/** A person's word as it was stored: the ids of its day, and the host keys to find both again. */
export interface StoredDecision extends ManualPair {
  kind: DecisionKind;
  hostKey: string;
  agentHostKey: string;
}

export interface DecisionSubjects {
  /** The devices of the client that can be matched. */
  devices: readonly { id: string; hostKey: string; present: boolean }[];
  agents: readonly { id: string; hostKey: string }[];
}

export interface ResolvedDecisions {
  pins: ManualPair[];
  forbidden: ManualPair[];
}

interface Resolved extends ManualPair {
  kind: DecisionKind;
  /** Whether the device is the very one a person named. */
  literal: boolean;
}

/**
 * What the decisions of one client mean for its devices and agents of today. Ids go first. A host key stands in for an id
 * that is gone, where it leads to one device or agent only: a decision that could mean several means none.
 */
export function resolveDecisions(
  decisions: readonly StoredDecision[],
  { devices, agents }: DecisionSubjects,
): ResolvedDecisions {
  const deviceIds = new Set(devices.map(({ id }) => id));
  const agentIds = new Set(agents.map(({ id }) => id));
  const devicesOf = Map.groupBy(devices, ({ hostKey }) => hostKey);
  const agentsOf = Map.groupBy(agents, ({ hostKey }) => hostKey);
  // An agent that is pinned by its id is known to be another than the namesake that went away.
  const pinnedAgents = new Set(decisions.filter(({ kind }) => kind === 'PIN').map(({ agentId }) => agentId));

  const deviceOf = ({ deviceId, hostKey }: StoredDecision): string | undefined => {
    if (deviceIds.has(deviceId)) return deviceId;
    const namesakes = devicesOf.get(hostKey) ?? [];
    const listed = namesakes.filter(({ present }) => present);
    return hostKey === '' ? undefined : only(listed.length > 0 ? listed : namesakes);
  };
  const agentOf = ({ agentId, agentHostKey }: StoredDecision): string | undefined => {
    if (agentIds.has(agentId)) return agentId;
    const successor = agentHostKey === '' ? undefined : only(agentsOf.get(agentHostKey) ?? []);
    return successor !== undefined && pinnedAgents.has(successor) ? undefined : successor;
  };

  const resolved = decisions.flatMap((decision): Resolved[] => {
    const deviceId = deviceOf(decision);
    const agentId = agentOf(decision);
    if (deviceId === undefined || agentId === undefined) return [];
    return [{ kind: decision.kind, deviceId, agentId, literal: deviceId === decision.deviceId }];
  });
  const pins = resolved.filter(({ kind }) => kind === 'PIN');
  // What was said of this very device outweighs what it takes over from the one before it.
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
