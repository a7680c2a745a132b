import { GraphQLDateTimeISO } from 'graphql-scalars';
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { graphEnum } from '../../graphql/graph-enum.js';

export const DeviceEventKind = graphEnum('BitdefenderDeviceEventKind', 'What happened to a device.', {
  MISSING: 'BD no longer lists it.',
  RETURNED: 'BD lists it again.',
  RENAMED: 'It has another name.',
  MOVED: 'It belongs to another company.',
  UNMANAGED: 'BD no longer protects it.',
  MANAGED: 'BD protects it, which it did not before.',
  REPLACED: 'Its machine was installed anew, or is listed twice: another device represents it.',
});
export type DeviceEventKind = keyof typeof DeviceEventKind;

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
