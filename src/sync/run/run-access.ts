import type { OpenGravityZone } from '../../connection/open-gravityzone.js';
import type { Database } from '../../database/database.js';
import type { ConnectionRow } from '../../database/tables/rows.js';
import type { GravityZone } from '../../gravityzone/types.js';
import type { Logger } from '../../logger.js';
import { hasNewAccess } from './connection-state.js';

/** How a run reaches GravityZone. */
export interface RunAccess {
  /** The connection as it was stored when GravityZone was opened. */
  readonly connection: ConnectionRow;
  readonly gravityZone: GravityZone;
  /** Calls made to BD since the run began. */
  readonly calls: number;
  /** Opens GravityZone again if the key, the address or the certificate was changed meanwhile; returns whether it did. */
  reopenIfChanged(): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens GravityZone for a run, or, with a `share` of the key's budget, for a sweep. Null if the stored key cannot be decrypted, the only thing that fails before a call. */
export function openAccess(
  parts: { database: Database; openGravityZone: OpenGravityZone; logger: Logger },
  connection: ConnectionRow,
  share?: number,
): RunAccess | null {
  let calls = 0;
  const open = (row: ConnectionRow): GravityZone | null => {
    try {
      const countCall = () => {
        calls += 1;
      };
      return parts.openGravityZone.ofConnection(row, countCall, share);
    } catch (error) {
      parts.logger.error({ connectionId: row.id, error: (error as Error).message }, 'an API key cannot be decrypted');
      return null;
    }
  };
  const first = open(connection);
  if (first === null) return null;
  let current = { connection, gravityZone: first };
  return {
    get connection() {
      return current.connection;
    },
    get gravityZone() {
      return current.gravityZone;
    },
    get calls() {
      return calls;
    },
    async reopenIfChanged() {
      const changed = await hasNewAccess(parts.database, current.connection);
      const gravityZone = changed && open(changed);
      if (changed === null || gravityZone === null) return false;
      await current.gravityZone.close();
      current = { connection: changed, gravityZone };
      return true;
    },
    close: () => current.gravityZone.close(),
  };
}
