import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/audit.js';
import type { Database, Queries, Tables } from '../database/database.js';
import { UserInputError } from '../graphql/errors.js';
import { OpsMergeError } from '../opsmerge/opsmerge.js';
import { readTenantSettings } from '../tenant/tenant-settings.js';
import { type DigestDeliveryRow, type DigestRow, readDigest, readLastDelivery } from './digest.store.js';
import type { DigestTime } from './due-time.js';
import { type NextDigest, planAfterChange } from './plan-digest.js';
import { type Team, teamKey } from './recipient.js';

/** The digest of a person or a team, the tenant's zone, and the delivery of the newest week. */
export interface StandingDigest {
  timeZone: string;
  digest: DigestRow | undefined;
  last: DigestDeliveryRow | undefined;
}

/** When it should come; null is left as it is. */
export type WantedTime = { [Part in keyof DigestTime]: number | null };

/** Whose digest it is, and who changes it: a person its own, an administrator that of a team. */
export interface Recipient {
  tenantId: string;
  actor: string;
  team: Team | null;
}

/** When it comes unless it is chosen otherwise. */
export const offeredTime: DigestTime = { weekday: 1, hour: 8 };

/** How many people, and how many teams, of a tenant may have it on. */
export const mostDigests = { people: 1_000, teams: 100 };

const keyOf = ({ actor, team }: Recipient) => (team === null ? actor : teamKey(team.id));

export async function readStanding(queries: Queries, recipient: Recipient): Promise<StandingDigest> {
  const { tenantId } = recipient;
  const key = keyOf(recipient);
  return {
    timeZone: (await readTenantSettings(queries, tenantId)).timeZone,
    digest: await readDigest(queries, tenantId, key),
    last: await readLastDelivery(queries, tenantId, key),
  };
}

/** Throws UserInputError for an hour that does not exist. */
export function validateHour({ hour }: WantedTime): void {
  if (hour !== null && (hour < 0 || hour > 23))
    throw new UserInputError('BAD_HOUR', 'Choose a whole hour from 0 to 23.', ['input', 'hour']);
}

/** Switches it on, or changes its time. Throws UserInputError for one digest too many in the tenant. */
export function switchOn(database: Database, recipient: Recipient, wanted: WantedTime): Promise<StandingDigest> {
  return database.forTenant(recipient.tenantId, async (transaction) => {
    const standing = await readStanding(transaction, recipient);
    const time = timeAfter(standing.digest, wanted);
    const isSettled = comesAt(standing.digest, time);
    if (isSettled && standing.digest?.teamName === teamColumns(recipient).teamName) return standing;
    // A team that was renamed: what is planned stays as it is.
    if (isSettled) return { ...standing, digest: await storeDigest(transaction, recipient, standing, {}) };
    return { ...standing, digest: await plan(transaction, recipient, standing, time) };
  });
}

async function plan(
  transaction: Transaction<Tables>,
  recipient: Recipient,
  standing: StandingDigest,
  time: DigestTime,
): Promise<DigestRow> {
  const now = new Date();
  const { timeZone, digest: before, last } = standing;
  const isOn = before !== undefined && before.endedAt === null;
  if (!isOn) await refuseTooMany(transaction, recipient);
  const next = planAfterChange(nextOf(before), time, timeZone, { now, lastWeek: last?.week ?? null });
  const values = { ...time, changedAt: now, ...next, endedAt: null, endReason: null };
  const digest = await storeDigest(transaction, recipient, standing, values);
  const detail = { before: isOn ? timeOf(before) : null, after: timeOf(digest) };
  await audit(transaction, recipient, isOn ? 'CHANGED' : 'SWITCHED_ON', detail, now);
  return digest;
}

