import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { recordAudit } from '../../audit/audit.js';
import type { Viewer } from '../../auth/viewer.js';
import type { Database, Tables } from '../../database/database.js';
import { uuidOrNone } from '../../database/uuid.js';
import { type UserErrorCode, UserInputError } from '../../graphql/errors.js';
import { findDevice } from './find-device.js';
import { type MuteRow } from './mute.reader.js';
import type { MuteAlertsInput } from './mute.type.js';

/** Mutes silence what comes from now on; what was done stays done. Throws UserInputError for input that is refused. */
export interface MuteService {
  create(viewer: Viewer, input: MuteAlertsInput): Promise<MuteRow>;
  /** Ends a mute now; one that is over stays as it is. */
  end(viewer: Viewer, muteId: string): Promise<MuteRow>;
}

const maximumMilliseconds = 366 * 24 * 3_600_000;
const maximumReason = 500;
/** Every alert is held against every mute that is on. */
const maximumMutes = 1_000;

export function createMuteService(database: Database): MuteService {
  return {
    create(viewer, input) {
      const now = new Date();
      const { until, reason } = input;
      const threatName = input.threatName?.trim() || null;
      const clientId = input.clientId || null;
      if (clientId === null && !input.deviceId && threatName === null)
        throw refusal('NOTHING_NAMED', 'Name a client, a device or a threat: nothing else can be muted.', null);
      if (until <= now || until.getTime() > now.getTime() + maximumMilliseconds)
        throw refusal('BAD_TIME', 'Say until when: a time to come, within a year.', 'until');
      if (reason.trim() === '' || reason.length > maximumReason)
        throw refusal('BAD_REASON', `Say why, in 1 to ${maximumReason} characters.`, 'reason');
      return database.forTenant(viewer.tenantId, async (transaction) => {
        await refuseTooMany(transaction, viewer.tenantId, now);
        const device = input.deviceId ? await findDevice(transaction, viewer.tenantId, input.deviceId) : null;
        if (device !== null && clientId !== null && clientId !== device.clientId)
          throw refusal('OTHER_CLIENT', 'The device is not of this client: leave the client out.', 'clientId');
        const mute = await transaction
          .insertInto('alertMute')
          .values({
            tenantId: viewer.tenantId,
            id: randomUUID(),
            clientId: device?.clientId ?? clientId,
            deviceId: device?.id ?? null,
            hostname: device?.name ?? null,
            threatName,
            reason: reason.trim(),
            createdAt: now,
            createdBy: viewer.subject,
            until,
            endedBy: null,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        await audit(transaction, viewer, 'ALERTS_MUTED', { before: null, after: mute }, now);
        return mute;
      });
    },

    end: (viewer, muteId) =>
      database.forTenant(viewer.tenantId, async (transaction) => {
        const now = new Date();
        const { tenantId } = viewer;
        const mute = await transaction
          .selectFrom('alertMute')
          .selectAll()
          .where('tenantId', '=', tenantId)
          .where('id', '=', uuidOrNone(muteId))
          .executeTakeFirst();
        if (mute === undefined) throw refusal('NOT_FOUND', 'There is no such mute.', 'muteId');
        if (mute.until <= now) return mute;
        const ended = { ...mute, until: now, endedBy: viewer.subject };
        await transaction
          .updateTable('alertMute')
          .set({ until: now, endedBy: viewer.subject })
          .where('tenantId', '=', tenantId)
          .where('id', '=', mute.id)
          .execute();
        await audit(transaction, viewer, 'ALERT_MUTE_ENDED', { before: mute, after: ended }, now);
        return ended;
      }),
  };
}

async function refuseTooMany(transaction: Transaction<Tables>, tenantId: string, now: Date): Promise<void> {
  const { count } = await transaction
    .selectFrom('alertMute')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('tenantId', '=', tenantId)
    .where('until', '>', now)
    .executeTakeFirstOrThrow();
  if (Number(count) >= maximumMutes)
    throw refusal('TOO_MANY', `There are ${maximumMutes} mutes: end some, or make a rule that suppresses.`, null);
}

function audit(
  transaction: Transaction<Tables>,
  { tenantId, subject: actor }: Viewer,
  action: string,
  detail: { before: MuteRow | null; after: MuteRow },
  at: Date,
) {
  return recordAudit(transaction, { tenantId, actor, action, subject: detail.after.id, detail, at });
}

const refusal = (code: UserErrorCode, message: string, field: string | null) =>
  new UserInputError(code, message, field === null ? ['input'] : ['input', field]);
