import { sql } from 'kysely';
import { failureKind } from '../../gravityzone/reads/judge-rows.js';
import { GravityZoneError } from '../../gravityzone/transport/errors.js';
import { type InventoryDevice } from '../../gravityzone/types.js';
import { type StreamContext, writing } from './stream-context.js';
import { type SyncCompany } from './sync-companies.js';

/** Where BD had no group of deleted devices to show, it is asked again after a week. */
const askAgainMilliseconds = 7 * 24 * 3_600_000;

/** Failures in a row after which no further company is asked in this run. */
const failuresThatEnd = 3;

/**
 * Tells the devices that BD lists although they were deleted. It takes one call for each mapped company in its life,
 * made when the first of its devices is met. Whoever cannot be asked now is asked by the next run, and their devices
 * count as live.
 */
export function createDeletedDevices(context: StreamContext, warn: (warning: string) => void) {
  const { gravityZone, companies, connection, now, signal } = context;
  let asking = true;
  let failedInARow = 0;
  /** Companies of which the answer made no sense: the others are asked nevertheless. */
  const unclear = new Set<SyncCompany>();

  const isOpen = (company: SyncCompany | undefined): company is SyncCompany =>
    company !== undefined &&
    company.clientId !== null &&
    company.deletedGroupBdId === null &&
    !unclear.has(company) &&
    (company.groupsAskedAt === null || company.groupsAskedAt.getTime() < now.getTime() - askAgainMilliseconds);

  async function ask(open: SyncCompany[]): Promise<SyncCompany[]> {
    const asked: SyncCompany[] = [];
    for (const company of open) {
      try {
        company.deletedGroupBdId = await gravityZone.deletedGroup(company.bdId, signal);
        company.groupsAskedAt = now;
        asked.push(company);
        failedInARow = 0;
      } catch (error) {
        if (!(error instanceof GravityZoneError) || signal.aborted) throw error;
        warn(`Whether devices were deleted in BD could not be asked: ${error.message}`);
        unclear.add(company);
        failedInARow = failureKind(error.code) === 'FAILED' ? failedInARow + 1 : 0;
        asking = failureKind(error.code) !== 'SERVICE' && failedInARow < failuresThatEnd;
        if (!asking) break;
      }
    }
    return asked;
  }

  return {
    /** Parts the devices of a page in two. */
    async part(devices: InventoryDevice[]): Promise<{ live: InventoryDevice[]; deleted: InventoryDevice[] }> {
      const met = [...new Set(devices.map(({ companyId }) => companies.get(companyId ?? '')))];
      const asked = asking ? await ask(met.filter(isOpen)) : [];
      if (asked.length > 0)
        await writing(context, (transaction) =>
          sql`
            update company set deleted_group_bd_id = given.group_id, groups_asked_at = ${now}
            from unnest(${asked.map(({ id }) => id)}::uuid[],
                        ${asked.map(({ deletedGroupBdId }) => deletedGroupBdId)}::text[]) as given (id, group_id)
            where company.tenant_id = ${connection.tenantId} and company.id = given.id`.execute(transaction),
        );
      const isDeleted = ({ companyId, groupId }: InventoryDevice): boolean =>
        groupId !== null && companies.get(companyId ?? '')?.deletedGroupBdId === groupId;
      return { live: devices.filter((device) => !isDeleted(device)), deleted: devices.filter(isDeleted) };
    },
  };
}