function storeDigest(
  transaction: Transaction<Tables>,
  recipient: Recipient,
  { timeZone }: StandingDigest,
  change: Partial<DigestRow>,
): Promise<DigestRow> {
  const values = { ...change, ...teamColumns(recipient) };
  const first = { ...offeredTime, timeZone, changedAt: new Date(), ...values };
  return transaction
    .insertInto('digest')
    .values({ tenantId: recipient.tenantId, subject: keyOf(recipient), ...first })
    .onConflict((conflict) => conflict.columns(['tenantId', 'subject']).doUpdateSet(values))
    .returningAll()
    .executeTakeFirstOrThrow();
}

const teamColumns = ({ team }: Recipient) => ({ teamId: team?.id ?? null, teamName: team?.name ?? null });

/** When a digest comes after a change of its time. */
function timeAfter(before: DigestRow | undefined, wanted: WantedTime): DigestTime {
  const { weekday, hour } = before ?? offeredTime;
  return { weekday: wanted.weekday ?? weekday, hour: wanted.hour ?? hour };
}

/** Whether it is on, and comes at this time. */
const comesAt = (digest: DigestRow | undefined, { weekday, hour }: DigestTime): boolean =>
  digest !== undefined && digest.endedAt === null && digest.weekday === weekday && digest.hour === hour;

/** Switches it off; one that is off stays as it is. */
export function switchOff(database: Database, recipient: Recipient): Promise<StandingDigest> {
  const { tenantId } = recipient;
  return database.forTenant(tenantId, async (transaction) => {
    const now = new Date();
    const own = await readStanding(transaction, recipient);
    if (own.digest === undefined || own.digest.endedAt !== null) return own;
    const ended = { nextAt: null, nextWeek: null, changedAt: now, endedAt: now, endReason: 'SWITCHED_OFF' };
    await transaction
      .updateTable('digest')
      .set(ended)
      .where('tenantId', '=', tenantId)
      .where('subject', '=', keyOf(recipient))
      .execute();
    await audit(transaction, recipient, 'SWITCHED_OFF', { before: timeOf(own.digest), after: null }, now);
    return { ...own, digest: { ...own.digest, ...ended } };
  });
}

/** Asks core something before a digest is switched on. Throws UserInputError when it cannot be asked. */
export function askCore<Answer>(answer: Promise<Answer>): Promise<Answer> {
  return answer.catch((error: unknown) => {
    if (!(error instanceof OpsMergeError)) throw error;
    const message =
      'OpsMerge cannot be asked at the moment whether it can send the digest. Nothing was changed: try again later.';
    throw new UserInputError('CORE_UNAVAILABLE', message, ['input']);
  });
}

async function refuseTooMany(transaction: Transaction<Tables>, { tenantId, team }: Recipient): Promise<void> {
  const among = team === null ? 'people' : 'teams';
  const { count } = await transaction
    .selectFrom('digest')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('tenantId', '=', tenantId)
    .where('endedAt', 'is', null)
    .where('teamId', among === 'people' ? 'is' : 'is not', null)
    .executeTakeFirstOrThrow();
  const most = mostDigests[among];
  if (Number(count) >= most)
    throw new UserInputError('TOO_MANY', `${most} ${among} have it on already: have it switched off for some.`, [
      'input',
    ]);
}

/** What is next of a digest; null while it is off. */
const nextOf = (digest: DigestRow | undefined): NextDigest | null =>
  digest !== undefined && digest.nextAt !== null && digest.nextWeek !== null
    ? { timeZone: digest.timeZone, nextAt: digest.nextAt, nextWeek: digest.nextWeek }
    : null;

const timeOf = ({ weekday, hour }: DigestTime): DigestTime => ({ weekday, hour });

/** Of a team, the id of the team is the subject, and its name is in the detail. */
const audit = (
  transaction: Transaction<Tables>,
  { tenantId, actor, team }: Recipient,
  what: 'SWITCHED_ON' | 'CHANGED' | 'SWITCHED_OFF',
  detail: Record<string, unknown>,
  at: Date,
) =>
  recordAudit(transaction, {
    ...{ tenantId, actor, at },
    action: team === null ? `DIGEST_${what}` : `TEAM_DIGEST_${what}`,
    subject: team === null ? actor : team.id,
    detail: team === null ? detail : { team: team.name, ...detail },
  });
