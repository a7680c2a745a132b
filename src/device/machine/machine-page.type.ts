import { Arg, Field, Int, ObjectType } from 'type-graphql';
import {
  BooleanFacet,
  booleanFacet,
  ClientFacet,
  clientFacet,
  type Facet,
  facetOf,
  facetType,
  firstOfFacet,
} from '../../graphql/facets/facet.type.js';
import type { FacetCounts } from '../../graphql/facets/select-facets.js';
import { connectionType, pageSize } from '../../graphql/paging.js';
import { Gap } from '../coverage/gap.type.js';
import { MatchKindEnum, Presence } from '../detail/device.type.js';
import { Health, HealthReasonCode } from '../health/health.type.js';
import { KnownTo, Machine } from './machine.type.js';

export type MachineDimension =
  | 'knownTo'
  | 'presences'
  | 'healths'
  | 'healthReasons'
  | 'gaps'
  | 'matchKinds'
  | 'policies'
  | 'policyApplied'
  | 'isolated'
  | 'clients';

const KnownToFacet = facetType<KnownTo>('KnownTo', 'The products that know a machine', () => KnownTo);
const PresenceFacet = facetType<Presence>('Presence', 'Whether Bitdefender lists a device', () => Presence);
const HealthFacet = facetType<Health>('Health', 'A health', () => Health);
const HealthReasonFacet = facetType<HealthReasonCode>('HealthReason', 'A reason', () => HealthReasonCode);
const GapFacet = facetType<Gap>('Gap', 'A gap', () => Gap);
const MatchKindFacet = facetType<MatchKindEnum>('MatchKind', 'A way of matching', () => MatchKindEnum);

@ObjectType('BitdefenderPolicyFacet', { description: 'A policy, with the number of machines that have it.' })
class PolicyFacet {
  @Field(() => String, { nullable: true, description: 'Name in Bitdefender; null for machines without a policy.' })
  name!: string | null;

  @Field(() => Int, { description: 'Number of machines of the list with it.' })
  count!: number;
}

@ObjectType('BitdefenderDeviceFacets', {
  description:
    'Number of machines of the list by value. Each facet ignores its own part of the filter, and keeps to the others.',
})
export class MachineFacets {
  constructor(private readonly counts: FacetCounts<MachineDimension>) {}

  @Field(() => [KnownToFacet], { description: 'Each kind of machine; ignores `knownTo`.' })
  get knownTo(): Facet<KnownTo>[] {
    return facetOf(Object.values(KnownTo), this.counts.knownTo);
  }

  @Field(() => [PresenceFacet], { description: 'Each presence of a device; ignores `presence`.' })
  get presences(): Facet<Presence>[] {
    return facetOf(Object.values(Presence), this.counts.presences);
  }

  @Field(() => [HealthFacet], { description: 'Each health of a device; ignores `health`.' })
  get healths(): Facet<Health>[] {
    return facetOf(Object.values(Health), this.counts.healths);
  }

  @Field(() => [HealthReasonFacet], {
    description: 'Each reason; ignores `healthReasons`. A machine counts for each of its reasons.',
  })
  get healthReasons(): Facet<HealthReasonCode>[] {
    return facetOf(Object.values(HealthReasonCode), this.counts.healthReasons);
  }

  @Field(() => [GapFacet], { description: 'Each gap; ignores `gaps`. A machine counts for each of its gaps.' })
  get gaps(): Facet<Gap>[] {
    return facetOf(Object.values(Gap), this.counts.gaps);
  }

  @Field(() => [MatchKindFacet], { description: 'Each way of matching; ignores `matchKinds`.' })
  get matchKinds(): Facet<MatchKindEnum>[] {
    return facetOf(Object.values(MatchKindEnum), this.counts.matchKinds);
  }

  @Field(() => [PolicyFacet], { description: 'Policies, and null for machines without one; ignores `policies`.' })
  policies(@Arg('first', () => Int, { defaultValue: 10, description: firstOfFacet }) first: number): PolicyFacet[] {
    const size = pageSize(first);
    return (this.counts.policies ?? []).slice(0, size).map(({ value, count }) => ({ name: value, count }));
  }

  @Field(() => [BooleanFacet], { description: 'Whether the policy is applied; ignores `policyApplied`.' })
  get policyApplied(): Facet<boolean>[] {
    return booleanFacet(this.counts.policyApplied);
  }

  @Field(() => [BooleanFacet], {
    description: 'Whether the machine is isolated; of those that Bitdefender knows. Ignores `isolated`.',
  })
  get isolated(): Facet<boolean>[] {
    return booleanFacet(this.counts.isolated);
  }

  @Field(() => [ClientFacet], {
    description:
      'Clients with machines, and null for unmapped companies; ignores `clientId`. In the list of a client, that client.',
  })
  clients(@Arg('first', () => Int, { defaultValue: 10, description: firstOfFacet }) first: number): ClientFacet[] {
    return clientFacet(this.counts.clients?.slice(0, pageSize(first)));
  }
}

/** A page of machines. */
export const MachineConnection = connectionType('BitdefenderMachine', () => Machine, {
  counted: true,
  replicated: true,
  facets: () => MachineFacets,
});
