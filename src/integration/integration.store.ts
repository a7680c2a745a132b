import type { Transaction } from 'kysely';
import type { Database, Queries, Tables } from '../database/database.js';
import type { IntegrationRow } from '../database/tables/rows.js';
import { uuidOrNone } from '../database/uuid.js';
import { versionOf } from '../domain/version.js';
import { UserInputError } from '../graphql/errors.js';
import type { InventoryCompany } from '../gravityzone/types.js';
import type { Fingerprint } from './key/fingerprint.js';
import type { Sealer } from './key/sealing.js';
import type { OpenGravityZone } from './open-gravityzone.js';

/** What the life of an integration needs. */
export interface IntegrationParts {
  database: Database;
  sealer: Sealer;
  fingerprint: Fingerprint;
  openGravityZone: OpenGravityZone;
  /** How often the people of a tenant may test an integration within an hour. */
  testsPerHour: number;
  connected: Connected;
}

/**
 * What other features keep of an integration that was made or resumed: its companies, the default rules. Part of the transaction that
 * stores the integration.
 */
export type Connected = (
  transaction: Transaction<Tables>,
  made: {
    integration: IntegrationRow;
    companies: readonly InventoryCompany[];
    /** False for one that is resumed. */
    isNew: boolean;
    actor: string;
    now: Date;
  },
) => Promise<void>;

/** The row of an integration, if it exists. */
export function readIntegration(queries: Queries, tenantId: string, id: string): Promise<IntegrationRow | undefined> {
  return queries
    .selectFrom('connection')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('id', '=', uuidOrNone(id))
    .executeTakeFirst();
}

/** An integration of the tenant. Throws UserInputError where there is none. */
export async function findIntegration(
  queries: Queries,
  tenantId: string,
  integrationId: string,
): Promise<IntegrationRow> {
  const found = await readIntegration(queries, tenantId, integrationId);
  if (found === undefined)
    throw new UserInputError('NOT_FOUND', 'There is no such integration.', ['input', 'integrationId']);
  return found;
}

/** The version of an integration: of what people change of it other than its key, which is never read. */
export const integrationVersion = (row: IntegrationRow): string => {
  const { name, endpoint, caCertificate, certificateFingerprint, reportName, naiveZone } = row;
  return versionOf({ name, endpoint, caCertificate, certificateFingerprint, reportName, naiveZone });
};

/** Makes the mapped companies of an integration due at once, as if they had never failed. */
export async function makeCompaniesDue(
  queries: Queries,
  tenantId: string,
  integrationId: string,
  now: Date,
): Promise<void> {
  await queries
    .updateTable('company')
    .set({ nextSyncAt: now, failures: 0 })
    .where('tenantId', '=', tenantId)
    .where('connectionId', '=', integrationId)
    .where('clientId', 'is not', null)
    .where('state', '=', 'PRESENT')
    .where('restsSince', 'is', null)
    .execute();
}

/** No problem of a sync is known. */
export const noProblem = { lastErrorCode: null, lastErrorMessage: null, lastErrorHint: null } as const;
