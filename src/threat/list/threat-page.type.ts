import { Arg, Field, Int, ObjectType } from 'type-graphql';
import {
  AssigneeFacet,
  assigneeFacet,
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
import { Threat, ThreatActionEnum, ThreatFamilyEnum, ThreatStatusEnum } from './threat.type.js';

export type ThreatDimension = 'severities' | 'statuses' | 'actions' | 'families' | 'clients' | 'assignees';

const StatusFacet = facetType<ThreatStatusEnum>('ThreatStatus', 'A status', () => ThreatStatusEnum);
const ActionFacet = facetType<ThreatActionEnum>('ThreatAction', 'An action of Bitdefender', () => ThreatActionEnum);
const FamilyFacet = facetType<ThreatFamilyEnum>('ThreatFamily', 'A malware family', () => ThreatFamilyEnum);

@ObjectType('BitdefenderThreatFacets', {
  description:
    'Number of threats of the list by value. Each facet ignores its own part of the filter, and keeps to the others.',
})
export class ThreatFacets {
  constructor(private readonly counts: FacetCounts<ThreatDimension>) {}

  @Field(() => [SeverityFacet], { description: 'Every severity; ignores `minimumSeverity` and `severity`.' })
  get severities(): Facet<SeverityEnum>[] {
    return severityFacet(this.counts.severities);
  }

  @Field(() => [StatusFacet], { description: 'Every status; ignores `status`.' })
  get statuses(): Facet<ThreatStatusEnum>[] {
    return facetOf(Object.values(ThreatStatusEnum), this.counts.statuses);
  }

  @Field(() => [ActionFacet], { description: 'Every action; ignores `action`.' })
  get actions(): Facet<ThreatActionEnum>[] {
    return facetOf(Object.values(ThreatActionEnum), this.counts.actions);
  }

  @Field(() => [FamilyFacet], { description: 'Every family; ignores `family`.' })
  get families(): Facet<ThreatFamilyEnum>[] {
    return facetOf(Object.values(ThreatFamilyEnum), this.counts.families);
  }

  @Field(() => [ClientFacet], {
    description:
      'Clients with threats, and null for unmapped companies; ignores `clientId` and `clientIds`. In the list of a client, that client.',
  })
  clients(@Arg('first', () => Int, { defaultValue: 10, description: firstOfFacet }) first: number): ClientFacet[] {
    return clientFacet(this.counts.clients?.slice(0, pageSize(first)));
  }

  @Field(() => [AssigneeFacet], {
    description: 'Assigned users, and null for unassigned threats; ignores `assigneeId` and `assigned`.',
  })
  assignees(@Arg('first', () => Int, { defaultValue: 10, description: firstOfFacet }) first: number): AssigneeFacet[] {
    return assigneeFacet(this.counts.assignees?.slice(0, pageSize(first)));
  }
}

/** A page of threats. */
export const ThreatConnection = connectionType('BitdefenderThreat', () => Threat, {
  counted: true,
  replicated: true,
  facets: () => ThreatFacets,
});
