/** How far a replica is. */
export interface ReplicaState {
  /** The place in the primary's log up to which it has replayed. */
  replayed: bigint;
  /** The time up to which its data are. */
  asOf: Date;
}

/** What the request that is about to read demands. */
export interface ReadDemand {
  isMutation: boolean;
  /** The latest place in the log that this process has written for the tenant; undefined for none. */
  written: bigint | undefined;
  /** Places in the log that the request has seen. */
  seen: readonly bigint[];
  /** Whether the request has seen something that cannot be compared, or that the replica has not. */
  hasSeenMore: boolean;
}

/**
 * Decides which server the lists of a request are read from. `replica` is null where there is none or it does not answer; its data may
 * be `maximumLag` milliseconds old. The replica must have everything that the request, or the tenant through this process, has seen.
 */
export function chooseServer(
  replica: ReplicaState | null,
  demand: ReadDemand,
  now: Date,
  maximumLag: number,
): 'primary' | 'replica' {
  if (replica === null || demand.isMutation || demand.hasSeenMore) return 'primary';
  if (now.getTime() - replica.asOf.getTime() > maximumLag) return 'primary';
  const places = demand.written === undefined ? demand.seen : [...demand.seen, demand.written];
  return places.every((place) => place <= replica.replayed) ? 'replica' : 'primary';
}
