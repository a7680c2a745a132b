import { Directive, Field, Float, ID, ObjectType } from 'type-graphql';
import { AgentReference, ClientReference } from '../../graphql/core-types.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import { Health, HealthReason } from '../health/health.type.js';

export const MatchKindEnum = graphEnum('BitdefenderMatchKind', 'How a device was matched to an agent.', {
  EXACT: 'The full names are equal.',
  SHORT_NAME: 'The names are equal without their domains.',
  NETBIOS: 'One name is the other, truncated to 15 characters by NetBIOS.',
  NAME: 'Same host name as the device has in Bitdefender; no agent has that of its FQDN.',
  MAC: 'Several share the name; a MAC address identified this one.',
  PINNED: 'Pinned by a user.',
  NONE: 'No agent; `matchReason` says why.',
  AMBIGUOUS: 'Several agents or devices share the name, and nothing distinguishes them.',
});
export type MatchKindEnum = keyof typeof MatchKindEnum;

export const Presence = graphEnum('BitdefenderPresence', 'Whether Bitdefender still lists a device.', {
  PRESENT: 'Listed in the last complete inventory.',
  MISSING: 'Not listed in the last complete inventory; its data are kept.',
});
export type Presence = keyof typeof Presence;

export const MachineType = graphEnum('BitdefenderMachineType', 'The kind of a machine.', {
  COMPUTER: 'A computer.',
  VIRTUAL_MACHINE: 'A virtual machine.',
  EC2_INSTANCE: 'An Amazon EC2 instance.',
  OTHER: 'Another kind of machine.',
  UNKNOWN: 'Not reported by Bitdefender, or a kind that is not known here.',
});
export type MachineType = keyof typeof MachineType;

export const Online = graphEnum(
  'BitdefenderOnline',
  'Whether a device is online, as reported by Bitdefender. A computer that is switched off may stay ONLINE: see `lastSeenAt`.',
  {
    ONLINE: 'Online.',
    OFFLINE: 'Offline.',
    SUSPENDED: 'A suspended virtual machine.',
    UNKNOWN: 'Not known to Bitdefender, or not reported.',
  },
);
export type Online = keyof typeof Online;

export const Licence = graphEnum('BitdefenderLicence', 'State of the Bitdefender licence of a device.', {
  PENDING: 'Being assigned.',
  ACTIVE: 'Valid.',
  EXPIRED: 'Expired.',
  NONE: 'No licence, or none needed.',
  UNKNOWN: 'Not reported by Bitdefender.',
});
export type Licence = keyof typeof Licence;

@ObjectType('BitdefenderPolicy', { description: 'The policy assigned to a device.' })
export class Policy {
  @Field(() => ID, { description: "Bitdefender's id of the policy." })
  id!: string;

  @Field(() => String, { description: 'Name of the policy in Bitdefender.' })
  name!: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the device has applied the policy; false if it is assigned but not applied yet, null if unknown.',
  })
  applied!: boolean | null;
}

@ObjectType('BitdefenderScan', { description: 'A successful scan.' })
export class Scan {
  @Field(() => String, { description: 'Name of the scan in Bitdefender.' })
  name!: string;

  @Field(() => Date, { nullable: true, description: 'When the scan ended; null if unknown.' })
  at!: Date | null;
}

@ObjectType('BitdefenderModule', { description: 'A module of the Bitdefender product.' })
export class Module {
  @Field(() => String, { description: "Bitdefender's name of the module, such as `antimalware`." })
  name!: string;

  @Field(() => Boolean, { description: 'Whether the module is on.' })
  on!: boolean;

  @Field(() => Date, {
    nullable: true,
    description: 'When Bitdefender last reported it; null if unknown.',
  })
  asOf!: Date | null;
}

@ObjectType('BitdefenderDeviceState', {
  description: 'State of a device, which Bitdefender reports for one device at a time.',
})
export class DeviceState {
  @Field(() => Date, { description: 'When the state was read.' })
  asOf!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'When the device last contacted Bitdefender; null if unknown.',
  })
  lastSeenAt!: Date | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the device is still infected; null if unknown.' })
  infected!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether malware was detected in the 24 hours before `asOf`; null if unknown.',
  })
  detected!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the malware signatures are out of date; null if unknown.',
  })
  signatureOutdated!: boolean | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When the malware signatures were last updated; null if unknown.',
  })
  signatureUpdatedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Version of the Bitdefender product; null if unknown.' })
  productVersion!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Version of the engine, which is also that of the signatures; null if unknown.',
  })
  engineVersion!: string | null;

  @Field(() => Online, { description: 'Whether the device was online at `asOf`.' })
  online!: Online;

  @Field(() => Licence, { description: 'State of the Bitdefender licence.' })
  licence!: Licence;
}

