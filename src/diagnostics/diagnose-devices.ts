import type { Finding } from './diagnostics.type.js';
import { byItself, byMutation, bySetting, finding } from './finding.js';
import { nearNames } from './near-names.js';

/** A device that has no agent, or is not there any more. */
export interface DeviceFacts {
  id: string;
  name: string;
  clientId: string | null;
  hostKey: string;
  presence: string;
  presenceChangedAt: Date;
  matchKind: string;
  matchReason: string;
  matchCandidates: string[];
  agentId: string | null;
}

/** An agent that has no device. */
export interface FreeAgentFacts {
  id: string;
  name: string;
  clientId: string;
  key: string;
}

/**
 * Why devices have no agent. A device without any near name is only told of when it was asked about (`asked`): machines
 * without an agent are no fault by themselves.
 */
export function diagnoseDevices(
  devices: DeviceFacts[],
  freeAgents: FreeAgentFacts[],
  { asked, strict }: { asked: boolean; strict: boolean },
): Finding[] {
  const agentsOf = Map.groupBy(freeAgents, ({ clientId }) => clientId);
  return devices.flatMap((device) => {
    const { id: deviceId, name, matchReason } = device;
    if (device.presence !== 'PRESENT')
      return asked
        ? [
            finding('WARNING', 'DEVICE_MISSING', {
              deviceId,
              message: `Bitdefender does not list "${name}" any more; its history is kept.`,
              evidence: { device: name, since: device.presenceChangedAt },
              remedy: byItself('It comes back by itself when Bitdefender lists it again.'),
            }),
          ]
        : [];
    if (device.agentId !== null) return [];
    if (device.matchKind === 'AMBIGUOUS')
      return [
        finding('WARNING', 'DEVICE_AMBIGUOUS', {
          deviceId,
          message: `"${name}" could be several agents: ${matchReason}`,
          evidence: { device: name, agentIds: device.matchCandidates.join(', ') },
          remedy: byMutation('pinBitdefenderDevice', 'Pin the device to the agent it is.'),
        }),
      ];
    const near = nearNames(device.hostKey, agentsOf.get(device.clientId ?? '') ?? []);
    const [nearest] = near;
    if (nearest !== undefined) {
      return [
        finding('WARNING', 'HOST_NAMES_DIFFER', {
          deviceId,
          message: `Bitdefender calls it "${name}", OpsMerge "${nearest.name}". ${nearest.reason}`,
          evidence: {
            device: name,
            agents: near.map((agent) => agent.name).join(', '),
            agentIds: near.map((agent) => agent.id).join(', '),
          },
          remedy:
            strict && nearest.kind === 'SPELLING'
              ? bySetting('matchMode', 'Set the comparison of names to NORMALISED, or pin the device to the agent.')
              : byMutation(
                  'pinBitdefenderDevice',
                  'Pin the device to the agent if they are one machine, or rename one.',
                ),
        }),
      ];
    }
    return asked
      ? [
          finding('INFORMATION', 'DEVICE_WITHOUT_AGENT', {
            deviceId,
            message: `No agent of the client has a name like "${name}". ${matchReason}`,
            evidence: { device: name, freeAgents: agentsOf.get(device.clientId ?? '')?.length ?? 0 },
            remedy: byItself('Install the OpsMerge agent on it: they meet by their host name at once.'),
          }),
        ]
      : [];
  });
}
