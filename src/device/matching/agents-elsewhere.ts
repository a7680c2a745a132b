import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { hostKey } from '../../domain/hostname.js';
import type { OpsMerge } from '../../opsmerge/opsmerge.js';

/** A reason of `matchDevices`, and the clients that `nameOtherClients` has added to it; null if none. */
export interface SplitReason {
  base: string;
  elsewhere: string | null;
}

interface UnmatchedDevice {
  id: string;
  clientId: string;
  keys: string[];
  reason: string;
  listed: boolean;
}

/** Common names are in many clients; more of them help no one. */
const mostNamed = 3;
const hints = / (?:An agent of this name is in client|Agents of this name are in clients) /;

/** Splits a stored reason. Host names in it are in lower case, so none is mistaken for the sentence on other clients. */
export function splitReason(reason: string): SplitReason {
  const start = reason.search(hints);
  return start < 0
    ? { base: reason, elsewhere: null }
    : { base: reason.slice(0, start), elsewhere: reason.slice(start + 1) };
}

/** The sentence that names the clients which have an agent of a device's name, or null without any. */
export function otherClientsSentence(names: readonly string[]): string | null {
  const sorted = [...new Set(names)].sort();
  const shown = sorted.slice(0, mostNamed);
  if (sorted.length > mostNamed) shown.push(`${sorted.length - mostNamed} more`);
  const last = shown.pop();
  if (last === undefined) return null;
  if (shown.length === 0) return `An agent of this name is in client ${last}.`;
  return `Agents of this name are in clients ${shown.join(', ')} and ${last}.`;
}

/**
 * Adds to the reason of each unmatched device of these clients which other clients have an agent of its name: the company
 * may be mapped to the wrong client, or the agent installed for it. It is never matched. Core is read only if a listed
 * device has no agent, once for all clients. Throws what core throws.
 */
export async function nameOtherClients(
  { database, opsMerge }: { database: Database; opsMerge: OpsMerge },
  tenantId: string,
  clientIds: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const { rows: devices } = await sql<UnmatchedDevice>`
    select id, client_id, array_remove(array[host_key, name_key], '') as keys, match_reason as reason,
           presence = 'PRESENT' and managed as listed
    from device where tenant_id = ${tenantId} and client_id = any(${[...clientIds]}::text[])
      and match_kind = 'NONE' and match_reason like 'No agent %'`.execute(database.query);
  if (!devices.some(({ listed }) => listed)) return;
  const clientsOf = await clientsOfNames(opsMerge, tenantId, new Set(devices.flatMap(({ keys }) => keys)), signal);
  const others = devices.map(({ clientId, keys }) =>
    keys.flatMap((key) => [...(clientsOf.get(key) ?? [])]).filter((id) => id !== clientId),
  );
  const names = new Map<string, string>();
  if (others.some((ids) => ids.length > 0))
    for await (const page of opsMerge.clients(tenantId, signal)) for (const { id, name } of page) names.set(id, name);
  const changed = devices.flatMap(({ id, reason: before }, index) => {
    const sentence = otherClientsSentence((others[index] ?? []).flatMap((clientId) => names.get(clientId) ?? []));
    const after = [splitReason(before).base, ...(sentence === null ? [] : [sentence])].join(' ');
    return after === before ? [] : [{ id, before, after }];
  });
  if (changed.length === 0) return;
  // A device that was matched in the meantime keeps its reason.
  await database.forTenant(tenantId, (transaction) =>
    sql`
      update device set match_reason = given.after
      from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as given (id uuid, before text, after text)
      where device.tenant_id = ${tenantId} and device.id = given.id and device.match_reason = given.before`.execute(
      transaction,
    ),
  );
}

/** The clients whose agents have each of these host keys. Only what is wanted is kept in memory. */
async function clientsOfNames(
  opsMerge: OpsMerge,
  tenantId: string,
  wanted: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Map<string, Set<string>>> {
  const clients = new Map<string, Set<string>>();
  for await (const page of opsMerge.allAgents(tenantId, signal))
    for (const { hostname, clientId } of page) {
      const key = hostKey(hostname);
      if (wanted.has(key)) clients.set(key, (clients.get(key) ?? new Set()).add(clientId));
    }
  return clients;
}
