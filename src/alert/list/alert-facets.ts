import { type RawBuilder, sql } from 'kysely';
import { laterAlertKinds, laterValue } from '../../database/later-values.js';
import { type Dimension, type FacetRow, selectFacets } from '../../graphql/facets/select-facets.js';
import type { AlertFilter } from './alert-filter.type.js';
import { conditionsOf } from './alert-list.js';
import type { AlertDimension } from './alert-page.type.js';

/** The value of each dimension, and the fields of the filter that narrow it. */
const dimensionsOf: Readonly<Record<AlertDimension, { value: RawBuilder<unknown>; fields: (keyof AlertFilter)[] }>> = {
  states: { value: sql`alert.state`, fields: ['state'] },
  severities: { value: sql`alert.severity::text`, fields: ['minimumSeverity'] },
  kinds: { value: laterValue(laterAlertKinds), fields: ['kind'] },
  suppressed: { value: sql`(alert.suppressed_by is not null)::text`, fields: ['suppressed'] },
  hasTicket: { value: sql`(alert.ticket_id is not null)::text`, fields: ['hasTicket'] },
  clients: { value: sql`alert.client_id`, fields: ['clientId'] },
  assignees: { value: sql`alert.assignee_id`, fields: ['assigneeId', 'assigned'] },
};

/** How many alerts of the tenant's list have each value. */
export function selectAlertFacets(tenantId: string, filter: AlertFilter): RawBuilder<FacetRow> {
  const isGiven = (field: keyof AlertFilter) => filter[field] !== null && filter[field] !== undefined;
  return selectFacets({
    given: sql`(select 1 as place) as given`,
    source: sql`alert`,
    dimensions: Object.fromEntries(
      Object.entries(dimensionsOf).map(([name, { value, fields }]): [string, Dimension] => [
        name,
        { value, filtered: fields.some(isGiven) },
      ]),
    ) as Record<AlertDimension, Dimension>,
    conditions: (ignored) => {
      const left = ignored === null ? [] : dimensionsOf[ignored].fields;
      return conditionsOf(tenantId, { ...filter, ...Object.fromEntries(left.map((field) => [field, null])) });
    },
  });
}
