/**
 * What ought to become of what GravityZone shows within one day, said in the simplest way: which traces are one threat. It knows nothing of
 * tables, times or transactions.
 */
export interface TraceThreat {
  machine: number;
  /** BD's ids of its incidents and quarantine items. */
  listed: Set<string>;
  hasIncident: boolean;
  /** The flag that raised it; null if a list did. */
  flag: 'INFECTED' | 'DETECTION' | null;
  open: boolean;
}

/** A row of a list. */
export interface ListedTrace {
  kind: 'INCIDENT' | 'QUARANTINE';
  id: string;
  /** The machine of its device; null for an incident that names none. */
  machine: number | null;
  /** The detection that left it: the two rows of one detection are one event. */
  detection: number;
}

/** The flags of one entry of the inventory. */
export interface FlagTrace {
  deviceId: string;
  machine: number;
  infected: boolean;
  detected: boolean;
}

interface KnownFlags {
  infected: boolean;
  detected: boolean;
  isReported: boolean;
}

const noMachine = -1;

export class TraceModel {
  readonly threats: TraceThreat[] = [];
  readonly #seen = new Map<string, { threat: TraceThreat; detection: number }>();
  readonly #flags = new Map<string, KnownFlags>();

  /** A list was read. */
  read(rows: readonly ListedTrace[]): void {
    for (const row of rows) if (!this.#seen.has(row.id)) this.#store(row);
  }

  /** The states of all devices were read. */
  readFlags(flags: readonly FlagTrace[]): void {
    for (const { deviceId, machine, infected, detected } of flags) {
      const known = this.#flags.get(deviceId) ?? { infected: false, detected: false, isReported: false };
      const isListed = this.threats.some((threat) => threat.machine === machine && threat.listed.size > 0);
      if (!infected && known.infected) this.#heal(machine);
      const isReported = known.isReported && infected;
      const reportsInfection = infected && !isListed && !isReported;
      if (reportsInfection) this.#flag(machine, 'INFECTED');
      if (detected && !known.detected && !isListed && !infected) this.#flag(machine, 'DETECTION');
      this.#flags.set(deviceId, { infected, detected, isReported: isReported || reportsInfection });
    }
  }

  #store(row: ListedTrace): void {
    const machine = row.machine ?? noMachine;
    const threat = this.#sameEvent(row) ?? this.#shownByFlag(machine) ?? this.#add(machine, null);
    threat.listed.add(row.id);
    threat.hasIncident ||= row.kind === 'INCIDENT';
    threat.open = true;
    this.#seen.set(row.id, { threat, detection: row.detection });
  }

  #sameEvent({ kind, detection }: ListedTrace): TraceThreat | undefined {
    const other = [...this.#seen.values()].find((seen) => seen.detection === detection);
    return other && (kind === 'QUARANTINE' || !other.threat.hasIncident) ? other.threat : undefined;
  }

  /** A threat that only a flag has shown; a detection before an infection. */
  #shownByFlag(machine: number): TraceThreat | undefined {
    const shown = this.threats.filter((threat) => threat.machine === machine && threat.listed.size === 0);
    return shown.find(({ flag }) => flag === 'DETECTION') ?? shown.at(-1);
  }

  #flag(machine: number, flag: 'INFECTED' | 'DETECTION'): void {
    const isOpen = (threat: TraceThreat) =>
      threat.machine === machine && threat.flag === flag && threat.listed.size === 0 && threat.open;
    if (!this.threats.some(isOpen)) this.#add(machine, flag);
  }

  #heal(machine: number): void {
    for (const threat of this.threats)
      if (threat.machine === machine && threat.flag === 'INFECTED' && threat.listed.size === 0) threat.open = false;
  }

  #add(machine: number, flag: TraceThreat['flag']): TraceThreat {
    const threat: TraceThreat = { machine, listed: new Set(), hasIncident: false, flag, open: true };
    this.threats.push(threat);
    return threat;
  }
}
