import { type RawBuilder, sql } from 'kysely';
import { UserInputError } from '../../graphql/errors.js';
import { notSeenFor } from '../health/health.sql.js';
import { KnownTo, type MachineFilter } from './machine.type.js';

/** Ten years, in days. */
const longestSilence = 3650;

/**
 * The minimum number of days without contact that the filter asks for, or null. Throws UserInputError if it is out of
 * range.
 */
export function silenceOf({ notSeenForDays: days }: Pick<MachineFilter, 'notSeenForDays'>): number | null {
  if (days === undefined || days === null) return null;
  if (days < 1 || days > longestSilence)
    throw new UserInputError('BAD_DAYS', `Enter a number of days from 1 to ${longestSilence}.`, [
      'filter',
      'notSeenForDays',
    ]);
  return days;
}

/**
 * The SQL conditions of a filter, over the columns of `machine.source.ts`. Throws UserInputError for an invalid filter.
 */
export function machineConditions(filter: MachineFilter, now: Date): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  const anyOf = (column: RawBuilder<unknown>, values: readonly string[] | null | undefined) => {
    if (values?.length) conditions.push(sql`${column} = any(${[...values]}::text[])`);
  };
  const given = (value: boolean | null | undefined) => value !== undefined && value !== null;
  if (given(filter.mapped)) conditions.push(filter.mapped ? sql`client_id is not null` : sql`client_id is null`);
  if (filter.knownTo?.length)
    conditions.push(
      sql`(${sql.join(
        filter.knownTo.map((known) => knownToConditions[known]),
        sql` or `,
      )})`,
    );
  if (filter.siteId) conditions.push(sql`site_id = ${filter.siteId}`);
  if (filter.presence) conditions.push(sql`presence = ${filter.presence}`);
  anyOf(sql`health`, filter.health);
  if (filter.healthReasons?.length) conditions.push(sql`health_reasons && ${[...filter.healthReasons]}::text[]`);
  if (filter.gaps?.length) conditions.push(sql`gaps && ${[...filter.gaps]}::text[]`);
  anyOf(sql`match_kind`, filter.matchKinds);
  anyOf(sql`policy_name`, filter.policies);
  if (given(filter.policyApplied)) conditions.push(sql`policy_applied = ${filter.policyApplied}`);
  if (given(filter.isolated))
    conditions.push(filter.isolated ? sql`isolated` : sql`device_id is not null and isolated is not true`);
  const days = silenceOf(filter);
  if (days !== null) conditions.push(notSeenFor(now, sql`last_seen_at`, sql`${days}`));
  const search = filter.search?.trim();
  if (search) {
    const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
    const columns = ['name', 'device_name', 'fqdn', 'label', 'ip'].map(
      (column) => sql`${sql.ref(column)} ilike ${pattern}`,
    );
    conditions.push(sql`(${sql.join(columns, sql` or `)})`);
  }
  return conditions;
}

/** SQL of the products that know a machine. */
export const knownToValue = sql<KnownTo>`case when agent_id is null then 'BITDEFENDER_ONLY' when covered then 'BOTH' else 'OPSMERGE_ONLY' end`;

/** SQL of what the filter takes for isolated or not; null for machines that Bitdefender does not know. */
export const isolatedValue = sql<boolean | null>`case when device_id is not null then isolated is true end`;

const knownToConditions: Record<KnownTo, RawBuilder<boolean>> = {
  BOTH: sql`(agent_id is not null and covered)`,
  OPSMERGE_ONLY: sql`(agent_id is not null and not covered)`,
  BITDEFENDER_ONLY: sql`agent_id is null`,
};
