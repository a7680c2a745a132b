import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { AgentReference, ClientReference } from '../../graphql/core-types.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import { pageArguments } from '../../graphql/paging.js';
import { Gap } from '../coverage/gap.type.js';
import { Abilities, MatchKindEnum, Presence } from '../detail/device.type.js';
import { Health, HealthReasonCode } from '../health/health.type.js';

export const KnownTo = graphEnum('BitdefenderKnownTo', 'The products that know a machine.', {
  BOTH: 'Has an OpsMerge agent and is protected by Bitdefender.',
  OPSMERGE_ONLY: 'Has an OpsMerge agent and is not protected by Bitdefender, or no longer listed.',
  BITDEFENDER_ONLY: 'Known to Bitdefender, without an OpsMerge agent; it is shown with limited functions.',
});
export type KnownTo = keyof typeof KnownTo;

export const MachineOrder = graphEnum('BitdefenderDeviceOrder', 'The order of a list of machines.', {
  NAME: 'By name, A to Z, case-insensitive.',
  LAST_SEEN: 'By last contact with Bitdefender, oldest first; machines without a known contact last.',
  HEALTH: 'By health: AT_RISK, ATTENTION, UNKNOWN, HEALTHY, then machines that Bitdefender does not know.',
  THREATS_THIS_MONTH: "By threats detected this month in the tenant's time zone, most first.",
  RISK_SCORE: "By Bitdefender's risk score, highest first; machines without one last.",
});
export type MachineOrder = keyof typeof MachineOrder;

@ObjectType('BitdefenderMachine', {
  description: 'A machine of the merged list: an OpsMerge agent, a Bitdefender device, or both if they are matched.',
})
export class Machine {
  @Field(() => ID, { description: 'Id of the agent, or of the device if there is no agent.' })
  id!: string;

  @Field(() => String, { description: 'Host name of the agent, or name of the device if there is no agent.' })
  name!: string;

  @Field(() => KnownTo, { description: 'The products that know the machine.' })
  knownTo!: KnownTo;

  @Field(() => AgentReference, {
    nullable: true,
    description: 'The OpsMerge agent; null if only Bitdefender knows the machine.',
  })
  agent!: AgentReference | null;

  @Field(() => ClientReference, {
    nullable: true,
    description: 'The client; null for a device of an unmapped company.',
  })
  client!: ClientReference | null;

  @Field(() => Abilities, { description: 'The actions OpsMerge can take on the machine.' })
  abilities!: Abilities;

  @Field(() => Health, {
    nullable: true,
    description: 'Health of the device; null if Bitdefender does not know the machine.',
  })
  health!: Health | null;

  @Field(() => [Gap], { description: 'The gaps in the coverage of the machine.' })
  gaps!: Gap[];

  deviceId!: string | null;
}

@InputType('BitdefenderDeviceFilter', {
  description:
    'Conditions that machines must all meet. A list matches any of its values; an empty list matches every machine.',
})
export class MachineFilter {
  @Field(() => ID, { nullable: true, description: 'Machines of this client.' })
  clientId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True for machines of clients, false for devices of unmapped companies.',
  })
  mapped?: boolean | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Machines whose agent is at this site; machines that only Bitdefender knows are at none.',
  })
  siteId?: string | null;

  @Field(() => [KnownTo], { nullable: true, description: 'Machines known to these products.' })
  knownTo?: KnownTo[] | null;

  @Field(() => Presence, { nullable: true, description: 'Machines whose device has this presence.' })
  presence?: Presence | null;

  @Field(() => [Health], { nullable: true, description: 'Machines with one of these healths.' })
  health?: Health[] | null;

  @Field(() => [HealthReasonCode], {
    nullable: true,
    description: 'Machines whose health has one of these reasons.',
  })
  healthReasons?: HealthReasonCode[] | null;

  @Field(() => [Gap], { nullable: true, description: 'Machines with one of these gaps.' })
  gaps?: Gap[] | null;

  @Field(() => [MatchKindEnum], {
    nullable: true,
    description: 'Machines whose device was matched in one of these ways.',
  })
  matchKinds?: MatchKindEnum[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Machines with one of these policies, by exact name in Bitdefender.',
  })
  policies?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Machines that have applied their policy (true) or not (false).',
  })
  policyApplied?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Machines that are isolated (true), or known to Bitdefender and not reported as isolated (false).',
  })
  isolated?: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Machines without contact to Bitdefender for more than this number of days, 1 to 3650. Machines without a known contact do not match.',
  })
  notSeenForDays?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Part of the host name, the name in Bitdefender, the FQDN, the label or the IP address, case-insensitive.',
  })
  search?: string | null;
}

/** The arguments of a list of machines. */
@ArgsType()
export class MachineListArgs extends pageArguments() {
  @Field(() => MachineFilter, {
    nullable: true,
    description: 'Conditions that machines must meet. On a client, only its own machines are listed.',
  })
  filter?: MachineFilter | null;

  @Field(() => MachineOrder, { defaultValue: MachineOrder.NAME, description: 'The order of the machines.' })
  orderBy!: MachineOrder;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether to reverse the order.' })
  reverse!: boolean;
}
