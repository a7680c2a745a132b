import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { AgentReference, ClientReference } from '../graphql/core-types.js';
import { connectionType } from '../graphql/paging.js';
import { Abilities } from './device.type.js';

export enum KnownTo {
  BOTH = 'BOTH',
  OPSMERGE_ONLY = 'OPSMERGE_ONLY',
  BITDEFENDER_ONLY = 'BITDEFENDER_ONLY',
}
registerEnumType(KnownTo, {
  name: 'BitdefenderKnownTo',
  description: 'Who knows a machine.',
  valuesConfig: {
    BOTH: { description: 'It has an OpsMerge agent and BD.' },
    OPSMERGE_ONLY: { description: 'It has an OpsMerge agent, but not BD: it is not protected.' },
    BITDEFENDER_ONLY: { description: 'It has BD, but no OpsMerge agent: it is shown, with limited functions.' },
  },
});

@ObjectType('BitdefenderMachine', {
  description: 'A machine of the merged list: an agent, a device of BD, or both by host name.',
})
export class Machine {
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

  /** The key of its place in the list. */
  sortKey!: string;
  deviceId!: string | null;
}

/** A page of machines. */
export const MachineConnection = connectionType('BitdefenderMachine', () => Machine);

@InputType('BitdefenderMachineFilter', { description: 'Which machines to show.' })
export class MachineFilter {
  @Field(() => ID, { nullable: true, description: 'Only of this client.' })
  clientId?: string | null;

  @Field(() => KnownTo, { nullable: true, description: 'Only those known to both, or to one alone.' })
  knownTo?: KnownTo | null;

  @Field(() => String, { nullable: true, description: 'A part of the name, in any case.' })
  search?: string | null;
}
