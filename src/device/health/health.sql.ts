import { type RawBuilder, sql } from 'kysely';
import { concernCodes, type HealthCode, riskCodes, stateStaleHours } from './health.js';

/**
 * The conditions of `health.ts` in SQL, to filter and sort by health; a property test keeps the two consistent. They read
 * `device`, its `state`, its `expected` values, and `severe.threats`, the number of `severeThreats` of its machine. All are
 * not true if there is no device.
 */
export function healthConditions(now: Date): Record<HealthCode, RawBuilder<boolean>> {
  return {
    UNMANAGED: sql`not device.managed`,
    INFECTED: sql`state.infected`,
    UNRESOLVED_THREATS: sql`severe.threats > 0`,
    ANTIMALWARE_OFF: sql`${modules} ->> 'antimalware' = 'false'`,
    LICENCE_EXPIRED: sql`state.licence = 'EXPIRED'`,
    MISSING: sql`device.presence <> 'PRESENT'`,
    DETECTED: sql`state.detected`,
    SIGNATURES_OUTDATED: sql`state.signature_outdated`,
    PRODUCT_OUTDATED: productOutdated,
    POLICY_NOT_APPLIED: sql`not device.policy_applied`,
    NOT_SEEN: notSeenFor(now, sql`state.last_seen_at`, sql`expected.not_seen_days`),
    STATE_STALE: sql`state.as_of < ${now}::timestamptz - make_interval(hours => ${stateStaleHours})`,
    ISOLATED: isolated,
  };
}

/** The condition on `threat` for the threats that affect the health of their machine: unresolved, HIGH and above. */
export const severeThreats = sql`threat.status = 'UNRESOLVED' and threat.severity >= 3`;

/** The modules of a device. The inventory reports some, the state all; the inventory wins, as it is read more often. */
export const modules = sql`(coalesce(state.modules, '{}') || coalesce(device.modules, '{}'))`;

/** Whether the product is outdated: from the inventory if it reports it, which not every GravityZone does, else from the state. */
export const productOutdated = sql<boolean>`coalesce(device.product_outdated, state.product_outdated)`;

/** Whether the device is cut off from the network: from the inventory if it reports it, else from the state. */
export const isolated = sql<boolean>`coalesce(device.isolated, state.isolated)`;

/** Whether the last contact was more than `days` days of 24 hours ago; not true if it is null. */
export function notSeenFor(now: Date, lastSeenAt: RawBuilder<unknown>, days: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`${lastSeenAt} < ${now}::timestamptz - make_interval(hours => 24 * ${days}::int)`;
}

/** The health of `device` as `health.ts` decides it; null if there is no device. */
export function healthOf(conditions: Record<HealthCode, RawBuilder<boolean>>): RawBuilder<string | null> {
  const anyOf = (codes: readonly HealthCode[]) =>
    sql.join(
      codes.map((code) => conditions[code]),
      sql` or `,
    );
  return sql`case when device.id is null then null when ${anyOf(riskCodes)} then 'AT_RISK'
    when ${anyOf(concernCodes)} then 'ATTENTION' when state.infected is null then 'UNKNOWN' else 'HEALTHY' end`;
}

/** The codes of the reasons for the health, as `health.ts` returns them; empty if there is no device. */
export function healthReasonsOf(conditions: Record<HealthCode, RawBuilder<boolean>>): RawBuilder<string[]> {
  return namesOf({ ...conditions, STATE_UNKNOWN: sql`${healthOf(conditions)} = 'UNKNOWN'` });
}

/** The names of the conditions that are true, as an array. */
export function namesOf(conditions: Record<string, RawBuilder<boolean>>): RawBuilder<string[]> {
  const names = Object.entries(conditions).map(([name, holds]) => sql`case when ${holds} then ${sql.lit(name)} end`);
  return sql`array_remove(array[${sql.join(names)}]::text[], null)`;
}
