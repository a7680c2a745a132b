import type { Queries } from '../database/database.js';
import type { MatchMode } from '../device/match-devices.js';
import { defaultBands, type SeverityBands } from '../threat/severity.js';

/** A tenant's choices, with the defaults of a tenant that made none. */
export interface TenantSettings {
  /** IANA zone in which days, weeks and rule hours are told. */
  timeZone: string;
  portalEnabled: boolean;
  portalHiddenClientIds: string[];
  matchMode: MatchMode;
  severityBands: SeverityBands;
}

const defaults: TenantSettings = {
  timeZone: 'UTC',
  portalEnabled: false,
  portalHiddenClientIds: [],
  matchMode: 'NORMALISED',
  severityBands: defaultBands,
};

/** The settings of a tenant. */
export async function readTenantSettings(queries: Queries, tenantId: string): Promise<TenantSettings> {
  const stored = await queries
    .selectFrom('tenantSetting')
    .select(['timeZone', 'portalEnabled', 'portalHiddenClientIds', 'matchMode', 'severityBands'])
    .where('tenantId', '=', tenantId)
    .executeTakeFirst();
  if (stored === undefined) return defaults;
  return { ...stored, matchMode: stored.matchMode as MatchMode, severityBands: stored.severityBands ?? defaultBands };
}
