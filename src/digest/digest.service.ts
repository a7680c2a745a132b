import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/audit.js';
import type { Viewer } from '../auth/viewer.js';
import type { Database, Tables } from '../database/database.js';
import { UserInputError } from '../graphql/errors.js';
import { type OpsMerge, OpsMergeError } from '../opsmerge/opsmerge.js';
import { readTenantSettings } from '../tenant/tenant-settings.js';
import { type DigestDeliveryRow, type DigestRow, readDigest, readLastDelivery } from './digest.store.js';
import type { DigestTime } from './due-time.js';
import { type NextDigest, planAfterChange } from './plan-digest.js';

/** A person's own digest, the tenant's zone, and the delivery of the newest week. */
export interface OwnDigest {
  timeZone: string;
  digest: DigestRow | undefined;
  last: DigestDeliveryRow | undefined;
}

/** What people do with their own digest: nobody can switch on that of another. */
export interface DigestService {
  read(viewer: Viewer): Promise<OwnDigest>;
  /**
   * Switches it on or off, or changes its time, of which null is left as it is; of one that is or stays off, nothing else is changed. Throws
   * UserInputError for an hour that does not exist, for one digest too many in the tenant, and where core cannot notify single people or cannot
   * be asked.
   */
  set(viewer: Viewer, enabled: boolean, time: { [Part in keyof DigestTime]: number | null }): Promise<OwnDigest>;
}

/** When it comes unless its person chooses otherwise. */
export const offeredTime: DigestTime = { weekday: 1, hour: 8 };

/** How many people of a tenant may have it on. */
export const mostDigests = 1_000;

export function createDigestService({
  database,
  opsMerge,
}: {
  database: Database;
  opsMerge: Pick<OpsMerge, 'notifiesPeople'>;
}): DigestService {
  const readOwn = async (queries: Transaction<Tables> | Database['query'], { tenantId, subject }: Viewer) => ({
    timeZone: (await readTenantSettings(queries, tenantId)).timeZone,
    digest: await readDigest(queries, tenantId, subject),
    last: await readLastDelivery(queries, tenantId, subject),
  });

  async function switchOn(viewer: Viewer, wanted: { [Part in keyof DigestTime]: number | null }): Promise<OwnDigest> {
    const { tenantId, subject } = viewer;
    await refuseWithoutNotifications(opsMerge, tenantId);
    return database.forTenant(tenantId, async (transaction) => {
      const now = new Date();
      const { timeZone, digest: before, last } = await readOwn(transaction, viewer);
      const isOn = before !== undefined && before.endedAt === null;
      const weekday = wanted.weekday ?? (before ?? offeredTime).weekday;
      const hour = wanted.hour ?? (before ?? offeredTime).hour;
      if (isOn && before.weekday === weekday && before.hour === hour) return { timeZone, digest: before, last };
      if (!isOn) await refuseTooMany(transaction, tenantId);
      const next = planAfterChange(nextOf(before), { weekday, hour }, timeZone, { now, lastWeek: last?.week ?? null });
      const values = {
        ...{ weekday, hour, changedAt: now, ...next },
        ...{ endedAt: null, endReason: null },
      };
      const digest = await transaction
        .insertInto('digest')
        .values({ tenantId, subject, ...values })
        .onConflict((conflict) => conflict.columns(['tenantId', 'subject']).doUpdateSet(values))
        .returningAll()
        .executeTakeFirstOrThrow();
      const detail = { before: isOn ? timeOf(before) : null, after: timeOf(digest) };
      await audit(transaction, viewer, isOn ? 'DIGEST_CHANGED' : 'DIGEST_SWITCHED_ON', detail, now);
      return { timeZone, digest, last };
    });
  }

  const switchOff = (viewer: Viewer): Promise<OwnDigest> =>
    database.forTenant(viewer.tenantId, async (transaction) => {
      const now = new Date();
      const own = await readOwn(transaction, viewer);
      if (own.digest === undefined || own.digest.endedAt !== null) return own;
      const ended = { nextAt: null, nextWeek: null, changedAt: now, endedAt: now, endReason: 'SWITCHED_OFF' };
      await transaction
        .updateTable('digest')
        .set(ended)
        .where('tenantId', '=', viewer.tenantId)
        .where('subject', '=', viewer.subject)
        .execute();
      const detail = { before: timeOf(own.digest), after: null };
      await audit(transaction, viewer, 'DIGEST_SWITCHED_OFF', detail, now);
      return { ...own, digest: { ...own.digest, ...ended } };
    });

  return {
    read: (viewer) => readOwn(database.query, viewer),
    async set(viewer, enabled, time) {
      if (time.hour !== null && (time.hour < 0 || time.hour > 23))
        throw new UserInputError('BAD_HOUR', 'Choose a whole hour from 0 to 23.', ['input', 'hour']);
      return enabled ? switchOn(viewer, time) : switchOff(viewer);
    },
  };
}

async function refuseTooMany(transaction: Transaction<Tables>, tenantId: string): Promise<void> {
  const { count } = await transaction
    .selectFrom('digest')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('tenantId', '=', tenantId)
    .where('endedAt', 'is', null)
    .executeTakeFirstOrThrow();
  if (Number(count) >= mostDigests)
    throw new UserInputError('TOO_MANY', `${mostDigests} people have it on already: have some switch it off.`, [
      'input',
    ]);
}

/** Throws UserInputError when core cannot notify single people, or cannot be asked. */
async function refuseWithoutNotifications(opsMerge: Pick<OpsMerge, 'notifiesPeople'>, tenantId: string): Promise<void> {
  const can = await opsMerge.notifiesPeople(tenantId).catch((error: unknown) => {
    if (!(error instanceof OpsMergeError)) throw error;
    const message =
      'OpsMerge cannot be asked at the moment whether it can send the digest. Nothing was changed: try again later.';
    throw new UserInputError('CORE_UNAVAILABLE', message, ['input']);
  });
  if (can) return;
  const message =
    'This OpsMerge cannot send notifications to single people yet (notifyPerson is missing). Switch the digest on after OpsMerge was updated.';
  throw new UserInputError('DIGEST_UNAVAILABLE', message, ['input']);
}

/** What is next of a digest; null while it is off. */
const nextOf = (digest: DigestRow | undefined): NextDigest | null =>
  digest !== undefined && digest.nextAt !== null && digest.nextWeek !== null
    ? { timeZone: digest.timeZone, nextAt: digest.nextAt, nextWeek: digest.nextWeek }
    : null;

const timeOf = ({ weekday, hour }: DigestTime): DigestTime => ({ weekday, hour });

const audit = (
  transaction: Transaction<Tables>,
  { tenantId, subject }: Viewer,
  action: string,
  detail: Record<string, unknown>,
  at: Date,
) => recordAudit(transaction, { tenantId, actor: subject, action, subject, detail, at });
