import { sql } from 'kysely';
import { failureKind } from '../../gravityzone/reads/judge-rows.js';
import { GravityZoneError } from '../../gravityzone/transport/errors.js';
import { type InventoryDevice } from '../../gravityzone/types.js';
import { pastOrNull } from '../cadence/past.js';
import type { StreamOutcome } from '../history/sync-run.store.js';
import { type SyncCompany } from '../run/sync-companies.js';
import { type StreamContext, writing } from './stream-context.js';

/** How long after BD showed no group of deleted devices it is asked again. */
const askAgainMilliseconds = 7 * 24 * 3_600_000;

/** Failures in a row after which this run asks for no further company. */
const failuresThatEnd = 3;

/**
 * Recognizes the devices that BD lists although they were deleted. This costs one call in the lifetime of each mapped
 * company, made when its first device is shown. If the call fails, the next run repeats it, and until then the devices of
 * the company count as live.
 */
export function createDeletedDevices(context: StreamContext, outcome: Pick<StreamOutcome, 'unread' | 'warnings'>) {
  const { gravityZone, companies, integration, now, signal } = context;
  let asking = true;
  let failedInARow = 0;
  /** Companies whose call failed in this run. */
  const failedCompanies = new Set<SyncCompany>();

  const isUnknown = (company: SyncCompany | undefined): company is SyncCompany =>
    company !== undefined &&
    company.clientId !== null &&
    company.deletedGroupBdId === null &&
    !failedCompanies.has(company) &&
    (pastOrNull(company.groupsAskedAt, now)?.getTime() ?? 0) < now.getTime() - askAgainMilliseconds;

  async function ask(unknown: SyncCompany[]): Promise<SyncCompany[]> {
    const asked: SyncCompany[] = [];
    for (const company of unknown) {
      try {
        company.deletedGroupBdId = await gravityZone.deletedGroup(company.bdId, signal);
        company.groupsAskedAt = now;
        asked.push(company);
        failedInARow = 0;
      } catch (error) {
        if (!(error instanceof GravityZoneError) || signal.aborted) throw error;
        const { code, message } = error;
        outcome.warnings.push(`Whether devices were deleted in BD could not be asked: ${message}`);
        outcome.unread.push({ reason: `DELETED_GROUP_${code}`, raw: { companyId: company.bdId, message } });
        failedCompanies.add(company);
        failedInARow = failureKind(error.code) === 'FAILED' ? failedInARow + 1 : 0;
        asking = failureKind(error.code) !== 'SERVICE' && failedInARow < failuresThatEnd;
        if (!asking) break;
      }
    }
    return asked;
  }

  return {
    /** Separates the live devices of a page from the deleted ones. */
    async separate(devices: InventoryDevice[]): Promise<{ live: InventoryDevice[]; deleted: InventoryDevice[] }> {
      const shown = [...new Set(devices.map(({ companyId }) => companies.get(companyId ?? '')))];
      const asked = asking ? await ask(shown.filter(isUnknown)) : [];
      if (asked.length > 0)
        await writing(context, (transaction) =>
          sql`
            update company set deleted_group_bd_id = given.group_id, groups_asked_at = ${now}
            from unnest(${asked.map(({ id }) => id)}::uuid[],
                        ${asked.map(({ deletedGroupBdId }) => deletedGroupBdId)}::text[]) as given (id, group_id)
            where company.tenant_id = ${integration.tenantId} and company.id = given.id`.execute(transaction),
        );
      const isDeleted = ({ companyId, groupId }: InventoryDevice): boolean =>
        groupId !== null && companies.get(companyId ?? '')?.deletedGroupBdId === groupId;
      return { live: devices.filter((device) => !isDeleted(device)), deleted: devices.filter(isDeleted) };
    },
  };
}
