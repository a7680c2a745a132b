import { splitReason } from '../device/matching/agents-elsewhere.js';
import type { Finding } from './diagnostics.type.js';
import { byMutation, bySetting, finding, nothingToChange } from './finding.js';
import { type NearName, nearNames } from './near-names.js';

/** A device without an agent, or one that is missing from the inventory. */
export interface DeviceFacts {
  id: string;
  name: string;
  clientId: string | null;
  hostKey: string;
  /** The host key of its name in Bitdefender, if the FQDN gives another one; else empty. */
  nameKey: string;
  presence: string;
  presenceChangedAt: Date;
  matchKind: string;
  matchReason: string;
  matchCandidates: string[];
  agentId: string | null;
}

/** An agent without a device. */
export interface FreeAgentFacts {
  id: string;
  name: string;
  clientId: string;
  key: string;
}

/**
 * Why devices have no agent: the findings for `devices`, given the agents of their clients without a device. Missing
 * devices and devices without a similar agent name are reported only if `asked`, for a device that the caller named: a
 * machine without an agent is no fault by itself. `strict` means that names are compared in STRICT mode.
 */
export function diagnoseDevices(
  devices: DeviceFacts[],
  freeAgents: FreeAgentFacts[],
  { asked, strict }: { asked: boolean; strict: boolean },
): Finding[] {
  const agentsOf = Map.groupBy(freeAgents, ({ clientId }) => clientId);
  return devices.flatMap((device) => {
    if (device.presence !== 'PRESENT') return asked ? [missing(device)] : [];
    if (device.agentId !== null) return [];
    if (device.matchKind === 'AMBIGUOUS') return [ambiguous(device)];
    const agents = agentsOf.get(device.clientId ?? '') ?? [];
    const near = nearNames(device.hostKey, agents, device.nameKey);
    const [nearest] = near;
    if (nearest !== undefined) return [namesDiffer(device, nearest, near, strict)];
    return asked ? [withoutAgent(device, agents.length)] : [];
  });
}

function missing({ id: deviceId, name, presenceChangedAt }: DeviceFacts): Finding {
  return finding('WARNING', 'DEVICE_MISSING', {
    deviceId,
    message: `Bitdefender no longer lists "${name}"; its history is kept.`,
    evidence: { device: name, since: presenceChangedAt },
    remedy: nothingToChange('No action needed. The device returns when Bitdefender lists it again.'),
  });
}

function ambiguous({ id: deviceId, name, matchReason, matchCandidates }: DeviceFacts): Finding {
  return finding('WARNING', 'DEVICE_AMBIGUOUS', {
    deviceId,
    message: `"${name}" could be any of several agents: ${matchReason}`,
    evidence: { device: name, agentIds: matchCandidates.join(', ') },
    remedy: byMutation('pinBitdefenderDevice', 'Pin the device to its agent.'),
  });
}

function namesDiffer(
  { id: deviceId, name }: DeviceFacts,
  nearest: NearName,
  near: readonly NearName[],
  strict: boolean,
): Finding {
  return finding('WARNING', 'HOST_NAMES_DIFFER', {
    deviceId,
    message: `The device is "${name}" in Bitdefender and "${nearest.name}" in OpsMerge. ${nearest.reason}`,
    evidence: {
      device: name,
      agents: near.map((agent) => agent.name).join(', '),
      agentIds: near.map((agent) => agent.id).join(', '),
    },
    remedy:
      strict && nearest.kind === 'SPELLING'
        ? bySetting('matchMode', 'Set the match mode to NORMALISED, or pin the device to the agent.')
        : byMutation(
            'pinBitdefenderDevice',
            'If both are the same machine, pin the device to the agent or rename one of them.',
          ),
  });
}

function withoutAgent({ id: deviceId, name, matchReason }: DeviceFacts, freeAgents: number): Finding {
  return finding('INFORMATION', 'DEVICE_WITHOUT_AGENT', {
    deviceId,
    message: `No agent of the client has a name like "${name}". ${matchReason}`,
    evidence: { device: name, freeAgents },
    remedy:
      splitReason(matchReason).elsewhere === null
        ? nothingToChange('Install the OpsMerge agent on the machine. It is matched by host name immediately.')
        : byMutation(
            'mapBitdefenderCompanies',
            'If both are the same machine, map the company to that client, or move the agent to this one. Matches never cross clients.',
          ),
  });
}
