import { Arg, Field, Int, ObjectType } from 'type-graphql';
import {
  AssigneeFacet,
  assigneeFacet,
  BooleanFacet,
  booleanFacet,
  ClientFacet,
  clientFacet,
  type Facet,
  facetOf,
  facetType,
  firstOfFacet,
  SeverityFacet,
  severityFacet,
} from '../../graphql/facets/facet.type.js';
import type { FacetCounts } from '../../graphql/facets/select-facets.js';
import { connectionType, pageSize } from '../../graphql/paging.js';
import type { SeverityEnum } from '../../graphql/severity.type.js';
import { Alert, AlertKindEnum, AlertState } from './alert.type.js';

export type AlertDimension = 'states' | 'severities' | 'kinds' | 'suppressed' | 'hasTicket' | 'clients' | 'assignees';

const StateFacet = facetType<AlertState>('AlertState', 'A state', () => AlertState);
const KindFacet = facetType<AlertKindEnum>('AlertKind', 'A subject of alerts', () => AlertKindEnum);

@ObjectType('BitdefenderAlertFacets', {
  description:
    'Number of alerts of the list by value. Each facet ignores its own part of the filter, and keeps to the others.',
})
export class AlertFacets {
  constructor(private readonly counts: FacetCounts<AlertDimension>) {}

  @Field(() => [StateFacet], { description: 'Every state; ignores `state`.' })
  get states(): Facet<AlertState>[] {
    return facetOf(Object.values(AlertState), this.counts.states);
  }

  @Field(() => [SeverityFacet], { description: 'Every severity; ignores `minimumSeverity`.' })
  get severities(): Facet<SeverityEnum>[] {
    return severityFacet(this.counts.severities);
  }

  @Field(() => [KindFacet], { description: 'Every kind; ignores `kind`.' })
  get kinds(): Facet<AlertKindEnum>[] {
    return facetOf(Object.values(AlertKindEnum), this.counts.kinds);
  }

  @Field(() => [BooleanFacet], { description: 'Whether something suppressed it; ignores `suppressed`.' })
  get suppressed(): Facet<boolean>[] {
    return booleanFacet(this.counts.suppressed);
  }

  @Field(() => [BooleanFacet], { description: 'Whether it has a ticket; ignores `hasTicket`.' })
  get hasTicket(): Facet<boolean>[] {
    return booleanFacet(this.counts.hasTicket);
  }

  @Field(() => [ClientFacet], { description: 'Clients with alerts, and null for notices; ignores `clientId`.' })
  clients(@Arg('first', () => Int, { defaultValue: 10, description: firstOfFacet }) first: number): ClientFacet[] {
    return clientFacet(this.counts.clients?.slice(0, pageSize(first)));
  }

  @Field(() => [AssigneeFacet], {
    description: 'Assigned users, and null for unassigned alerts; ignores `assigneeId` and `assigned`.',
  })
  assignees(@Arg('first', () => Int, { defaultValue: 10, description: firstOfFacet }) first: number): AssigneeFacet[] {
    return assigneeFacet(this.counts.assignees?.slice(0, pageSize(first)));
  }
}

/** A page of alerts. */
export const AlertConnection = connectionType('BitdefenderAlert', () => Alert, {
  counted: true,
  replicated: true,
  facets: () => AlertFacets,
});
