import DataLoader from 'dataloader';
import { loaderOf, type RequestContext } from '../../graphql/context.js';
import type { DeviceReader } from './device.reader.js';
import type { Device } from './device.type.js';

/** A device by our id, batched with the others of the request; null for an id that is unknown to the viewer's tenant. */
export function loadDevice(context: RequestContext, reader: DeviceReader, id: string): Promise<Device | null> {
  const loader = loaderOf<string, Device | null>(context, 'device', () => {
    return new DataLoader(async (ids) => {
      const found = await reader.byIds(context.viewer.tenantId, ids);
      return ids.map((wanted) => found.get(wanted) ?? null);
    });
  });
  return loader.load(id);
}
