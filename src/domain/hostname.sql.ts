import { type RawBuilder, sql } from 'kysely';
import { netbiosLength } from './hostname.js';

/** What NetBIOS would keep of a host key; devices and agents have an index on it, by tenant and client. */
export function keptByNetbios(hostKey: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`left(${hostKey}, ${sql.lit(netbiosLength)})`;
}
