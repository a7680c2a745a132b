import { type QueryExecutorProvider, sql } from 'kysely';
import { type ReplicaState } from './choose-server.js';

/** How long the replica may take to say where it is, before requests go to the primary. */
const deadlineMilliseconds = 1_000;
/** How long it is not asked again after it failed to answer. */
const pauseMilliseconds = 5_000;

/** The place in the log that a server has written or, as a replica, replayed. */
const place = sql<string>`(case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_insert_lsn() end - '0/0'::pg_lsn)::text`;

/** Places in the log of a primary and its replica. */
export interface Replication {
  /** Where the replica is; null when there is none, or it does not answer in time. Never rejects. */
  replicaState(now: Date): Promise<ReplicaState | null>;
  /** The place behind everything that was committed so far. */
  written(): Promise<bigint>;
}

/** Asks both servers where they are. `replica` is null where there is none. */
export function createReplication(primary: QueryExecutorProvider, replica: QueryExecutorProvider | null): Replication {
  let pausedUntil = 0;

  const written = async () => {
    const { rows } = await sql<{ place: string }>`select ${place} as place`.execute(primary);
    return BigInt(rows[0]?.place ?? 0);
  };

  async function askReplica(server: QueryExecutorProvider, now: Date): Promise<ReplicaState> {
    const { rows } = await sql<{ place: string; at: Date | null }>`
      select ${place} as place, case when pg_is_in_recovery() then pg_last_xact_replay_timestamp() else now() end as at`.execute(
      server,
    );
    const replayed = BigInt(rows[0]?.place ?? 0);
    const at = rows[0]?.at ?? null;
    // Nothing replayed lately: it stands still, or there is nothing to replay.
    const isRecent = at !== null && now.getTime() - at.getTime() < 1_000;
    if (isRecent) return { replayed, asOf: at };
    return replayed >= (await written()) ? { replayed, asOf: now } : { replayed, asOf: at ?? new Date(0) };
  }

  return {
    written,
    async replicaState(now) {
      if (replica === null || now.getTime() < pausedUntil) return null;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<null>((resolve) => {
        timer = setTimeout(() => resolve(null), deadlineMilliseconds);
      });
      const state = await Promise.race([askReplica(replica, now).catch(() => null), late]);
      clearTimeout(timer);
      if (state === null) pausedUntil = now.getTime() + pauseMilliseconds;
      return state;
    },
  };
}
