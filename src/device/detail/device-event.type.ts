import { GraphQLDateTimeISO } from 'graphql-scalars';
import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum DeviceEventKind {
  MISSING = 'MISSING',
  RETURNED = 'RETURNED',
  RENAMED = 'RENAMED',
  MOVED = 'MOVED',
  UNMANAGED = 'UNMANAGED',
  MANAGED = 'MANAGED',
  REPLACED = 'REPLACED',
}
registerEnumType(DeviceEventKind, {
  name: 'BitdefenderDeviceEventKind',
  description: 'What happened to a device.',
  valuesConfig: {
    MISSING: { description: 'BD no longer lists it.' },
    RETURNED: { description: 'BD lists it again.' },
    RENAMED: { description: 'It has another name.' },
    MOVED: { description: 'It belongs to another company.' },
    UNMANAGED: { description: 'BD no longer protects it.' },
    MANAGED: { description: 'BD protects it, which it did not before.' },
    REPLACED: { description: 'Its machine was installed anew, or is listed twice: another device represents it.' },
  },
});

@ObjectType('BitdefenderDeviceEvent', { description: 'Something that happened to a machine.' })
export class DeviceEvent {
  @Field(() => DeviceEventKind, { description: 'What happened.' })
  kind!: DeviceEventKind;

  @Field(() => GraphQLDateTimeISO, { description: 'When it was noticed.' })
  at!: Date;

  @Field(() => ID, { description: 'The device it happened to: this one, or one that it has replaced.' })
  deviceId!: string;

  @Field(() => String, { nullable: true, description: "The name, or the company's name, before." })
  before!: string | null;

  @Field(() => String, { nullable: true, description: "The name, or the company's name, after." })
  after!: string | null;
}

/** What the list of a device's events takes. */
@ArgsType()
export class DeviceEventArgs {
  @Field(() => Int, { defaultValue: 20, description: 'How many, at most 100.' })
  first!: number;
}