@ObjectType('BitdefenderAbilities', { description: 'The actions OpsMerge can take on a machine.' })
export class Abilities {
  @Field(() => Boolean, {
    description: 'Whether OpsMerge can run scripts on the machine, which requires an OpsMerge agent.',
  })
  canRunScripts!: boolean;
}

@Directive('@key(fields: "id")')
@ObjectType('BitdefenderDevice', {
  description: 'A device listed by Bitdefender, matched by host name to an OpsMerge agent.',
})
export class Device {
  @Field(() => ID, { description: 'Id of the device, assigned by this service.' })
  id!: string;

  @Field(() => String, { description: "Bitdefender's id of the device; changes when the machine is reinstalled." })
  bdId!: string;

  @Field(() => String, { description: 'Name of the device in Bitdefender.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Fully qualified domain name; null if unknown to Bitdefender.' })
  fqdn!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Label set by an admin in Bitdefender, never used for matching; null if none.',
  })
  label!: string | null;

  @Field(() => String, { nullable: true, description: 'IP address; null if unknown.' })
  ip!: string | null;

  @Field(() => String, { nullable: true, description: 'Operating system as reported by Bitdefender; null if unknown.' })
  operatingSystem!: string | null;

  @Field(() => MachineType, { description: 'The kind of machine.' })
  machineType!: MachineType;

  @Field(() => Boolean, {
    description: 'Whether Bitdefender protects the device; false for one it has only discovered on the network.',
  })
  managed!: boolean;

  @Field(() => Policy, { nullable: true, description: 'The assigned policy; null if unknown.' })
  policy!: Policy | null;

  @Field(() => Scan, { nullable: true, description: 'The last successful scan; null if Bitdefender reported none.' })
  lastScan!: Scan | null;

  @Field(() => [Module], { description: 'The modules reported by Bitdefender, ordered by name.' })
  modules!: Module[];

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the Bitdefender product is out of date; null if unknown.',
  })
  productOutdated!: boolean | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When Bitdefender last reported `productOutdated`; null if it never did.',
  })
  productOutdatedAsOf!: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the device is isolated, that is cut off from the network; null if Bitdefender did not report it.',
  })
  isIsolated!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the device is an Exchange server whose mail Bitdefender scans; null if it did not report it.',
  })
  isExchangeServer!: boolean | null;

  @Field(() => Float, { nullable: true, description: "Bitdefender's risk score, in percent; null if not reported." })
  riskScore!: number | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'When the inventory was last read, which provides the names, policy, scan and risk score; null until that of the company was read completely. For a MISSING device, when it was found missing.',
  })
  readAt!: Date | null;

  @Field(() => Date, { description: 'When the device was first listed in the inventory.' })
  firstSeenAt!: Date;

  @Field(() => DeviceState, {
    nullable: true,
    description: 'State that is read for each device separately; null until it is first read.',
  })
  state!: DeviceState | null;

  @Field(() => Health, { description: 'Overall health of the device.' })
  health!: Health;

  @Field(() => [HealthReason], { description: 'Reasons for the health, most severe first; empty if HEALTHY.' })
  healthReasons!: HealthReason[];

  @Field(() => Presence, { description: 'Whether Bitdefender still lists the device.' })
  presence!: Presence;

  @Field(() => Date, { description: 'When `presence` last changed.' })
  presenceChangedAt!: Date;

  @Field(() => MatchKindEnum, { description: 'How the device was matched to its agent.' })
  matchKind!: MatchKindEnum;

  @Field(() => String, { description: 'Why the device was matched this way, in a sentence.' })
  matchReason!: string;

  @Field(() => [AgentReference], {
    description: 'The agents that an AMBIGUOUS device could be, at most 20; empty for other devices.',
  })
  matchCandidates!: AgentReference[];

  @Field(() => AgentReference, {
    nullable: true,
    description: 'The OpsMerge agent on the machine; null if none is matched.',
  })
  agent!: AgentReference | null;

  @Field(() => ClientReference, { nullable: true, description: 'The client; null while the company is not mapped.' })
  client!: ClientReference | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Id of the device that represents this machine if Bitdefender lists it more than once; null if this device does.',
  })
  twinOf!: string | null;

  @Field(() => Abilities, { description: 'The actions OpsMerge can take on the machine.' })
  abilities!: Abilities;

  @Field(() => Boolean, {
    description: 'Whether the device is still synced; false after a disconnect, when its data are historical.',
  })
  syncing!: boolean;
}
