import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Directive, Field, Float, ID, ObjectType } from 'type-graphql';
import { AgentReference, ClientReference } from '../../graphql/core-types.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import { Health, HealthReason } from '../health/health.type.js';

export const MatchKindEnum = graphEnum('BitdefenderMatchKind', 'How a device was matched to an agent.', {
  EXACT: 'The whole names agree.',
  SHORT_NAME: 'The names agree without their domains.',
  NETBIOS: 'The first 15 characters agree, all that NetBIOS keeps.',
  MAC: 'Several have the name; a MAC address told them apart.',
  PINNED: 'A person said so.',
  NONE: 'No agent of the client has this name.',
  AMBIGUOUS: 'Several could be it, and nothing tells which.',
});
export type MatchKindEnum = keyof typeof MatchKindEnum;

export const Presence = graphEnum('BitdefenderPresence', 'Whether BD still lists a device.', {
  PRESENT: 'It was in the last complete inventory.',
  MISSING: 'It was not; what is known of it is kept.',
});
export type Presence = keyof typeof Presence;

export const MachineType = graphEnum('BitdefenderMachineType', 'What kind of machine a device is.', {
  COMPUTER: 'A computer.',
  VIRTUAL_MACHINE: 'A virtual machine.',
  EC2_INSTANCE: 'An instance of Amazon EC2.',
  OTHER: 'Something else.',
  UNKNOWN: 'BD did not tell, or told something that is not known here.',
});
export type MachineType = keyof typeof MachineType;

export const Online = graphEnum(
  'BitdefenderOnline',
  'Whether a device was on the line. A computer that is switched off may stay ONLINE: see lastSeenAt.',
  {
    ONLINE: 'It was.',
    OFFLINE: 'It was not.',
    SUSPENDED: 'The virtual machine was suspended.',
    UNKNOWN: 'BD did not know, or did not tell.',
  },
);
export type Online = keyof typeof Online;

export const Licence = graphEnum('BitdefenderLicence', "The state of BD's licence on a device.", {
  PENDING: 'It is being given out.',
  ACTIVE: 'It holds.',
  EXPIRED: 'It has expired.',
  NONE: 'There is none, or none is needed.',
  UNKNOWN: 'BD did not tell.',
});
export type Licence = keyof typeof Licence;

@ObjectType('BitdefenderPolicy', { description: 'The policy of a device.' })
export class Policy {
  @Field(() => ID, { description: "BD's id of the policy." })
  id!: string;

  @Field(() => String, { description: "BD's name of the policy." })
  name!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the device has taken it on; false: assigned, not yet.',
  })
  applied!: boolean | null;
}

@ObjectType('BitdefenderScan', { description: 'A scan that succeeded.' })
export class Scan {
  @Field(() => String, { description: "BD's name of the scan." })
  name!: string;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When it ended.' })
  at!: Date | null;
}

@ObjectType('BitdefenderModule', { description: 'A module of the protection.' })
export class Module {
  @Field(() => String, { description: "BD's name of it, such as `antimalware`." })
  name!: string;

  @Field(() => Boolean, { description: 'Whether it is on.' })
  on!: boolean;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When BD last told so.' })
  asOf!: Date | null;
}

@ObjectType('BitdefenderDeviceState', { description: 'What BD tells of one device at a time, with its age.' })
export class DeviceState {
  @Field(() => GraphQLDateTimeISO, { description: 'When it was true.' })
  asOf!: Date;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When the device last spoke to BD.' })
  lastSeenAt!: Date | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is still infected.' })
  infected!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether malware was seen in the 24 hours before.' })
  detected!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether its signatures are out of date.' })
  signatureOutdated!: boolean | null;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When its signatures were last updated.' })
  signatureUpdatedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'The version of the protection.' })
  productVersion!: string | null;

  @Field(() => String, { nullable: true, description: 'The version of the engine, and so of the signatures.' })
  engineVersion!: string | null;

  @Field(() => Online, { description: 'Whether it was on the line.' })
  online!: Online;

  @Field(() => Licence, { description: "The state of BD's licence." })
  licence!: Licence;
}

