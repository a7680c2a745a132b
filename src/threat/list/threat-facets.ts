import { type RawBuilder, sql } from 'kysely';
import { type Dimension, type FacetRow, selectFacets } from '../../graphql/facets/select-facets.js';
import { givenOwners, type ThreatOwners } from '../owners/threat-owners.js';
import { conditionsOf, type ThreatCriteria } from './threat-list.js';
import type { ThreatDimension } from './threat-page.type.js';

/** The criteria that narrow each dimension. */
const criteriaOfDimension = {
  severities: ['minimumSeverity', 'severity'],
  statuses: ['status'],
  actions: ['action'],
  families: ['family'],
  clients: ['clientId', 'clientIds'],
  assignees: ['assigneeId', 'assigned'],
} as const satisfies Record<ThreatDimension, readonly (keyof ThreatCriteria)[]>;

const valueSql: Readonly<Record<ThreatDimension, RawBuilder<unknown>>> = {
  severities: sql`threat.severity::text`,
  statuses: sql`threat.status`,
  actions: sql`threat.action`,
  families: sql`threat.family`,
  clients: sql`threat.client_id`,
  assignees: sql`threat.assignee_id`,
};

const dimensions = Object.keys(valueSql) as ThreatDimension[];

/** How many threats of each owner's list have each value. */
export function selectThreatFacets(
  tenantId: string,
  owners: ThreatOwners,
  criteria: ThreatCriteria,
): RawBuilder<FacetRow> {
  return selectFacets({
    given: givenOwners(tenantId, owners),
    source: sql`threat`,
    dimensions: Object.fromEntries(
      dimensions.map((name) => [name, { value: valueSql[name], filtered: isNarrowed(criteria, name) }]),
    ) as Record<ThreatDimension, Dimension>,
    conditions: (ignored) =>
      conditionsOf(tenantId, owners, ignored === null ? criteria : without(criteria, criteriaOfDimension[ignored])),
  });
}

/** Values that narrow nothing, though they are given. */
const isWide = (value: unknown) =>
  value === null || value === undefined || value === 'UNKNOWN' || (Array.isArray(value) && value.includes('ALL'));

const isNarrowed = (criteria: ThreatCriteria, name: ThreatDimension) =>
  criteriaOfDimension[name].some((key) => !isWide(criteria[key]));

function without(criteria: ThreatCriteria, keys: readonly (keyof ThreatCriteria)[]): ThreatCriteria {
  return { ...criteria, ...Object.fromEntries(keys.map((key) => [key, null])) };
}
