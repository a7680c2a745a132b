import { type MatchMode } from '../../domain/match-mode.js';
import { identifyingMacs, usableMacs } from './identifying-macs.js';
import { agentNames, type Ladder, ladders, type MatchableAgent, normalisedNames, type Rung } from './ladder.js';
import { compareText, type DeviceNames, findTwins, liveFirst, type MatchableDevice } from './twins.js';

export type { MatchableAgent } from './ladder.js';
export type { MatchableDevice } from './twins.js';

/** How a device was matched to an agent, or why it was not. */
export const matchKinds = ['EXACT', 'SHORT_NAME', 'NETBIOS', 'NAME', 'MAC', 'PINNED', 'NONE', 'AMBIGUOUS'] as const;
export type MatchKind = (typeof matchKinds)[number];

/** A device and an agent that a user has decided on. */
export interface ManualPair {
  deviceId: string;
  agentId: string;
}

export interface MatchInput {
  devices: readonly MatchableDevice[];
  agents: readonly MatchableAgent[];
  /** Pairs that are the same machine. */
  pins: readonly ManualPair[];
  /** Pairs that are never the same machine. */
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
  /** Id of the device that represents the machine; null if this device does. */
  twinOf: string | null;
}

/** Nobody reads a list of hundreds of machines named "localhost". */
export const candidateLimit = 20;

interface Machine {
  /** The twins, the live device first. */
  devices: MatchableDevice[];
  live: MatchableDevice;
  macs: Set<string>;
  forbidden: Set<string>;
  pinnedTo: string | null;
}

type Outcome = Omit<Match, 'twinOf'>;

/**
 * Matches the devices of one client to its agents. Takes the devices, the agents and what users have decided; returns the
 * match of each device by its id. Names decide, from the strongest rung to the weakest, and only if a name is unique on
 * both sides; MAC addresses decide between namesakes; what is left is AMBIGUOUS. Twins count as one machine.
 *
 * A machine stops at the first rung on which it shares a name with an agent it may have. Namesakes that a stronger rung
 * has matched still count on a weaker one: being left over is no evidence, and a wrong badge is worse than an open
 * question. Devices that the inventory no longer lists get only the agents that the listed ones leave.
 */
export function matchDevices(input: MatchInput): Map<string, Match> {
  const agents = input.agents.toSorted((a, b) => compareText(a.id, b.id));
  const agentKeys = new Set(agents.map((agent) => agentNames(agent).key));
  const machines = toMachines(input, validPins(input));
  const outcomes = pinnedOutcomes(machines);
  for (const present of [true, false]) {
    const round = machines.filter((machine) => machine.pinnedTo === null && machine.live.present === present);
    climb(round, { free: freeAgents(agents, outcomes), agentKeys }, ladders[input.mode], outcomes);
  }
  return matchesOf(machines, outcomes);
}

/** The outcomes of the machines that are pinned. */
function pinnedOutcomes(machines: readonly Machine[]): Map<Machine, Outcome> {
  const outcomes = new Map<Machine, Outcome>();
  for (const machine of machines) {
    if (machine.pinnedTo === null) continue;
    outcomes.set(machine, { kind: 'PINNED', agentId: machine.pinnedTo, reason: 'Pinned by a user.', candidates: [] });
  }
  return outcomes;
}

/** The agents that no outcome has matched or listed as a candidate. */
function freeAgents(
  agents: readonly MatchableAgent[],
  outcomes: ReadonlyMap<Machine, Outcome>,
): readonly MatchableAgent[] {
  const claimed = new Set<string>();
  for (const { agentId, candidates } of outcomes.values())
    for (const id of agentId === null ? candidates : [agentId]) claimed.add(id);
  return agents.filter((agent) => !claimed.has(agent.id));
}

/** The match of each device: that of its machine. Machines without an outcome have no agent. */
function matchesOf(machines: readonly Machine[], outcomes: ReadonlyMap<Machine, Outcome>): Map<string, Match> {
  const matches = new Map<string, Match>();
  for (const machine of machines) {
    const outcome = outcomes.get(machine) ?? noAgent(machine);
    for (const device of machine.devices)
      matches.set(device.id, { ...outcome, twinOf: device === machine.live ? null : machine.live.id });
  }
  return matches;
}

