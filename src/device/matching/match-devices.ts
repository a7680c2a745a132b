import { hostKey, hostName, netbiosKey, netbiosLength } from '../../domain/hostname.js';
import { type MatchMode } from '../../domain/match-mode.js';
import { compareLiveness, compareText, findTwins, type MatchableDevice, usableMacs } from './twins.js';

export type { MatchableDevice } from './twins.js';

/** How a device and an agent came together, or why they did not. */
export const matchKinds = ['EXACT', 'SHORT_NAME', 'NETBIOS', 'MAC', 'PINNED', 'NONE', 'AMBIGUOUS'] as const;
export type MatchKind = (typeof matchKinds)[number];

export interface MatchableAgent {
  id: string;
  hostname: string;
  macs: readonly string[];
}

/** A person's word on one device and one agent. */
export interface ManualPair {
  deviceId: string;
  agentId: string;
}

export interface MatchInput {
  devices: readonly MatchableDevice[];
  agents: readonly MatchableAgent[];
  /** These two are one machine. */
  pins: readonly ManualPair[];
  /** Never these two. */
  forbidden: readonly ManualPair[];
  mode: MatchMode;
}

export interface Match {
  kind: MatchKind;
  agentId: string | null;
  /** One sentence for a technician. */
  reason: string;
  /** The agents an AMBIGUOUS device could be, the first `candidateLimit` by id. */
  candidates: readonly string[];
  /** The device that represents this one's machine; null if it does so itself. */
  twinOf: string | null;
}

/** Hundreds of machines called "localhost" are not a list a person would read. */
export const candidateLimit = 20;

interface Machine {
  /** Twins, the live one first. */
  devices: MatchableDevice[];
  live: MatchableDevice;
  macs: Set<string>;
  forbidden: Set<string>;
  pinnedTo: string | null;
}

/** A machine and an agent meet on a rung if both give the same text for it; an empty text takes no part. */
interface Rung {
  kind: 'EXACT' | 'SHORT_NAME' | 'NETBIOS';
  says: string;
  ofDevice(device: MatchableDevice): string;
  ofAgent(agent: MatchableAgent): string;
}

interface Ladder {
  rungs: readonly Rung[];
  /** Whether a MAC may tell namesakes apart. */
  byMac: boolean;
}

type Outcome = Omit<Match, 'twinOf'>;

/**
 * Matches the devices of one client to its agents. Names decide, from the strongest rung to the weakest, and only where a
 * name is unique on both sides; MACs decide between namesakes; what is left is AMBIGUOUS. Twins count as one machine.
 *
 * A machine stops at the first rung on which it meets an agent it may have. Namesakes that a stronger rung has settled
 * still count against a weaker one: to be left over is no evidence, and a wrong badge is worse than an open question.
 * Devices the inventory no longer lists take only what the listed ones leave.
 */
export function matchDevices(input: MatchInput): Map<string, Match> {
  const agents = input.agents.toSorted((a, b) => compareText(a.id, b.id));
  const machines = toMachines(input, standingPins(input));
  const ladder = ladders[input.mode];
  const outcomes = new Map<Machine, Outcome>();
  const spokenFor = new Set<string>();

  for (const machine of machines) {
    if (machine.pinnedTo === null) continue;
    outcomes.set(machine, { kind: 'PINNED', agentId: machine.pinnedTo, reason: 'Pinned by a person.', candidates: [] });
    spokenFor.add(machine.pinnedTo);
  }
  for (const present of [true, false]) {
    const round = machines.filter((machine) => machine.pinnedTo === null && machine.live.present === present);
    const free = agents.filter((agent) => !spokenFor.has(agent.id));
    climb(round, free, ladder, outcomes);
    for (const machine of round) {
      const { agentId, candidates } = outcomes.get(machine) ?? noAgent(machine);
      for (const id of agentId === null ? candidates : [agentId]) spokenFor.add(id);
    }
  }

  const matches = new Map<string, Match>();
  for (const machine of machines) {
    const outcome = outcomes.get(machine) ?? noAgent(machine);
    for (const device of machine.devices) {
      matches.set(device.id, { ...outcome, twinOf: device === machine.live ? null : machine.live.id });
    }
  }
  return matches;
}

const strictRungs: Rung[] = [
  {
    kind: 'EXACT',
    says: 'Same host name, letter for letter.',
    ofDevice: (device) => (device.name ?? '').trim(),
    ofAgent: (agent) => agent.hostname.trim(),
  },
];

