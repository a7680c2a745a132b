import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../graphql/context.js';
import { Threat } from '../../threat/list/threat.type.js';
import { loadDevice } from './device.loader.js';
import type { DeviceReader } from './device.reader.js';
import { Device } from './device.type.js';

@Resolver(() => Threat)
export class ThreatDeviceResolver {
  constructor(private readonly devices: DeviceReader) {}

  @FieldResolver(() => Device, {
    nullable: true,
    description: 'The affected device; null if Bitdefender reported none that is known here.',
  })
  device(@Root() threat: Threat, @Ctx() context: RequestContext): Promise<Device | null> | null {
    return threat.deviceId === null ? null : loadDevice(context, this.devices, threat.deviceId);
  }
}
