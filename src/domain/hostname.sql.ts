import { type RawBuilder, sql } from 'kysely';
import { netbiosLength } from './hostname.js';

/** The part of a host key that NetBIOS keeps. Devices and agents have an index on it, by tenant and client. */
export function keptByNetbios(hostKey: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`left(${hostKey}, ${sql.lit(netbiosLength)})`;
}
