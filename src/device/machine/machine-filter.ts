import { type RawBuilder, sql } from 'kysely';
import { UserInputError } from '../../graphql/errors.js';
import { notSeenFor } from '../health/health.sql.js';
import { KnownTo, type MachineFilter } from './machine.type.js';

/** Ten years: beyond, a machine was never seen. */
const longestSilence = 3650;

/**
 * For how many days a machine must have been silent, if that is asked. Throws an UserInputError for what is no number of
 * days.
 */
export function silenceOf({ notSeenForDays: days }: Pick<MachineFilter, 'notSeenForDays'>): number | null {
  if (days === undefined || days === null) return null;
  if (days < 1 || days > longestSilence)
    throw new UserInputError('BAD_DAYS', `Give a number of days from 1 to ${longestSilence}.`, [
      'filter',
      'notSeenForDays',
    ]);
  return days;
}

/**
 * What machines of this filter have in common, of the columns of `machine.source.ts`. Throws an UserInputError for a
 * filter that cannot be.
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
  if (filter.presence) conditions.push(sql`presence = ${filter.presence}`);
  anyOf(sql`health`, filter.health);
  if (filter.healthReasons?.length) conditions.push(sql`health_reasons && ${[...filter.healthReasons]}::text[]`);
  if (filter.gaps?.length) conditions.push(sql`gaps && ${[...filter.gaps]}::text[]`);
  anyOf(sql`match_kind`, filter.matchKinds);
  anyOf(sql`policy_name`, filter.policies);
  if (given(filter.policyApplied)) conditions.push(sql`policy_applied = ${filter.policyApplied}`);
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

const knownToConditions: Record<KnownTo, RawBuilder<boolean>> = {
  BOTH: sql`(agent_id is not null and covered)`,
  OPSMERGE_ONLY: sql`(agent_id is not null and not covered)`,
  BITDEFENDER_ONLY: sql`agent_id is null`,
};
