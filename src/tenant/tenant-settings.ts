import type { Queries } from '../database/database.js';
import type { MatchMode } from '../device/match-devices.js';

/** A tenant's choices, with the defaults of a tenant that made none. */
export interface TenantSettings {
  /** IANA zone in which days, weeks and rule hours are told. */
  timeZone: string;
  portalEnabled: boolean;
  portalHiddenClientIds: string[];
  matchMode: MatchMode;
}

const defaults: TenantSettings = {
  timeZone: 'UTC',
  portalEnabled: false,
  portalHiddenClientIds: [],
  matchMode: 'NORMALISED',
};

/** The settings of a tenant. */
export async function readTenantSettings(queries: Queries, tenantId: string): Promise<TenantSettings> {
  const stored = await queries
    .selectFrom('tenantSetting')
    .select(['timeZone', 'portalEnabled', 'portalHiddenClientIds', 'matchMode'])
    .where('tenantId', '=', tenantId)
    .executeTakeFirst();
  return stored ? { ...stored, matchMode: stored.matchMode as MatchMode } : defaults;
}
