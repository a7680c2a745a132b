import { hostKey, hostName, nameKey, netbiosKey, netbiosLength } from '../../domain/hostname.js';
import { type MatchMode } from '../../domain/match-mode.js';
import type { MatchableDevice } from './twins.js';

/** An agent as matching reads it. */
export interface MatchableAgent {
  id: string;
  hostname: string;
  macs: readonly string[];
}

/** One way to compare names: a device and an agent are namesakes on a rung if both give the same, non-empty text. */
export interface Rung {
  kind: 'EXACT' | 'SHORT_NAME' | 'NETBIOS' | 'NAME';
  /** Why a pair that this rung matched belongs together; a sentence for a technician. */
  reason: string;
  ofDevice(device: MatchableDevice): string;
  ofAgent(agent: MatchableAgent): string;
  /**
   * Whether the rung may decide on the device, given the host keys of all agents of the client; always if left out. One it
   * may not decide on still counts as a namesake.
   */
  isFor?(device: MatchableDevice, agentKeys: ReadonlySet<string>): boolean;
}

/** The comparisons of a match mode, the strongest first. */
export interface Ladder {
  rungs: readonly Rung[];
  /** Whether a MAC address may decide between namesakes. */
  byMac: boolean;
}

const strictRungs: Rung[] = [
  {
    kind: 'EXACT',
    reason: 'Same host name, letter for letter.',
    ofDevice: (device) => (device.name ?? '').trim(),
    ofAgent: (agent) => agent.hostname.trim(),
  },
];

const normalisedRungs: Rung[] = [
  {
    kind: 'EXACT',
    reason: 'Same fully qualified host name.',
    ofDevice: (device) => normalisedNames(device).fqdn,
    ofAgent: (agent) => agentNames(agent).name,
  },
  {
    kind: 'EXACT',
    reason: 'Same host name.',
    // The FQDN takes precedence. The name may be older, so it counts only if both give the same host key.
    ofDevice: (device) => normalisedNames(device).name,
    ofAgent: (agent) => agentNames(agent).name,
  },
  {
    kind: 'SHORT_NAME',
    reason: 'Same host name without its domain.',
    ofDevice: keyOf,
    ofAgent: (agent) => agentNames(agent).key,
  },
  {
    kind: 'NETBIOS',
    reason: "The device's name is the agent's, truncated to 15 characters by NetBIOS.",
    ofDevice: (device) => atLimit(keyOf(device)),
    ofAgent: (agent) => truncated(agentNames(agent).key),
  },
  {
    kind: 'NETBIOS',
    reason: "The agent's name is the device's, truncated to 15 characters by NetBIOS.",
    ofDevice: (device) => truncated(keyOf(device)),
    ofAgent: (agent) => atLimit(agentNames(agent).key),
  },
  {
    kind: 'NAME',
    reason: "The device's name is the agent's; no agent has the host name in its FQDN.",
    ofDevice: nameOrKeyOf,
    ofAgent: (agent) => agentNames(agent).key,
    isFor: isKnownByNameOnly,
  },
  {
    kind: 'NAME',
    reason:
      "The device's name is the agent's, truncated to 15 characters by NetBIOS; no agent has the host name in its FQDN.",
    ofDevice: (device) => atLimit(nameOrKeyOf(device)),
    ofAgent: (agent) => truncated(agentNames(agent).key),
    isFor: isKnownByNameOnly,
  },
];

/** The ladder of each match mode. */
export const ladders: Record<MatchMode, Ladder> = {
  NORMALISED: { rungs: normalisedRungs, byMac: true },
  STRICT: { rungs: strictRungs, byMac: false },
};

/** The names of a device, normalised; empty where it has none. */
export interface NormalisedNames {
  /** Its host key. */
  key: string;
  /** Its FQDN, unless that is an address or a placeholder. */
  fqdn: string;
  /** Its name with the domain, if that gives the same host key. */
  name: string;
  /** The host key of its name, if that is another one. */
  nameKey: string;
}

const known = new WeakMap<MatchableDevice, NormalisedNames>();

/** The normalised names of a device. They are computed once for each, since every rung reads them. */
export function normalisedNames(device: MatchableDevice): NormalisedNames {
  const names = known.get(device) ?? normalise(device);
  known.set(device, names);
  return names;
}

function normalise({ name, fqdn }: MatchableDevice): NormalisedNames {
  const key = hostKey(name, fqdn);
  return {
    key,
    fqdn: hostKey(null, fqdn) === '' ? '' : hostName(fqdn),
    name: hostKey(name) === key ? hostName(name) : '',
    nameKey: nameKey(name, fqdn, key),
  };
}

/** The names of an agent, normalised. */
interface AgentNames {
  name: string;
  key: string;
}

const knownOfAgents = new WeakMap<MatchableAgent, AgentNames>();

/** The normalised names of an agent, computed once for each like those of a device. */
export function agentNames(agent: MatchableAgent): AgentNames {
  const names = knownOfAgents.get(agent) ?? { name: hostName(agent.hostname), key: hostKey(agent.hostname) };
  knownOfAgents.set(agent, names);
  return names;
}

/** The host key of a device. */
export function keyOf(device: MatchableDevice): string {
  return normalisedNames(device).key;
}

/** The host key of a device's name if its FQDN gives another one, else its host key. */
function nameOrKeyOf(device: MatchableDevice): string {
  const names = normalisedNames(device);
  return names.nameKey || names.key;
}

/** Whether a device has a name beside its FQDN, and no agent has the host key of the FQDN. */
function isKnownByNameOnly(device: MatchableDevice, agentKeys: ReadonlySet<string>): boolean {
  const names = normalisedNames(device);
  return names.nameKey !== '' && !agentKeys.has(names.key);
}

/**
 * A key that NetBIOS may have truncated; empty if it has another length. Two longer names with the same beginning are two
 * machines, so only one side may be truncated.
 */
function atLimit(key: string): string {
  return [...key].length === netbiosLength ? key : '';
}

/** What NetBIOS keeps of a longer key; empty for a key that it keeps whole. */
function truncated(key: string): string {
  return [...key].length > netbiosLength ? netbiosKey(key) : '';
}
