import { type RawBuilder, sql } from 'kysely';
import { type Dimension, type FacetRow, selectFacets } from '../../graphql/facets/select-facets.js';
import { type ClientIds, machinesOf } from './machine.source.js';
import type { MachineFilter } from './machine.type.js';
import { isolatedValue, knownToValue, machineConditions } from './machine-filter.js';
import type { MachineDimension } from './machine-page.type.js';

/** The field of the filter that narrows each dimension. */
const fieldOf = {
  knownTo: 'knownTo',
  presences: 'presence',
  healths: 'health',
  healthReasons: 'healthReasons',
  gaps: 'gaps',
  matchKinds: 'matchKinds',
  policies: 'policies',
  policyApplied: 'policyApplied',
  isolated: 'isolated',
  clients: 'clientId',
} as const satisfies Record<MachineDimension, keyof MachineFilter>;

const valueSql: Readonly<Record<MachineDimension, RawBuilder<unknown>>> = {
  knownTo: knownToValue,
  presences: sql`presence`,
  healths: sql`health`,
  healthReasons: sql`health_reasons`,
  gaps: sql`gaps`,
  matchKinds: sql`match_kind`,
  policies: sql`policy_name`,
  policyApplied: sql`policy_applied::text`,
  isolated: sql`(${isolatedValue})::text`,
  clients: sql`client_id`,
};

/** Dimensions of which a machine has several values. */
const several: readonly string[] = ['healthReasons', 'gaps'] satisfies MachineDimension[];

/**
 * How many machines of each owner's list have each value. The merged list is made once: it costs more than counting it. `among` are the
 * clients of the `given` owner; the client of the filter is a condition of its own, for the facet of the clients to ignore.
 */
export function selectMachineFacets(
  tenantId: string,
  { given, among }: { given: RawBuilder<unknown>; among: ClientIds },
  filter: MachineFilter,
  now: Date,
): RawBuilder<FacetRow> {
  const dimensions = Object.fromEntries(
    Object.entries(valueSql).map(([name, value]): [string, Dimension] => [
      name,
      { value, several: several.includes(name), filtered: isSet(filter[fieldOf[name as MachineDimension]]) },
    ]),
  ) as Record<MachineDimension, Dimension>;
  return selectFacets({
    given,
    prepared: sql`with machine as materialized (select * from (${machinesOf(tenantId, among, now)}) as machine)`,
    source: sql`machine`,
    dimensions,
    conditions: (ignored) => {
      const kept = ignored === null ? filter : { ...filter, [fieldOf[ignored]]: null };
      return [
        ...machineConditions(kept, now),
        ...(kept.clientId && among === null ? [sql`client_id = ${kept.clientId}`] : []),
      ];
    },
  });
}

const isSet = (value: unknown) =>
  value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
