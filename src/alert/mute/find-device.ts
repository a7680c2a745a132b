import type { Queries } from '../../database/database.js';
import { uuidOrNone } from '../../database/uuid.js';
import { UserInputError } from '../../graphql/errors.js';

/** A device that a mute or a maintenance window may cover. */
export interface CoveredDevice {
  id: string;
  name: string;
  clientId: string;
}

/** A device and its client. Throws UserInputError where there is none, and where it has no client: then it has no alerts to be covered. */
export async function findDevice(queries: Queries, tenantId: string, deviceId: string): Promise<CoveredDevice> {
  const device = await queries
    .selectFrom('device')
    .select(['id', 'name', 'clientId'])
    .where('tenantId', '=', tenantId)
    .where('id', '=', uuidOrNone(deviceId))
    .executeTakeFirst();
  if (device === undefined) throw refusal('NOT_FOUND', 'There is no such device.');
  const { clientId } = device;
  if (clientId === null) throw refusal('NOT_MAPPED', 'The company of the device is not mapped: it raises no alerts.');
  return { ...device, clientId };
}

const refusal = (code: 'NOT_FOUND' | 'NOT_MAPPED', message: string) =>
  new UserInputError(code, message, ['input', 'deviceId']);
