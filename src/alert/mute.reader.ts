import type { Queries } from '../database/database.js';
import type { Mute } from './route-alert.js';

/** The mutes of a tenant that silence something at or after an instant, the earliest first. */
export async function readMutes(queries: Queries, tenantId: string, since: Date): Promise<Mute[]> {
  const rows = await queries
    .selectFrom('alertMute')
    .select(['id', 'clientId', 'deviceId', 'hostname', 'threatName', 'reason', 'createdAt', 'until'])
    .where('tenantId', '=', tenantId)
    .where('until', '>', since)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  return rows.map(({ deviceId, hostname, createdAt, ...mute }) => ({
    ...mute,
    device: deviceId === null ? null : { id: deviceId, hostname: hostname ?? '' },
    from: createdAt,
  }));
}
