import type { Database } from '../../database/database.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import type { GravityZone } from '../../gravityzone/types.js';
import type { OpenGravityZone } from '../../integration/open-gravityzone.js';
import type { Logger } from '../../logger.js';
import { hasNewAccess } from './integration-state.js';

/** How a run reaches GravityZone. */
export interface RunAccess {
  /** The integration as it was stored when GravityZone was opened. */
  readonly integration: IntegrationRow;
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
  integration: IntegrationRow,
  share?: number,
): RunAccess | null {
  let calls = 0;
  const open = (row: IntegrationRow): GravityZone | null => {
    try {
      const countCall = () => {
        calls += 1;
      };
      return parts.openGravityZone.ofIntegration(row, countCall, share);
    } catch (error) {
      parts.logger.error({ integrationId: row.id, error: (error as Error).message }, 'an API key cannot be decrypted');
      return null;
    }
  };
  const first = open(integration);
  if (first === null) return null;
  let current = { integration, gravityZone: first };
  return {
    get integration() {
      return current.integration;
    },
    get gravityZone() {
      return current.gravityZone;
    },
    get calls() {
      return calls;
    },
    async reopenIfChanged() {
      const changed = await hasNewAccess(parts.database, current.integration);
      const gravityZone = changed && open(changed);
      if (changed === null || gravityZone === null) return false;
      await current.gravityZone.close();
      current = { integration: changed, gravityZone };
      return true;
    },
    close: () => current.gravityZone.close(),
  };
}
