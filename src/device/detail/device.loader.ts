import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import type { DeviceReader } from './device.reader.js';
import type { Device } from './device.type.js';

/** Loads a device by id, batched with the others of the request; null if the viewer's tenant has no such device. */
export function loadDevice(context: RequestContext, reader: DeviceReader, id: string): Promise<Device | null> {
  const loader = loaderOf<string, Device | null>(context, 'device', () => {
    return new Loader(async (ids) => {
      const found = await reader.byIds(context.viewer.tenantId, ids);
      return ids.map((wanted) => found.get(wanted) ?? null);
    });
  });
  return loader.load(id);
}
