import { sql } from 'kysely';
import type { Queries } from '../database/database.js';
import type { ConnectionRow } from '../database/tables/rows.js';
import { UserInputError } from '../graphql/errors.js';
import type { Diagnosis } from '../gravityzone/types.js';
import type { Access, OpenGravityZone } from './open-gravityzone.js';
import { recogniseGravityZone } from './recognise-gravityzone.js';

const patienceMilliseconds = 90_000;

/** Tests an access and returns what it can do. Stores nothing. */
export async function diagnoseAccess(
  openGravityZone: OpenGravityZone,
  tenantId: string,
  access: Access,
): Promise<Diagnosis> {
  const gravityZone = openGravityZone.withAccess(tenantId, access);
  try {
    return await gravityZone.diagnose(AbortSignal.timeout(patienceMilliseconds));
  } finally {
    await gravityZone.close();
  }
}

/** Tests an access; throws UserInputError with its most severe problem if it cannot be used. */
export async function verifyAccess(
  openGravityZone: OpenGravityZone,
  tenantId: string,
  access: Access,
): Promise<Diagnosis> {
  const diagnosis = await diagnoseAccess(openGravityZone, tenantId, access);
  const problem = diagnosis.problems[0];
  if (!diagnosis.ok)
    throw new UserInputError(
      problem?.code ?? 'NOT_GRAVITYZONE',
      problem === undefined ? 'The connection could not be tested.' : `${problem.message} ${problem.hint}`,
      ['input', 'apiKey'],
    );
  return diagnosis;
}

/** Whether a test has seen the GravityZone of this connection, see `recogniseGravityZone`. */
export async function compareWithStored(
  queries: Queries,
  connection: Pick<ConnectionRow, 'tenantId' | 'id' | 'ownCompanyBdId'>,
  diagnosis: Diagnosis,
): Promise<'SAME' | 'OTHER' | 'UNKNOWN'> {
  const { rows } = await sql<{ known: number; shared: number }>`
    select count(*)::int as known, count(*) filter (where bd_id = any(${diagnosis.deviceIds}::text[]))::int as shared
    from device where tenant_id = ${connection.tenantId} and connection_id = ${connection.id}`.execute(queries);
  return recogniseGravityZone({
    knownCompany: connection.ownCompanyBdId,
    shownCompany: diagnosis.ownCompanyId,
    knownDevices: rows[0]?.known ?? 0,
    shownDevices: diagnosis.deviceIds.length,
    sharedDevices: rows[0]?.shared ?? 0,
  });
}

/** The columns of a connection that a successful test provides. */
export function learntFrom(diagnosis: Diagnosis) {
  return {
    flavour: diagnosis.flavour,
    pageSize: diagnosis.pageSize,
    keyCreatedAt: diagnosis.keyCreatedAt,
    ...(diagnosis.ownCompanyId !== null && { ownCompanyBdId: diagnosis.ownCompanyId }),
    ...(diagnosis.ownCompany !== null && { ownCompanyName: diagnosis.ownCompany.name }),
  };
}
