import { type Queries } from '../database/database.js';
import { type MatchMode } from '../domain/match-mode.js';
import { defaultBands, type SeverityBands } from '../domain/severity.js';

/** A tenant's choices, with the defaults of a tenant that made none. */
export interface TenantSettings {
  /** IANA zone in which days, weeks and rule hours are told. */
  timeZone: string;
  portalEnabled: boolean;
  portalHiddenClientIds: string[];
  matchMode: MatchMode;
  severityBands: SeverityBands;
  /** When many machines of one client are an outbreak. */
  outbreak: OutbreakSettings;
  /** How long resolved threats are kept after they were resolved; null for ever. */
  retentionDays: number | null;
}

/** The shortest time for which resolved threats are kept: a month's figures stay whole. */
export const leastRetentionDays = 31;

/** The zone of a tenant that chose none. */
export const defaultTimeZone = 'UTC';

const defaults: TenantSettings = {
  timeZone: defaultTimeZone,
  portalEnabled: false,
  portalHiddenClientIds: [],
  matchMode: 'NORMALISED',
  severityBands: defaultBands,
  outbreak: { machines: 10, minutes: 10 },
  // A year can be compared with the one before.
  retentionDays: 400,
};

/** The settings of a tenant. */
export async function readTenantSettings(queries: Queries, tenantId: string): Promise<TenantSettings> {
  const stored = await queries
    .selectFrom('tenantSetting')
    .select([
      'timeZone',
      'portalEnabled',
      'portalHiddenClientIds',
      'matchMode',
      'severityBands',
      'outbreakMachines',
      'outbreakMinutes',
      'retentionDays',
    ])
    .where('tenantId', '=', tenantId)
    .executeTakeFirst();
  if (stored === undefined) return defaults;
  const { outbreakMachines: machines, outbreakMinutes: minutes, matchMode, severityBands, ...settings } = stored;
  return {
    ...settings,
    matchMode: matchMode as MatchMode,
    severityBands: severityBands ?? defaultBands,
    outbreak: { machines, minutes },
  };
}

/** When many machines in a short time are an outbreak. */
export interface OutbreakSettings {
  /** So many different machines of one client ... */
  machines: number;
  /** ... within so many minutes. */
  minutes: number;
}
