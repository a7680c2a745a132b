import { sql } from 'kysely';
import { type Authenticate, UnauthenticatedError, type Viewer } from '../auth/viewer.js';
import type { Database, Queries } from '../database/database.js';

/** What an operator refuses: everybody with the claim `sub`, or the one token with the claim `jti`. */
export interface Refusal {
  kind: 'SUBJECT' | 'TOKEN';
  value: string;
}

/** The subjects and tokens that are refused, as this process last read them. */
export interface TokenRefusals {
  /** Whether a token of this viewer is refused. */
  refuses(viewer: Viewer): boolean;
  /** Calls the listener whenever something is refused and was read again. */
  onRead(listener: () => void): void;
  close(): void;
}

/** How soon every process knows what is refused. */
export const refusalSeconds = 3;

/** Reads what is refused, now and every few seconds. While it cannot be read, what was read last holds. */
export async function openTokenRefusals(database: Database, onProblem: (error: Error) => void): Promise<TokenRefusals> {
  const listeners = new Set<() => void>();
  let refused = keysOf(await readRefusals(database.query));
  const refresh = async () => {
    refused = keysOf(await readRefusals(database.query));
    if (refused.size > 0) for (const listener of listeners) listener();
  };
  let isReading = false;
  const timer = setInterval(() => {
    if (isReading) return;
    isReading = true;
    void refresh()
      .catch(onProblem)
      .finally(() => {
        isReading = false;
      });
  }, refusalSeconds * 1_000);
  timer.unref();
  return {
    refuses: ({ subject, tokenId }) =>
      refused.has(keyOf({ kind: 'SUBJECT', value: subject })) ||
      (tokenId !== null && refused.has(keyOf({ kind: 'TOKEN', value: tokenId }))),
    onRead: (listener) => void listeners.add(listener),
    close: () => clearInterval(timer),
  };
}

const keyOf = ({ kind, value }: Refusal) => `${kind} ${value}`;
const keysOf = (refusals: readonly Refusal[]): ReadonlySet<string> => new Set(refusals.map(keyOf));

/** Refuses the tokens that were refused after they were issued; throws an UnauthenticatedError for them. */
export function withRefusals(authenticate: Authenticate, refusals: Pick<TokenRefusals, 'refuses'>): Authenticate {
  return async (authorization) => {
    const viewer = await authenticate(authorization);
    if (refusals.refuses(viewer)) throw new UnauthenticatedError('This token has been refused by the operator.');
    return viewer;
  };
}

/** What is refused, oldest first. */
export async function readRefusals(
  queries: Queries,
): Promise<(Refusal & { reason: string | null; refusedAt: Date })[]> {
  const { rows } = await sql<Refusal & { reason: string | null; refusedAt: Date }>`
    select kind, value, reason, refused_at as "refusedAt" from token_refusal order by refused_at`.execute(queries);
  return rows;
}

/** Refuses a subject or a token from now on; a second time it changes nothing but the reason. */
export async function refuse(queries: Queries, { kind, value }: Refusal, reason: string | null): Promise<void> {
  await sql`insert into token_refusal (kind, value, reason, refused_at) values (${kind}, ${value}, ${reason}, now())
    on conflict (kind, value) do update set reason = excluded.reason`.execute(queries);
}

/** Lifts a refusal. Returns whether there was one. */
export async function lift(queries: Queries, { kind, value }: Refusal): Promise<boolean> {
  const { rows } = await sql`
    delete from token_refusal where kind = ${kind} and value = ${value} returning value`.execute(queries);
  return rows.length > 0;
}