const normalisedRungs: Rung[] = [
  {
    kind: 'EXACT',
    says: 'Same fully qualified host name.',
    ofDevice: (device) => (hostKey(null, device.fqdn) === '' ? '' : hostName(device.fqdn)),
    ofAgent: (agent) => hostName(agent.hostname),
  },
  {
    kind: 'EXACT',
    says: 'Same host name.',
    // The name may be older than the fqdn, which goes first: it speaks only where both mean the same machine.
    ofDevice: (device) => (hostKey(device.name) === keyOf(device) ? hostName(device.name) : ''),
    ofAgent: (agent) => hostName(agent.hostname),
  },
  {
    kind: 'SHORT_NAME',
    says: 'Same host name without its domain.',
    ofDevice: keyOf,
    ofAgent: (agent) => hostKey(agent.hostname),
  },
  {
    kind: 'NETBIOS',
    says: "The device's name is the agent's, cut to 15 characters by NetBIOS.",
    ofDevice: (device) => whole(keyOf(device)),
    ofAgent: (agent) => cut(hostKey(agent.hostname)),
  },
  {
    kind: 'NETBIOS',
    says: "The agent's name is the device's, cut to 15 characters by NetBIOS.",
    ofDevice: (device) => cut(keyOf(device)),
    ofAgent: (agent) => whole(hostKey(agent.hostname)),
  },
];

const ladders: Record<MatchMode, Ladder> = {
  NORMALISED: { rungs: normalisedRungs, byMac: true },
  STRICT: { rungs: strictRungs, byMac: false },
};

function keyOf(device: MatchableDevice): string {
  return hostKey(device.name, device.fqdn);
}

/** A key that NetBIOS may have cut. Two longer names with one beginning are two machines, so only one side may be cut. */
function whole(key: string): string {
  return [...key].length === netbiosLength ? key : '';
}

/** What NetBIOS would make of a longer key. */
function cut(key: string): string {
  return [...key].length > netbiosLength ? netbiosKey(key) : '';
}

/** The devices as machines. Two devices pinned to one agent are one machine, whatever their names; to two agents, two. */
function toMachines({ devices, forbidden, mode }: MatchInput, pinOf: ReadonlyMap<string, string>): Machine[] {
  const groups = findTwins(devices, (device) => ({
    key: mode === 'STRICT' ? (device.name ?? '').trim() : keyOf(device),
    fqdn: hostKey(null, device.fqdn) === '' ? '' : hostName(device.fqdn),
  }));
  const forbiddenOf = Map.groupBy(forbidden, (pair) => pair.deviceId);
  const mayNotHave = (device: MatchableDevice, agentId: string) =>
    forbiddenOf.get(device.id)?.some((pair) => pair.agentId === agentId) ?? false;

  const parts: MatchableDevice[][] = [];
  const pinnedTo = new Map<string, MatchableDevice[]>();
  for (const group of groups) {
    // Twins follow the pin of the liveliest, so a pin outlives a re-imaging, unless a person has forbidden just them.
    const followed = group.map((device) => pinOf.get(device.id)).find((agentId) => agentId !== undefined);
    const others: MatchableDevice[] = [];
    for (const device of group) {
      const agentId = pinOf.get(device.id) ?? followed;
      if (agentId === undefined || mayNotHave(device, agentId)) others.push(device);
      else pinnedTo.set(agentId, [...(pinnedTo.get(agentId) ?? []), device]);
    }
    if (others.length > 0) parts.push(others);
  }
  const toMachine = (twins: MatchableDevice[], agentId: string | null): Machine[] => {
    const sorted = twins.toSorted(compareLiveness);
    const [live] = sorted;
    if (!live) return [];
    return [
      {
        devices: sorted,
        live,
        macs: new Set(sorted.flatMap((device) => usableMacs(device.macs))),
        forbidden: new Set(sorted.flatMap((device) => forbiddenOf.get(device.id) ?? []).map((pair) => pair.agentId)),
        pinnedTo: agentId,
      },
    ];
  };
  return [
    ...[...pinnedTo].flatMap(([agentId, twins]) => toMachine(twins, agentId)),
    ...parts.flatMap((twins) => toMachine(twins, null)),
  ];
}

/** The pin of each device that still means something: its agent exists, and nobody has forbidden the two since. */
function standingPins({ pins, forbidden, agents }: MatchInput): Map<string, string> {
  const known = new Set(agents.map((agent) => agent.id));
  const banned = new Set(forbidden.map((pair) => `${pair.deviceId} ${pair.agentId}`));
  const standing = pins.filter((pin) => known.has(pin.agentId) && !banned.has(`${pin.deviceId} ${pin.agentId}`));
  // A device has one pin; should there be two, the lower agent id wins, whatever the order they come in.
  return new Map(
    standing.toSorted((a, b) => compareText(b.agentId, a.agentId)).map((pin) => [pin.deviceId, pin.agentId]),
  );
}

