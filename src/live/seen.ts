import { sql } from 'kysely';
import { chooseServer } from '../database/choose-server.js';
import { type Database } from '../database/database.js';
import { type Reading, withReading } from '../database/reading.js';

/** The logs whose cursors a request may have seen. */
const logs = ['threat_change', 'alert_change'] as const;

/** What a request says it has seen. */
export interface Seen {
  /** Places in the log of the database, which mutations give. */
  places: bigint[];
  /** Sequences of change logs, which subscriptions give as cursors. */
  sequences: string[];
  /** Whether there is more, which cannot be read. */
  hasUnknown: boolean;
}

/** The token of a place in the log of the database; opaque to clients. */
export function encodePlace(place: bigint): string {
  return Buffer.from(JSON.stringify(['wal', String(place)])).toString('base64url');
}

/** Reads the header `x-opsmerge-seen`: tokens of mutations and cursors of subscriptions, separated by commas. */
export function readSeen(header: string | undefined): Seen {
  const seen: Seen = { places: [], sequences: [], hasUnknown: false };
  for (const entry of (header ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)) {
    const text = Buffer.from(entry, 'base64url').toString();
    const place = /^\["wal","(\d{1,20})"\]$/.exec(text)?.[1];
    const sequence = /^\["?(\d{1,18})"?\]$/.exec(text)?.[1];
    if (place !== undefined) seen.places.push(BigInt(place));
    else if (sequence !== undefined) seen.sequences.push(sequence);
    else seen.hasUnknown = true;
  }
  return seen;
}

/** Beyond every place in a log. */
const unreachable = 2n ** 64n;

/** What the server asks for each request. */
export interface ReadRouting {
  /** Decides where a request reads from, which it then does with `reading`. */
  choose(reading: Reading, request: ReadRequest): Promise<void>;
  /** Remembers that a mutation of the tenant was carried out. */
  remember(tenantId: string): Promise<void>;
  /** The token of everything that was committed so far; null where there is no replica. */
  token(): Promise<string | null>;
}

export interface ReadRequest {
  tenantId: string;
  isMutation: boolean;
  /** The header `x-opsmerge-seen`. */
  seen: string | undefined;
}

/** Routes reads between the primary and its replica. Without one, nothing is asked and everything comes from the primary. */
export function createReadRouting(database: Database, replica?: { lagSeconds: number }): ReadRouting {
  /** The latest place that a mutation of each tenant has written through this process, until the replica is past it. */
  const written = new Map<string, bigint>();

  /** Whether the replica lacks changes with these sequences, of either log: a cursor does not say which is its own. */
  async function lacks(tenantId: string, sequences: readonly string[], reading: Reading): Promise<boolean> {
    if (sequences.length === 0) return false;
    const last = sql.join(
      logs.map((log) => sql`(select coalesce(max(sequence), 0) from ${sql.table(log)} where tenant_id = ${tenantId})`),
    );
    const lastOf = async (server: Database['query']) => {
      const { rows } = await sql<{ last: string[] }>`select array[${last}]::text[] as last`.execute(server);
      return (rows[0]?.last ?? []).map(BigInt);
    };
    const primary = await lastOf(database.query);
    const replayed = await withReading(reading, () => lastOf(database.read));
    const wanted = sequences.map(BigInt).reduce((one, other) => (one > other ? one : other));
    return primary.some((end, index) => (replayed[index] ?? 0n) < (wanted < end ? wanted : end));
  }

  return {
    async choose(reading, { tenantId, isMutation, seen: header }) {
      if (!replica || isMutation) return;
      const now = new Date();
      const state = await database.replication.replicaState(now);
      if (state === null) return;
      const seen = readSeen(header);
      const demand = { isMutation, written: written.get(tenantId), seen: seen.places, hasSeenMore: seen.hasUnknown };
      if (chooseServer(state, demand, now, replica.lagSeconds * 1_000) === 'primary') return;
      // Sequences are compared last: it takes a query on each server.
      const isLacking = await lacks(tenantId, seen.sequences, { asOf: state.asOf }).catch(() => true);
      if (isLacking) return;
      if (written.get(tenantId) === demand.written) written.delete(tenantId);
      reading.asOf = state.asOf;
    },
    async remember(tenantId) {
      if (!replica) return;
      const place = await database.replication.written().catch(() => undefined);
      const before = written.get(tenantId) ?? 0n;
      // Not known: until the next mutation, as if the replica could never reach it.
      written.set(
        tenantId,
        place === undefined ? unreachable : before === unreachable || place > before ? place : before,
      );
    },
    async token() {
      return replica ? encodePlace(await database.replication.written()) : null;
    },
  };
}
