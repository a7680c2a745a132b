import { markVanishedCompanies } from '../../company/store-companies.js';
import { writeFingerprints } from '../../device/inventory/fingerprint.store.js';
import type { KnownDevices } from '../../device/inventory/known-devices.js';
import { markMissingDevices } from '../../device/inventory/store-devices.js';
import type { StreamOutcome } from '../history/sync-run.store.js';
import { requestFullWalk, treeWalked } from '../run/sync-companies.js';
import { companiesShownWhole, type InventoryEvidence, isWalked, showsEveryCompany } from './gone.js';
import type { InventoryWalk } from './inventory-walk.js';
import { type StreamContext, writing } from './stream-context.js';

/**
 * Settles the companies that could not be walked: one that BD refused makes the walk incomplete and asks for a full one,
 * one that failed counts as not read in this run. Throws if all of them failed or were refused.
 */
export async function settleFailures(context: StreamContext, walk: InventoryWalk): Promise<void> {
  const { companies, integration, now } = context;
  const { scopes, failed, refused } = walk;
  for (const [bdId, error] of failed) {
    if (failed.size + refused.length === scopes.length) throw error;
    const company = companies.get(bdId);
    if (company !== undefined) context.unread.add(company.id);
  }
  if (refused.length === 0) return;
  walk.complete = false;
  await writing(context, (transaction) => requestFullWalk(transaction, integration, now));
  if (refused.length === scopes.length) throw refused[0];
}

/** What a walk that is over has shown of devices. */
export interface ShownDevices {
  known: KnownDevices;
  /** BD's ids of devices that are still in BD. */
  presentIds: ReadonlySet<string>;
}

/**
 * Marks what a walk that is over proves to be gone: devices, and after a walk of the whole tree companies. Then all of the
 * walk is stored, so the fingerprints of the companies that it changed are written.
 */
export async function settleWalk(
  context: StreamContext,
  outcome: StreamOutcome,
  walk: InventoryWalk,
  { known, presentIds }: ShownDevices,
): Promise<void> {
  const { companies, integration, now, plan } = context;
  const { complete, withDevices, failed, askedKinds, shownIds } = walk;
  const evidence: InventoryEvidence = { scope: plan.scope, complete, withDevices, failed };
  outcome.warnings.push(...warningsOf(walk));
  const shownWhole = companiesShownWhole(companies.values(), evidence).filter((company) => !known.isWhole(company));
  const walked = [...companies.values()].filter(
    (company) => isWalked(company, evidence) && !known.isWhole(company) && known.fingerprint(company) !== null,
  );
  if (shownWhole.length > 0 || walked.length > 0)
    await writing(context, async (transaction) => {
      const ids = shownWhole.map(({ id }) => id);
      for (const { clientId } of shownWhole) if (clientId !== null) context.changedClients.add(clientId);
      await markMissingDevices(transaction, integration, ids, presentIds, now);
      await writeFingerprints(
        transaction,
        integration.tenantId,
        walked.flatMap((company) => {
          const fingerprint = known.fingerprint(company);
          return fingerprint === null ? [] : [{ companyId: company.id, ...fingerprint }];
        }),
      );
    });
  if (showsEveryCompany(evidence))
    await writing(context, async (transaction) => {
      await markVanishedCompanies(transaction, integration, { askedKinds, shownIds }, now);
      await treeWalked(transaction, integration, now);
    });
}

/** Why nothing was marked as missing, where that is so. */
function warningsOf({ scopes, complete, withDevices, failed }: InventoryWalk): string[] {
  if (!complete) return ['The walk did not show every row that BD counted, so nothing was marked as missing.'];
  return scopes
    .filter(({ parentId }) => !withDevices.has(parentId) && !failed.has(parentId ?? ''))
    .map(({ parentId }) => {
      const where = parentId === undefined ? 'at all' : `of the company ${parentId}`;
      return `BD showed no device ${where}, so nothing was marked as missing there.`;
    });
}