/** Takes machines up the rungs and writes down what becomes of each. */
function climb(
  machines: readonly Machine[],
  agents: readonly MatchableAgent[],
  { rungs, byMac }: Ladder,
  outcomes: Map<Machine, Outcome>,
): void {
  const taken = new Set<string>();
  const disputed = new Set<string>();
  for (const rung of rungs) {
    const agentsOf = Map.groupBy(agents, rung.ofAgent);
    const machinesOf = Map.groupBy(machines, (machine) => rung.ofDevice(machine.live));
    for (const [name, namesakes] of machinesOf) {
      const theirs = name === '' ? [] : (agentsOf.get(name) ?? []);
      const open = namesakes.filter((machine) => !outcomes.has(machine) && allowed(machine, theirs, 1).length > 0);

      const pairs: Decision[] = byName(namesakes, theirs).map((pair) => ({
        ...pair,
        kind: rung.kind,
        reason: rung.says,
      }));
      if (byMac) pairs.push(...byOwnMac(namesakes, theirs).map((pair) => ({ ...pair, ...toldApart })));
      for (const { machine, agent, kind, reason } of pairs) {
        if (outcomes.has(machine) || taken.has(agent.id) || disputed.has(agent.id)) continue;
        outcomes.set(machine, { kind, agentId: agent.id, reason, candidates: [] });
        taken.add(agent.id);
      }

      const left = theirs.filter((agent) => !taken.has(agent.id));
      for (const machine of open.filter((each) => !outcomes.has(each))) {
        outcomes.set(machine, undecided(allowed(machine, left, candidateLimit), namesakes.length, theirs.length));
      }
      if (open.some((machine) => outcomes.get(machine)?.kind === 'AMBIGUOUS')) {
        for (const agent of left) disputed.add(agent.id);
      }
    }
  }
}

interface Pair {
  machine: Machine;
  agent: MatchableAgent;
}

interface Decision extends Pair {
  kind: MatchKind;
  reason: string;
}

/** Among namesakes, the machines and agents of which each is the only one the other may have. */
function byName(machines: readonly Machine[], agents: readonly MatchableAgent[]): Pair[] {
  const refusals = countBy(machines.flatMap((machine) => [...machine.forbidden]));
  return machines.flatMap((machine) => {
    const [agent, another] = allowed(machine, agents, 2);
    if (!agent || another) return [];
    return machines.length - (refusals.get(agent.id) ?? 0) === 1 ? [{ machine, agent }] : [];
  });
}

const toldApart = {
  kind: 'MAC',
  reason: 'Several have this host name; a MAC address that only these two share tells them apart.',
} as const;

/** Among namesakes, the machines and agents that share a MAC no other of them has: a docking station's decides nothing. */
function byOwnMac(machines: readonly Machine[], agents: readonly MatchableAgent[]): Pair[] {
  const agentOf = soleOwners(agents.map((agent) => ({ owner: agent, macs: new Set(usableMacs(agent.macs)) })));
  const machineOf = soleOwners(machines.map((machine) => ({ owner: machine, macs: machine.macs })));
  const pairs = new Map<string, Pair>();
  for (const [mac, machine] of machineOf) {
    const agent = agentOf.get(mac);
    if (agent && !machine.forbidden.has(agent.id)) pairs.set(`${machine.live.id} ${agent.id}`, { machine, agent });
  }
  const all = [...pairs.values()];
  const ofMachine = countBy(all.map((pair) => pair.machine));
  const ofAgent = countBy(all.map((pair) => pair.agent));
  return all.filter((pair) => ofMachine.get(pair.machine) === 1 && ofAgent.get(pair.agent) === 1);
}

function soleOwners<T>(owners: readonly { owner: T; macs: ReadonlySet<string> }[]): Map<string, T> {
  const counts = countBy(owners.flatMap(({ macs }) => [...macs]));
  const sole = owners.flatMap(({ owner, macs }) => [...macs].map((mac) => [mac, owner] as const));
  return new Map(sole.filter(([mac]) => counts.get(mac) === 1));
}

function countBy<T>(items: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** The first agents a machine may have; looks no further than the limit, so that a crowd of namesakes stays cheap. */
function allowed(machine: Machine, agents: readonly MatchableAgent[], limit: number): MatchableAgent[] {
  const found: MatchableAgent[] = [];
  for (const agent of agents) {
    if (found.length === limit) break;
    if (!machine.forbidden.has(agent.id)) found.push(agent);
  }
  return found;
}

/** A machine that has namesakes among the agents, and neither name nor MAC says which is the one. */
function undecided(left: readonly MatchableAgent[], machineCount: number, agentCount: number): Outcome {
  const candidates = left.map((agent) => agent.id);
  if (candidates.length === 0) {
    return {
      kind: 'NONE',
      agentId: null,
      reason: 'The agent of this host name belongs to another device.',
      candidates,
    };
  }
  const reason = `Cannot tell which: devices that go by this host name: ${machineCount}, agents: ${agentCount}.`;
  return { kind: 'AMBIGUOUS', agentId: null, reason, candidates };
}

/** A machine that no agent shares a name with. */
function noAgent({ live, forbidden }: Machine): Outcome {
  const name = keyOf(live);
  const reason =
    name === ''
      ? 'The device has no host name.'
      : forbidden.size > 0
        ? `No agent with host name "${name}" that it may be matched to.`
        : `No agent of this client has host name "${name}".`;
  return { kind: 'NONE', agentId: null, reason, candidates: [] };
}