/** Groups devices into machines. Two devices pinned to one agent are one machine, whatever their names; to two agents, two. */
function toMachines({ devices, forbidden, mode }: MatchInput, pinOf: ReadonlyMap<string, string>): Machine[] {
  const namesOf = (device: MatchableDevice): DeviceNames => {
    const { key, fqdn } = normalisedNames(device);
    return { key: mode === 'STRICT' ? (device.name ?? '').trim() : key, fqdn };
  };
  const macs = identifyingMacs(devices, namesOf);
  const macsOf = (device: MatchableDevice) => macs.get(device) ?? [];
  const groups = findTwins(devices, namesOf, macsOf);
  const forbiddenOf = Map.groupBy(forbidden, (pair) => pair.deviceId);
  const mayNotHave = (device: MatchableDevice, agentId: string) =>
    forbiddenOf.get(device.id)?.some((pair) => pair.agentId === agentId) ?? false;

  const parts: MatchableDevice[][] = [];
  const pinnedTo = new Map<string, MatchableDevice[]>();
  for (const group of groups) {
    // Twins follow the pin of the liveliest one, so that a pin survives reinstallation, unless that pair is forbidden.
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
    const sorted = liveFirst(twins);
    const [live] = sorted;
    if (!live) return [];
    return [
      {
        devices: sorted,
        live,
        macs: new Set(sorted.flatMap(macsOf)),
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

/** The agent each device is pinned to, by the device's id, of pins whose agent exists and whose pair is not forbidden. */
function validPins({ pins, forbidden, agents }: MatchInput): Map<string, string> {
  const known = new Set(agents.map((agent) => agent.id));
  const banned = new Set(forbidden.map((pair) => `${pair.deviceId} ${pair.agentId}`));
  const valid = pins.filter((pin) => known.has(pin.agentId) && !banned.has(`${pin.deviceId} ${pin.agentId}`));
  // A device has one pin. If there are two, the lower agent id wins, whatever their order.
  return new Map(valid.toSorted((a, b) => compareText(b.agentId, a.agentId)).map((pin) => [pin.deviceId, pin.agentId]));
}

/** What one climb has decided so far. */
interface Progress {
  outcomes: Map<Machine, Outcome>;
  /** The ids of agents that are matched. */
  matched: Set<string>;
  /** The ids of agents that an AMBIGUOUS machine could be; weaker rungs do not match them. */
  disputed: Set<string>;
}

/** Machines and agents that a rung gives the same name, at least one of each. */
interface Namesakes {
  machines: readonly Machine[];
  agents: readonly MatchableAgent[];
}

/**
 * Compares machines with the free agents rung by rung, and adds what is decided to `outcomes`. `agentKeys` are the host
 * keys of all agents of the client.
 */
function climb(
  machines: readonly Machine[],
  { free, agentKeys }: { free: readonly MatchableAgent[]; agentKeys: ReadonlySet<string> },
  { rungs, byMac }: Ladder,
  outcomes: Map<Machine, Outcome>,
): void {
  const progress: Progress = { outcomes, matched: new Set(), disputed: new Set() };
  for (const rung of rungs) {
    for (const namesakes of namesakesOn(rung, machines, free)) {
      if (namesakes.machines.every((machine) => outcomes.has(machine))) continue;
      const open = new Set(
        namesakes.machines.filter(
          (machine) =>
            !outcomes.has(machine) &&
            (rung.isFor?.(machine.live, agentKeys) ?? true) &&
            allowed(machine, namesakes.agents, 1).length > 0,
        ),
      );
      const pairs = pairsOf(namesakes, rung, byMac).filter(({ machine }) => open.has(machine));
      matchPairs(pairs, progress);
      leaveUndecided(
        [...open].filter((machine) => !outcomes.has(machine)),
        namesakes,
        progress,
      );
    }
  }
}

function namesakesOn(rung: Rung, machines: readonly Machine[], agents: readonly MatchableAgent[]): Namesakes[] {
  const agentsOf = Map.groupBy(agents, rung.ofAgent);
  const machinesOf = Map.groupBy(machines, (machine) => rung.ofDevice(machine.live));
  return [...machinesOf].flatMap(([name, sameName]) => {
    const theirs = name === '' ? undefined : agentsOf.get(name);
    return theirs === undefined ? [] : [{ machines: sameName, agents: theirs }];
  });
}

/** The pairs among namesakes that their names or MAC addresses decide, those by name first. */
function pairsOf({ machines, agents }: Namesakes, { kind, reason }: Rung, byMac: boolean): DecidedPair[] {
  const named = byName(machines, agents).map((pair) => ({ ...pair, kind, reason }));
  return byMac ? [...named, ...byOwnMac(machines, agents).map((pair) => ({ ...pair, ...decidedByMac }))] : named;
}

/** Matches pairs whose machine has no outcome yet and whose agent is neither matched nor disputed. */
function matchPairs(pairs: readonly DecidedPair[], { outcomes, matched, disputed }: Progress): void {
  for (const { machine, agent, kind, reason } of pairs) {
    if (outcomes.has(machine) || matched.has(agent.id) || disputed.has(agent.id)) continue;
    outcomes.set(machine, { kind, agentId: agent.id, reason, candidates: [] });
    matched.add(agent.id);
  }
}

/** Ends the climb of machines that share a name with agents but got none; the agents they could be are disputed. */
function leaveUndecided(
  open: readonly Machine[],
  { machines, agents }: Namesakes,
  { outcomes, matched, disputed }: Progress,
): void {
  const left = agents.filter((agent) => !matched.has(agent.id));
  const decided = open.map((machine) => {
    const outcome = undecided(allowed(machine, left, candidateLimit), machines.length, agents.length);
    outcomes.set(machine, outcome);
    return outcome;
  });
  if (decided.some(({ kind }) => kind === 'AMBIGUOUS')) for (const agent of left) disputed.add(agent.id);
}

interface Pair {
  machine: Machine;
  agent: MatchableAgent;
}

interface DecidedPair extends Pair {
  kind: MatchKind;
  reason: string;
}

/** Among namesakes, the pairs in which each is the only one that the other may have. */
function byName(machines: readonly Machine[], agents: readonly MatchableAgent[]): Pair[] {
  const refusals = countBy(machines.flatMap((machine) => [...machine.forbidden]));
  return machines.flatMap((machine) => {
    const [agent, another] = allowed(machine, agents, 2);
    if (!agent || another) return [];
    return machines.length - (refusals.get(agent.id) ?? 0) === 1 ? [{ machine, agent }] : [];
  });
}

const decidedByMac = {
  kind: 'MAC',
  reason: 'Several share this host name; a MAC address that only these two have identifies them.',
} as const;

/** Among namesakes, the pairs that share a MAC address no other has; that of a shared docking station decides nothing. */
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

/** The first `limit` agents a machine may have. It stops there so that thousands of namesakes stay cheap. */
function allowed(machine: Machine, agents: readonly MatchableAgent[], limit: number): MatchableAgent[] {
  const found: MatchableAgent[] = [];
  for (const agent of agents) {
    if (found.length === limit) break;
    if (!machine.forbidden.has(agent.id)) found.push(agent);
  }
  return found;
}

/** The outcome of a machine with namesakes among the agents that neither name nor MAC address decides. */
function undecided(left: readonly MatchableAgent[], machineCount: number, agentCount: number): Outcome {
  const candidates = left.map((agent) => agent.id);
  if (candidates.length === 0) {
    return {
      kind: 'NONE',
      agentId: null,
      reason: 'The agent with this host name belongs to another device.',
      candidates,
    };
  }
  const reason = `Several share this host name (devices: ${machineCount}, agents: ${agentCount}).`;
  return { kind: 'AMBIGUOUS', agentId: null, reason, candidates };
}

/** The outcome of a machine without a namesake among the agents. */
function noAgent({ live, forbidden }: Machine): Outcome {
  const { key, nameKey } = normalisedNames(live);
  const name = [key, nameKey].filter((each) => each !== '').join('" or "');
  const reason =
    name === ''
      ? 'The device has no host name.'
      : forbidden.size > 0
        ? `No agent with host name "${name}" that it may be matched to.`
        : `No agent of this client has host name "${name}".`;
  return { kind: 'NONE', agentId: null, reason, candidates: [] };
}
