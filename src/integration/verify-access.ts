import { sql } from 'kysely';
import { recordAudit } from '../audit/audit.js';
import type { Viewer } from '../auth/viewer.js';
import type { Database, Queries } from '../database/database.js';
import { createTurns } from '../database/pool/turns.js';
import type { IntegrationRow } from '../database/tables/rows.js';
import { UserInputError } from '../graphql/errors.js';
import type { Diagnosis } from '../gravityzone/types.js';
import type { Access, OpenGravityZone } from './open-gravityzone.js';
import { recogniseGravityZone } from './recognise-gravityzone.js';

const patienceMilliseconds = 90_000;
/** What answers is anybody's: of each tenant, one test at a time reads it. */
const takeTurn = createTurns({ atOnce: 1, waiting: 20 });

/** What the test of an access needs. */
export interface TestParts {
  database: Database;
  openGravityZone: OpenGravityZone;
  /** How often the people of a tenant may test within an hour. */
  testsPerHour: number;
}

/**
 * Tests an access for a person and returns what it can do. Stores nothing but that it was tested. Throws UserInputError when
 * the tenant has tested too often.
 */
export async function diagnoseAccess(
  { database, openGravityZone, testsPerHour }: TestParts,
  viewer: Viewer,
  access: Access,
): Promise<Diagnosis> {
  return takeTurn(viewer.tenantId, async () => {
    await recordTest(database, viewer, access, testsPerHour);
    const gravityZone = openGravityZone.withAccess(viewer.tenantId, access);
    try {
      return await gravityZone.diagnose(AbortSignal.timeout(patienceMilliseconds));
    } finally {
      await gravityZone.close();
    }
  });
}

/** The action of the audit entries by which tests are counted. */
const action = 'INTEGRATION_TESTED';

/**
 * Records that a person of this tenant has this service call a GravityZone with an access of theirs: to test it, to connect
 * it, or to change it. Throws UserInputError when that was done `mostPerHour` times within the last hour, on all replicas.
 */
async function recordTest(
  database: Database,
  { tenantId, subject }: Viewer,
  { endpoint }: Pick<Access, 'endpoint'>,
  mostPerHour: number,
): Promise<void> {
  await database.forTenant(tenantId, async (transaction) => {
    const at = new Date();
    const { rows } = await sql<{ tests: number }>`
      select count(*)::int as tests from audit_entry
      where tenant_id = ${tenantId} and action = ${action} and at > ${new Date(at.getTime() - 3_600_000)}`.execute(
      transaction,
    );
    if ((rows[0]?.tests ?? 0) >= mostPerHour)
      throw new UserInputError(
        'TOO_MANY_TESTS',
        `Integrations were tested ${mostPerHour} times in the last hour, the most for a tenant. Try again later.`,
      );
    await recordAudit(transaction, {
      ...{ tenantId, actor: subject, action, subject: new URL(endpoint).host, at },
      detail: { endpoint },
    });
  });
}

/** Tests an access; throws UserInputError with its most severe problem if it cannot be used. */
export async function verifyAccess(parts: TestParts, viewer: Viewer, access: Access): Promise<Diagnosis> {
  const diagnosis = await diagnoseAccess(parts, viewer, access);
  const problem = diagnosis.problems[0];
  if (!diagnosis.ok)
    throw new UserInputError(
      problem?.code ?? 'NOT_GRAVITYZONE',
      problem === undefined ? 'The integration could not be tested.' : `${problem.message} ${problem.hint}`,
      ['input', 'apiKey'],
    );
  return diagnosis;
}

/** Whether a test has seen the GravityZone of this integration, see `recogniseGravityZone`. */
export async function compareWithStored(
  queries: Queries,
  integration: Pick<IntegrationRow, 'tenantId' | 'id' | 'ownCompanyBdId'>,
  diagnosis: Diagnosis,
): Promise<'SAME' | 'OTHER' | 'UNKNOWN'> {
  const { rows } = await sql<{ known: number; shared: number }>`
    select count(*)::int as known, count(*) filter (where bd_id = any(${diagnosis.deviceIds}::text[]))::int as shared
    from device where tenant_id = ${integration.tenantId} and connection_id = ${integration.id}`.execute(queries);
  return recogniseGravityZone({
    knownCompany: integration.ownCompanyBdId,
    shownCompany: diagnosis.ownCompanyId,
    knownDevices: rows[0]?.known ?? 0,
    shownDevices: diagnosis.deviceIds.length,
    sharedDevices: rows[0]?.shared ?? 0,
  });
}

/** The columns of an integration that a successful test provides. */
export function learntFrom(diagnosis: Diagnosis) {
  return {
    flavour: diagnosis.flavour,
    pageSize: diagnosis.pageSize,
    keyCreatedAt: diagnosis.keyCreatedAt,
    ...(diagnosis.ownCompanyId !== null && { ownCompanyBdId: diagnosis.ownCompanyId }),
    ...(diagnosis.ownCompany !== null && { ownCompanyName: diagnosis.ownCompany.name }),
  };
}