@ObjectType('BitdefenderAbilities', { description: 'What OpsMerge can do with a machine.' })
export class Abilities {
  @Field(() => Boolean, { description: 'Whether scripts can run: only where there is an OpsMerge agent.' })
  canRunScripts!: boolean;
}

@Directive('@key(fields: "id")')
@ObjectType('BitdefenderDevice', {
  description: 'A machine as BD sees it, matched to the agent of the same host name.',
})
export class Device {
  @Field(() => ID, { description: 'Our id of the device.' })
  id!: string;

  @Field(() => String, { description: "BD's id; changes when the machine is installed anew." })
  bdId!: string;

  @Field(() => String, { description: 'The name BD shows.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'The full host name, where BD knows it.' })
  fqdn!: string | null;

  @Field(() => String, { nullable: true, description: 'The free label an admin gave it in BD; never used to match.' })
  label!: string | null;

  @Field(() => String, { nullable: true, description: 'Its IP address.' })
  ip!: string | null;

  @Field(() => String, { nullable: true, description: 'Its operating system, as BD writes it.' })
  operatingSystem!: string | null;

  @Field(() => MachineType, { description: 'What kind of machine it is.' })
  machineType!: MachineType;

  @Field(() => Boolean, { description: 'Whether BD protects it; false for a neighbour BD only noticed.' })
  managed!: boolean;

  @Field(() => Policy, { nullable: true, description: 'Its policy.' })
  policy!: Policy | null;

  @Field(() => Scan, { nullable: true, description: 'Its last successful scan; null if BD told of none.' })
  lastScan!: Scan | null;

  @Field(() => [Module], { description: 'The modules BD tells of, by name.' })
  modules!: Module[];

  @Field(() => Boolean, { nullable: true, description: 'Whether its protection is an old version.' })
  productOutdated!: boolean | null;

  @Field(() => GraphQLDateTimeISO, {
    nullable: true,
    description: 'When BD last told whether it is; null if it never did.',
  })
  productOutdatedAsOf!: Date | null;

  @Field(() => Float, { nullable: true, description: "BD's risk score in percent, where given." })
  riskScore!: number | null;

  @Field(() => GraphQLDateTimeISO, {
    nullable: true,
    description:
      'When the inventory was last read, which tells its names, policy, scan and risk score; null before that of its company was read to its end. Of a device that BD no longer lists: since when it does not.',
  })
  readAt!: Date | null;

  @Field(() => GraphQLDateTimeISO, { description: 'When it was first in the inventory.' })
  firstSeenAt!: Date;

  @Field(() => DeviceState, { nullable: true, description: 'What one call per device tells; null until it was made.' })
  state!: DeviceState | null;

  @Field(() => Health, { description: 'How well it is protected, all told.' })
  health!: Health;

  @Field(() => [HealthReason], { description: 'Why it has that health; empty when nothing is amiss.' })
  healthReasons!: HealthReason[];

  @Field(() => Presence, { description: 'Whether BD still lists it.' })
  presence!: Presence;

  @Field(() => GraphQLDateTimeISO, { description: 'Since when.' })
  presenceChangedAt!: Date;

  @Field(() => MatchKindEnum, { description: 'How it was matched.' })
  matchKind!: MatchKindEnum;

  @Field(() => String, { description: 'Why it was matched so.' })
  matchReason!: string;

  @Field(() => [AgentReference], { description: 'The agents an ambiguous device could be.' })
  matchCandidates!: AgentReference[];

  @Field(() => AgentReference, {
    nullable: true,
    description: 'The agent on the machine; null for a machine only BD knows.',
  })
  agent!: AgentReference | null;

  @Field(() => ClientReference, { nullable: true, description: 'The client; null while its company is unmapped.' })
  client!: ClientReference | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The device that now represents this machine, when BD lists it twice.',
  })
  twinOf!: string | null;

  @Field(() => Abilities, { description: 'What OpsMerge can do with it.' })
  abilities!: Abilities;

  @Field(() => Boolean, {
    description: 'Whether it is still polled; false after a disconnect: then it only shows the past.',
  })
  syncing!: boolean;
}
