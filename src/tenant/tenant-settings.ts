import type { Queries } from '../database/database.js';

/** A tenant's choices, with the defaults of a tenant that made none. */
export interface TenantSettings {
  /** IANA zone in which days, weeks and rule hours are told. */
  timeZone: string;
  portalEnabled: boolean;
  portalHiddenClientIds: string[];
}

const defaults: TenantSettings = { timeZone: 'UTC', portalEnabled: false, portalHiddenClientIds: [] };

/** The settings of a tenant. */
export async function readTenantSettings(queries: Queries, tenantId: string): Promise<TenantSettings> {
  const stored = await queries
    .selectFrom('tenantSetting')
    .select(['timeZone', 'portalEnabled', 'portalHiddenClientIds'])
    .where('tenantId', '=', tenantId)
    .executeTakeFirst();
  return stored ?? defaults;
}
