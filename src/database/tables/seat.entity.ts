import { defineEntity } from '@mikro-orm/core';

/** The seats of one company in one month: what BD counted, and how many machines explain it. */
export const SeatMonthEntity = defineEntity({
  name: 'SeatMonth',
  tableName: 'seat_month',
  properties: (p) => ({
    tenantId: p.text().primary(),
    companyId: p.uuid().primary(),
    /** In UTC, such as 2026-11. */
    month: p.text().primary(),
    /** Identifies the row in the graph. */
    id: p.uuid(),
    connectionId: p.uuid(),
    /** As they were when the month was last looked at: the company may be unmapped or renamed since. */
    companyName: p.text(),
    clientId: p.text().nullable(),
    /** Seats of the company alone, without the companies below it; null while they are not known. */
    counted: p.integer().nullable(),
    /** As BD counts them: with the companies below it. */
    countedWithBelow: p.integer().nullable(),
    usedSlots: p.integer().nullable(),
    totalSlots: p.integer().nullable(),
    /** BD's number of the kind of licence. */
    subscriptionType: p.integer().nullable(),
    expiresAt: p.datetime().nullable(),
    /** The end that was read last, while the licence cannot be read; null while it can. */
    knownExpiresAt: p.datetime().nullable(),
    /** Why `counted` is null, or why the licence could not be read; null if both were read. */
    problem: p.text().nullable(),
    /** Numbers of machines by category, see `reconcile-seats.ts`. */
    machines: p.json<Record<string, number>>(),
    /** Counted machines that are not removed and without an OpsMerge agent. */
    withoutAgent: p.integer(),
    /** Of all the above and of the machines: what is unchanged is not written again. */
    contentHash: p.text(),
    /** Whether the month was read once more after its end: it is never changed again. */
    closed: p.boolean(),
    /** When what it says was read. An unchanged row is not written, see `lookedAt`. */
    asOf: p.datetime(),
  }),
  uniques: [{ name: 'seat_month_id', properties: ['tenantId', 'id'] }],
  indexes: [{ name: 'seat_month_list', properties: ['tenantId', 'month', 'companyName', 'id'] }],
});

/** One machine behind the seats of a company in a month. */
export const SeatMachineEntity = defineEntity({
  name: 'SeatMachine',
  tableName: 'seat_machine',
  properties: (p) => ({
    tenantId: p.text().primary(),
    companyId: p.uuid().primary(),
    month: p.text().primary(),
    /** The id of the device, else of the agent. */
    machineId: p.text().primary(),
    /** See `reconcile-seats.ts`. */
    category: p.text(),
    name: p.text(),
    deviceId: p.uuid().nullable(),
    agentId: p.text().nullable(),
    /** The device that represents the same machine, of a duplicate. */
    sameAsId: p.uuid().nullable(),
    sameAsName: p.text().nullable(),
    /** How a removed one left; null for others. */
    removal: p.text().nullable(),
    /** When it was removed or, of a stale one, last seen; null for others. */
    since: p.datetime().nullable(),
  }),
  indexes: [{ name: 'seat_machine_list', properties: ['tenantId', 'companyId', 'month', 'name', 'machineId'] }],
});

/** How far the seats of a connection were read. */
export const SeatLookEntity = defineEntity({
  name: 'SeatLook',
  tableName: 'seat_look',
  properties: (p) => ({
    tenantId: p.text().primary(),
    connectionId: p.uuid().primary(),
    /** When all companies are looked at next. */
    nextAt: p.datetime(),
    /** The start of the last look that reached all companies; null before it. */
    lookedAt: p.datetime().nullable(),
    /** The company behind which a look goes on that ran out of time; null if it starts with the first. */
    resumeAfter: p.uuid().nullable(),
    /** The version of the mappings whose companies were all looked at. */
    mappingVersion: p.integer(),
    /** Why the last look could not read anything; null if it could. */
    problem: p.text().nullable(),
    problemMessage: p.text().nullable(),
    problemHint: p.text().nullable(),
  }),
});
