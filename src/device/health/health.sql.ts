import { type RawBuilder, sql } from 'kysely';
import { concernCodes, type HealthCode, riskCodes, stateStaleHours } from './health.js';

/**
 * The conditions of `health.ts` in SQL, to filter and sort by health; a property test holds the two together. They read
 * `device`, its `state`, what is `expected` of it, and `grave.threats`, the `graveThreats` of its machine.
 * Where there is no device, none of them is true.
 */
export function healthConditions(now: Date): Record<HealthCode, RawBuilder<boolean>> {
  return {
    UNMANAGED: sql`not device.managed`,
    INFECTED: sql`state.infected`,
    UNRESOLVED_THREATS: sql`grave.threats > 0`,
    ANTIMALWARE_OFF: sql`${modules} ->> 'antimalware' = 'false'`,
    LICENCE_EXPIRED: sql`state.licence = 'EXPIRED'`,
    MISSING: sql`device.presence <> 'PRESENT'`,
    DETECTED: sql`state.detected`,
    SIGNATURES_OUTDATED: sql`state.signature_outdated`,
    PRODUCT_OUTDATED: productOutdated,
    POLICY_NOT_APPLIED: sql`not device.policy_applied`,
    NOT_SEEN: notSeenFor(now, sql`state.last_seen_at`, sql`expected.not_seen_days`),
    STATE_STALE: sql`state.as_of < ${now}::timestamptz - make_interval(hours => ${stateStaleHours})`,
  };
}

/** Of `threat`: those that weigh on the health of their machine. */
export const graveThreats = sql`threat.status = 'UNRESOLVED' and threat.severity >= 3`;

/** A device's modules, of which the inventory tells some and the call per device all; the inventory is read more often. */
export const modules = sql`(coalesce(state.modules, '{}') || coalesce(device.modules, '{}'))`;

/** The inventory tells it, but not of every GravityZone. */
export const productOutdated = sql<boolean>`coalesce(device.product_outdated, state.product_outdated)`;

/** Whether the last contact was more than so many days of 24 hours ago; not true where it is null. */
export function notSeenFor(now: Date, lastSeenAt: RawBuilder<unknown>, days: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`${lastSeenAt} < ${now}::timestamptz - make_interval(hours => 24 * ${days}::int)`;
}

/** The health of `device` as `health.ts` decides it; null where there is no device. */
export function healthOf(conditions: Record<HealthCode, RawBuilder<boolean>>): RawBuilder<string | null> {
  const anyOf = (codes: readonly HealthCode[]) =>
    sql.join(
      codes.map((code) => conditions[code]),
      sql` or `,
    );
  return sql`case when device.id is null then null when ${anyOf(riskCodes)} then 'AT_RISK'
    when ${anyOf(concernCodes)} then 'ATTENTION' when state.infected is null then 'UNKNOWN' else 'HEALTHY' end`;
}

/** The codes of the reasons for that health, as `health.ts` gives them; none where there is no device. */
export function healthReasonsOf(conditions: Record<HealthCode, RawBuilder<boolean>>): RawBuilder<string[]> {
  return namesOf({ ...conditions, STATE_UNKNOWN: sql`${healthOf(conditions)} = 'UNKNOWN'` });
}

/** The names of the conditions that hold, as an array. */
export function namesOf(conditions: Record<string, RawBuilder<boolean>>): RawBuilder<string[]> {
  const names = Object.entries(conditions).map(([name, holds]) => sql`case when ${holds} then ${sql.lit(name)} end`);
  return sql`array_remove(array[${sql.join(names)}]::text[], null)`;
}
