import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { graphEnum } from '../../graphql/graph-enum.js';

export const DeviceEventKind = graphEnum('BitdefenderDeviceEventKind', 'The kind of an event of a device.', {
  MISSING: 'Bitdefender no longer lists the device.',
  RETURNED: 'Bitdefender lists the device again.',
  RENAMED: 'The name of the device changed.',
  MOVED: 'The device moved to another company.',
  UNMANAGED: 'Bitdefender no longer protects the device.',
  MANAGED: 'Bitdefender started to protect the device.',
  ISOLATED: 'The device was cut off from the network.',
  RELEASED: 'The device is no longer cut off from the network.',
  REPLACED: 'Another device now represents the machine, which was reinstalled or is listed more than once.',
});
export type DeviceEventKind = keyof typeof DeviceEventKind;

@ObjectType('BitdefenderDeviceEvent', { description: 'An event of a machine.' })
export class DeviceEvent {
  @Field(() => DeviceEventKind, { description: 'The kind of event.' })
  kind!: DeviceEventKind;

  @Field(() => Date, { description: 'When the event was noticed.' })
  at!: Date;

  @Field(() => ID, { description: 'Id of the device the event happened to: this device or one of its twins.' })
  deviceId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The previous name (RENAMED) or company name (MOVED); null for other kinds.',
  })
  before!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The new name (RENAMED) or company name (MOVED); null for other kinds.',
  })
  after!: string | null;
}

/** The arguments of the list of a device's events. */
@ArgsType()
export class DeviceEventArgs {
  @Field(() => Int, { defaultValue: 20, description: 'Number of events to return, at most 100.' })
  first!: number;
}
