import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { recordAudit } from '../../audit/audit.js';
import type { Viewer } from '../../auth/viewer.js';
import { type Database, json, type Tables } from '../../database/database.js';
import { uuidOrNone } from '../../database/uuid.js';
import { versionOf } from '../../domain/version.js';
import { refuseOutdated, type UserErrorCode, UserInputError } from '../../graphql/errors.js';
import type { OpsMerge } from '../../opsmerge/opsmerge.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { findDevice } from '../mute/find-device.js';
import { reviewHolds } from './hold.store.js';
import { occurrencesAfter, type Schedule } from './schedule.js';
import { mostWindows, problemsOfSchedule, problemsOfWindow, type WindowProblem } from './validate-window.js';
import { endOf, listWindows, type WindowRow } from './window.store.js';
import type { Occurrence, SaveWindowInput, ScheduleInput } from './window.type.js';

/** A window with the time zone of its tenant, which it follows if it has none. */
export type WindowOfTenant = WindowRow & { tenantZone: string };

/** Maintenance windows. What they hold is decided again after each change. Throws UserInputError for input that is refused. */
export interface WindowService {
  /** All of them by name, those that are over too if `ended`. Two statements. */
  list(tenantId: string, ended: boolean): Promise<WindowOfTenant[]>;
  /** When a schedule would be open. */
  preview(
    tenantId: string,
    schedule: ScheduleInput,
    first: number,
  ): Promise<{ timeZone: string; occurrences: Occurrence[] }>;
  /** Changes the window of this id, if `version` is the one that is stored, or adds a new one. */
  save(viewer: Viewer, input: SaveWindowInput): Promise<WindowOfTenant>;
  /** Ends a window that is open now; one that is not stays as it is. */
  end(viewer: Viewer, windowId: string): Promise<WindowOfTenant>;
  remove(viewer: Viewer, windowId: string): Promise<void>;
}

/** The version of a window: of all that `save` overwrites. */
export const windowVersion = (row: WindowRow): string => {
  const { name, clientId, deviceId, ruleId, date, days, time, minutes, timeZone } = row;
  return versionOf({ name, clientId, deviceId, ruleId, date, days, time, minutes, timeZone });
};

/** When a window is open at an instant; null where it is not. */
export function openNow(row: WindowOfTenant, now: Date): Occurrence | null {
  const [next] = occurrencesAfter(row, row.timeZone ?? row.tenantZone, now, row.endedAt);
  return next !== undefined && next.from <= now ? next : null;
}

/** Whether a window never opens again. */
export function isOver(row: WindowOfTenant, now: Date): boolean {
  const end = endOf(row, row.tenantZone);
  return end !== null && end <= now;
}

