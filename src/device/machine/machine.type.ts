import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { AgentReference, ClientReference } from '../../graphql/core-types.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import { connectionType } from '../../graphql/paging.js';
import { Gap } from '../coverage/gap.type.js';
import { Abilities, MatchKindEnum, Presence } from '../detail/device.type.js';
import { Health, HealthReasonCode } from '../health/health.type.js';

export const KnownTo = graphEnum('BitdefenderKnownTo', 'Who knows a machine.', {
  BOTH: 'It has an OpsMerge agent, and BD protects it.',
  OPSMERGE_ONLY: 'It has an OpsMerge agent, and BD does not protect it, or no longer lists it.',
  BITDEFENDER_ONLY: 'BD knows it, and it has no OpsMerge agent: it is shown, with limited functions.',
});
export type KnownTo = keyof typeof KnownTo;

export const MachineOrder = graphEnum('BitdefenderDeviceOrder', 'What a list of devices is ordered by.', {
  NAME: 'By name, from A to Z, in any case.',
  LAST_SEEN: 'Those BD has not heard of for longest first; those it never told of last.',
  HEALTH: 'The worst first; unknown before healthy, what BD does not know last.',
  THREATS_THIS_MONTH: 'Those with most threats this month first.',
  RISK_SCORE: "By BD's risk score, the highest first; those without one last.",
});
export type MachineOrder = keyof typeof MachineOrder;

@ObjectType('BitdefenderMachine', {
  description: 'A machine of the merged list: an agent, a device of BD, or both by host name.',
})
export class Machine {
  @Field(() => ID, { description: "The id of its row: its agent's, else that of its device." })
  id!: string;

  @Field(() => String, { description: 'Its name: as the agent tells it, else as BD does.' })
  name!: string;

  @Field(() => KnownTo, { description: 'Who knows it.' })
  knownTo!: KnownTo;

  @Field(() => AgentReference, { nullable: true, description: 'Its agent; null where only BD knows it.' })
  agent!: AgentReference | null;

  @Field(() => ClientReference, {
    nullable: true,
    description: 'Its client; null for a device of an unmapped company.',
  })
  client!: ClientReference | null;

  @Field(() => Abilities, { description: 'What OpsMerge can do with it.' })
  abilities!: Abilities;

  @Field(() => Health, { nullable: true, description: 'How well it is protected; null where BD does not know it.' })
  health!: Health | null;

  @Field(() => [Gap], { description: 'What it lacks.' })
  gaps!: Gap[];

  deviceId!: string | null;
}

/** A page of machines. */
export const MachineConnection = connectionType('BitdefenderMachine', () => Machine, { counted: true });

@InputType('BitdefenderDeviceFilter', {
  description: 'Which machines to show. Of a list of values, any may hold; an empty list narrows nothing.',
})
export class MachineFilter {
  @Field(() => ID, { nullable: true, description: 'Only of this client.' })
  clientId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Only of clients, or only of companies that are unmapped.' })
  mapped?: boolean | null;

  @Field(() => [KnownTo], { nullable: true, description: 'Only those known to both, or to one alone.' })
  knownTo?: KnownTo[] | null;

  @Field(() => Presence, { nullable: true, description: 'Only those BD lists, or only those it does not any more.' })
  presence?: Presence | null;

  @Field(() => [Health], { nullable: true, description: 'Only those of this health.' })
  health?: Health[] | null;

  @Field(() => [HealthReasonCode], {
    nullable: true,
    description: 'Only those whose health has this reason, such as STATE_STALE.',
  })
  healthReasons?: HealthReasonCode[] | null;

  @Field(() => [Gap], { nullable: true, description: 'Only those that lack this.' })
  gaps?: Gap[] | null;

  @Field(() => [MatchKindEnum], { nullable: true, description: 'Only devices matched this way.' })
  matchKinds?: MatchKindEnum[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "Only those with this policy, by BD's name, letter for letter.",
  })
  policies?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Only those that have taken on their policy, or have not.' })
  policyApplied?: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Only those that have not spoken to BD for so many days; not those whose last contact is unknown.',
  })
  notSeenForDays?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A part of the host name, the name in BD, the full host name, the label or the IP address, in any case.',
  })
  search?: string | null;
}

/** What a field that lists machines takes. */
@ArgsType()
export class MachineListArgs {
  @Field(() => MachineFilter, { nullable: true, description: 'Which ones; on a client, only its own.' })
  filter?: MachineFilter | null;

  @Field(() => MachineOrder, { defaultValue: MachineOrder.NAME, description: 'What they are ordered by.' })
  orderBy!: MachineOrder;

  @Field(() => Boolean, { defaultValue: false, description: 'Turns the order round.' })
  reverse!: boolean;

  @Field(() => Int, { defaultValue: 50, description: 'How many, at most 100.' })
  first!: number;

  @Field(() => String, { nullable: true, description: 'Read on behind this cursor, in the same order.' })
  after?: string | null;
}
