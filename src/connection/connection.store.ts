import type { Transaction } from 'kysely';
import type { Database, Queries, Tables } from '../database/database.js';
import type { ConnectionRow } from '../database/tables/rows.js';
import { uuidOrNone } from '../database/uuid.js';
import { versionOf } from '../domain/version.js';
import { UserInputError } from '../graphql/errors.js';
import type { InventoryCompany } from '../gravityzone/types.js';
import type { Fingerprint } from './fingerprint.js';
import type { OpenGravityZone } from './open-gravityzone.js';
import type { Sealer } from './sealing.js';

/** What the life of a connection needs. */
export interface ConnectionParts {
  database: Database;
  sealer: Sealer;
  fingerprint: Fingerprint;
  openGravityZone: OpenGravityZone;
  /** How often the people of a tenant may test a connection within an hour. */
  testsPerHour: number;
  connected: Connected;
}

/**
 * What other features keep of a connection that was made or resumed: its companies, the default rules. Part of the transaction that
 * stores the connection.
 */
export type Connected = (
  transaction: Transaction<Tables>,
  made: {
    connection: ConnectionRow;
    companies: readonly InventoryCompany[];
    /** False for one that is resumed. */
    isNew: boolean;
    actor: string;
    now: Date;
  },
) => Promise<void>;

/** A connection of the tenant. Throws UserInputError where there is none. */
export async function findConnection(queries: Queries, tenantId: string, connectionId: string): Promise<ConnectionRow> {
  const found = await queries
    .selectFrom('connection')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('id', '=', uuidOrNone(connectionId))
    .executeTakeFirst();
  if (found === undefined)
    throw new UserInputError('NOT_FOUND', 'There is no such connection.', ['input', 'connectionId']);
  return found;
}

/** The version of a connection: of what people change of it other than its key, which is never read. */
export const connectionVersion = (row: ConnectionRow): string => {
  const { name, endpoint, caCertificate, certificateFingerprint, reportName, naiveZone } = row;
  return versionOf({ name, endpoint, caCertificate, certificateFingerprint, reportName, naiveZone });
};

/** Makes the mapped companies of a connection due at once, as if they had never failed. */
export async function makeCompaniesDue(
  queries: Queries,
  tenantId: string,
  connectionId: string,
  now: Date,
): Promise<void> {
  await queries
    .updateTable('company')
    .set({ nextSyncAt: now, failures: 0 })
    .where('tenantId', '=', tenantId)
    .where('connectionId', '=', connectionId)
    .where('clientId', 'is not', null)
    .where('state', '=', 'PRESENT')
    .execute();
}

/** No problem of a sync is known. */
export const noProblem = { lastErrorCode: null, lastErrorMessage: null, lastErrorHint: null } as const;