export function createWindowService({ database, opsMerge }: { database: Database; opsMerge: OpsMerge }): WindowService {
  /** One change under the tenant's lock, with its entry in the audit; what is held is decided again. */
  function change<Result>(
    viewer: Viewer,
    work: (given: {
      transaction: Transaction<Tables>;
      windows: WindowRow[];
      tenantZone: string;
      now: Date;
    }) => Promise<{ result: Result; audit: { action: string; subject: string; detail: object } | null }>,
  ): Promise<Result> {
    const { tenantId, subject: actor } = viewer;
    return database.forTenant(tenantId, async (transaction) => {
      const now = new Date();
      const windows = await listWindows(transaction, tenantId);
      const { timeZone: tenantZone } = await readTenantSettings(transaction, tenantId);
      const { result, audit } = await work({ transaction, windows, tenantZone, now });
      if (audit !== null) {
        await reviewHolds(transaction, { tenantId, now });
        await recordAudit(transaction, { tenantId, actor, ...audit, detail: { ...audit.detail }, at: now });
      }
      return result;
    });
  }

  return {
    async list(tenantId, ended) {
      const now = new Date();
      const { timeZone: tenantZone } = await readTenantSettings(database.query, tenantId);
      const windows = (await listWindows(database.query, tenantId)).map((row) => ({ ...row, tenantZone }));
      return ended ? windows : windows.filter((window) => !isOver(window, now));
    },

    async preview(tenantId, input, first) {
      const { timeZone: tenantZone } = await readTenantSettings(database.query, tenantId);
      const now = new Date();
      const schedule = scheduleOf(input);
      const timeZone = input.timeZone ?? tenantZone;
      refuse(problemsOfSchedule(schedule, timeZone, now), ['schedule']);
      const occurrences: Occurrence[] = [];
      for (const occurrence of occurrencesAfter(schedule, timeZone, now)) {
        occurrences.push(occurrence);
        if (occurrences.length >= first) break;
      }
      return { timeZone, occurrences };
    },

    async save(viewer, input) {
      const { tenantId, subject } = viewer;
      const { windowId = null, version } = input;
      const [clientId, deviceId, ruleId] = [input.clientId || null, input.deviceId || null, input.ruleId || null];
      const schedule = scheduleOf(input.schedule);
      refuse(problemsOfWindow({ name: input.name, clientId, deviceId, ruleId }), ['input']);
      if (clientId !== null && !(await opsMerge.clientsExist(tenantId, [clientId])).has(clientId))
        throw refusal('CLIENT_NOT_FOUND', 'OpsMerge has no such client: choose one of this tenant.', 'clientId');
      return change(viewer, async ({ transaction, windows, tenantZone, now }) => {
        const before = windows.find(({ id }) => id === windowId);
        if (windowId !== null && before === undefined) throw notFound();
        if (before !== undefined) refuseOutdated(version, windowVersion(before), 'maintenance window');
        const timeZone = input.schedule.timeZone ?? null;
        refuse(problemsOfSchedule(schedule, timeZone ?? tenantZone, now), ['input', 'schedule']);
        if (before === undefined) await makeRoom(transaction, viewer, windows, tenantZone, now);
        const values = {
          ...(await subjectOf(transaction, tenantId, { clientId, deviceId, ruleId })),
          ...timeOf(schedule, timeZone, before),
          ...{ name: input.name.trim(), changedAt: now, changedBy: subject },
        };
        const stored = await transaction
          .insertInto('maintenanceWindow')
          .values({ tenantId, id: before?.id ?? randomUUID(), ...values })
          .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doUpdateSet(values))
          .returningAll()
          .executeTakeFirstOrThrow();
        const action = before === undefined ? 'MAINTENANCE_CREATED' : 'MAINTENANCE_CHANGED';
        const detail = { before: before ?? null, after: stored };
        return { result: { ...stored, tenantZone }, audit: { action, subject: stored.id, detail } };
      });
    },

    end: (viewer, windowId) =>
      change(viewer, async ({ transaction, windows, tenantZone, now }) => {
        const before = windows.find(({ id }) => id === windowId);
        if (before === undefined) throw notFound();
        const row = { ...before, tenantZone };
        if (openNow(row, now) === null) return { result: row, audit: null };
        await transaction
          .updateTable('maintenanceWindow')
          .set({ endedAt: now })
          .where('tenantId', '=', viewer.tenantId)
          .where('id', '=', before.id)
          .execute();
        const after = { ...before, endedAt: now };
        return {
          result: { ...after, tenantZone },
          audit: { action: 'MAINTENANCE_ENDED', subject: before.id, detail: { before, after } },
        };
      }),

    remove: (viewer, windowId) =>
      change(viewer, async ({ transaction, windows }) => {
        const before = windows.find(({ id }) => id === windowId);
        if (before === undefined) throw notFound();
        await deleteWindow(transaction, viewer.tenantId, before.id);
        const detail = { before, after: null };
        return { result: undefined, audit: { action: 'MAINTENANCE_DELETED', subject: before.id, detail } };
      }),
  };
}

