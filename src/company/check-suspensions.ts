import { randomUUID } from 'node:crypto';
import { type Database } from '../database/database.js';
import { type IntegrationRow } from '../database/tables/rows.js';
import { createRowReader } from '../gravityzone/reads/row-reader.js';
import { GravityZoneError, isReason } from '../gravityzone/transport/errors.js';
import { type GravityZone } from '../gravityzone/types.js';
import { type OpenGravityZone } from '../integration/open-gravityzone.js';
import { type MaintenanceStep } from '../job/maintenance.js';

/** Each costs one call; with more mapped companies than this, the others are checked the next day. */
const companiesInOneDay = 500;

/** Checks once a day which mapped companies are suspended: no list of BD includes it, so each costs one call. */
export function checkSuspensions(openGravityZone: OpenGravityZone): MaintenanceStep {
  return {
    name: 'check suspensions',
    async run({ database, tenantId, now, signal }) {
      const integrations = await database.query
        .selectFrom('connection')
        .selectAll()
        .where('tenantId', '=', tenantId)
        .where('state', '=', 'CONNECTED')
        .where('flavour', '=', 'CLOUD')
        .execute();
      for (const integration of integrations)
        await checkIntegration({ database, openGravityZone }, integration, now, signal).catch((error: unknown) => {
          if (!(error instanceof GravityZoneError)) throw error;
          signal.throwIfAborted();
        });
    },
  };
}

async function checkIntegration(
  { database, openGravityZone }: { database: Database; openGravityZone: OpenGravityZone },
  integration: IntegrationRow,
  now: Date,
  signal: AbortSignal,
): Promise<void> {
  const { tenantId, id } = integration;
  const companies = await database.query
    .selectFrom('company')
    .select(['id', 'bdId'])
    .where('tenantId', '=', tenantId)
    .where('connectionId', '=', id)
    .where('clientId', 'is not', null)
    .where('state', '=', 'PRESENT')
    .orderBy('suspensionCheckedAt', (order) => order.asc().nullsFirst())
    .limit(companiesInOneDay)
    .execute();
  const gravityZone = openGravityZone.ofIntegration(integration);
  try {
    const reader = createRowReader(
      (bdId) => isSuspended(gravityZone, bdId, signal),
      async () => null,
      signal,
    );
    for (const { id: companyId, bdId } of companies) {
      const answer = await reader.read(bdId);
      // A company that could not be read goes to the end of the queue.
      const suspended = answer instanceof GravityZoneError ? null : answer;
      await storeSuspension(database, { tenantId, companyId, suspended, now });
    }
  } finally {
    await gravityZone.close();
  }
}

async function isSuspended(gravityZone: GravityZone, bdId: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await gravityZone.company(bdId, signal)).suspended;
  } catch (error) {
    if (isReason(error, 'COMPANY_SUSPENDED')) return true;
    throw error;
  }
}

/** Null if BD did not answer: the stored value is kept. */
async function storeSuspension(
  database: Database,
  {
    tenantId,
    companyId,
    suspended,
    now,
  }: { tenantId: string; companyId: string; suspended: boolean | null; now: Date },
): Promise<void> {
  await database.forTenant(tenantId, async (transaction) => {
    const before = await transaction
      .selectFrom('company')
      .select('suspended')
      .where('tenantId', '=', tenantId)
      .where('id', '=', companyId)
      .executeTakeFirstOrThrow();
    await transaction
      .updateTable('company')
      .set({ suspensionCheckedAt: now, ...(suspended !== null && { suspended }) })
      .where('tenantId', '=', tenantId)
      .where('id', '=', companyId)
      .execute();
    if (suspended === null || suspended === (before.suspended ?? false)) return;
    await transaction
      .insertInto('companyEvent')
      .values({
        tenantId,
        id: randomUUID(),
        companyId,
        kind: suspended ? 'SUSPENDED' : 'RESUMED',
        before: null,
        after: null,
        at: now,
        dismissedAt: null,
        dismissedBy: null,
      })
      .execute();
  });
}