/** What a window holds, as it is stored. Throws UserInputError for what the tenant does not have. */
async function subjectOf(
  transaction: Transaction<Tables>,
  tenantId: string,
  { clientId, deviceId, ruleId }: Record<'clientId' | 'deviceId' | 'ruleId', string | null>,
) {
  const device = deviceId === null ? null : await findDevice(transaction, tenantId, deviceId);
  if (device !== null && clientId !== null && clientId !== device.clientId)
    throw refusal('OTHER_CLIENT', 'The device is not of this client: leave the client out.', 'clientId');
  return {
    clientId: device?.clientId ?? clientId,
    deviceId: device?.id ?? null,
    hostname: device?.name ?? null,
    ruleId: ruleId === null ? null : await findRule(transaction, tenantId, ruleId),
  };
}

/** When a window is open, as it is stored. What a person ended stays so as long as the time is the same. */
function timeOf(schedule: Schedule, timeZone: string | null, before: WindowRow | undefined) {
  const { date, days, time, minutes } = schedule;
  const isSame =
    before !== undefined &&
    versionOf({ date, days, time, minutes, timeZone }) ===
      versionOf({ ...scheduleOf(before), timeZone: before.timeZone });
  const endedAt = isSame ? before.endedAt : null;
  return { date, days: days === null ? null : json([...days]), time, minutes, timeZone, endedAt };
}

const scheduleOf = ({ date, days, time, minutes }: Pick<ScheduleInput, keyof Schedule>): Schedule => ({
  date: date ?? null,
  days: days?.toSorted() ?? null,
  time,
  minutes,
});

/** Refuses one window too many. Those that are over make room, the one that ended first. */
async function makeRoom(
  transaction: Transaction<Tables>,
  { tenantId, subject: actor }: Viewer,
  windows: readonly WindowRow[],
  tenantZone: string,
  now: Date,
): Promise<void> {
  if (windows.length < mostWindows) return;
  const ends = windows.flatMap((row) => {
    const end = endOf(row, tenantZone);
    return end !== null && end <= now ? [{ row, end }] : [];
  });
  const [first] = ends.toSorted((one, other) => one.end.getTime() - other.end.getTime());
  if (first === undefined)
    throw new UserInputError('TOO_MANY', `A tenant has at most ${mostWindows} maintenance windows: delete some.`, [
      'input',
    ]);
  const { row: before } = first;
  await deleteWindow(transaction, tenantId, before.id);
  await recordAudit(transaction, {
    ...{ tenantId, actor, action: 'MAINTENANCE_DELETED', subject: before.id, at: now },
    detail: { before, after: null, reason: 'It was over, and made room for another one.' },
  });
}

const deleteWindow = (transaction: Transaction<Tables>, tenantId: string, id: string) =>
  transaction.deleteFrom('maintenanceWindow').where('tenantId', '=', tenantId).where('id', '=', id).execute();

async function findRule(transaction: Transaction<Tables>, tenantId: string, ruleId: string): Promise<string> {
  const rule = await transaction
    .selectFrom('alertRule')
    .select('id')
    .where('tenantId', '=', tenantId)
    .where('id', '=', uuidOrNone(ruleId))
    .executeTakeFirst();
  if (rule === undefined) throw refusal('NOT_FOUND', 'There is no such rule.', 'ruleId');
  return rule.id;
}

function refuse([problem, ...others]: WindowProblem[], place: string[]): void {
  if (problem === undefined) return;
  const refused = new UserInputError(problem.code, problem.message, [...place, ...problem.field]);
  for (const { code, field, message } of others)
    refused.userErrors.push({ code, field: [...place, ...field], message });
  throw refused;
}

const refusal = (code: UserErrorCode, message: string, field: string) =>
  new UserInputError(code, message, ['input', field]);

const notFound = () => refusal('NOT_FOUND', 'There is no such maintenance window.', 'windowId');
