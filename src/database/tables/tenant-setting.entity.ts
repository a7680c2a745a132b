import { defineEntity } from '@mikro-orm/core';
import type { ResponsePromise } from '../../domain/response-promise.js';
import type { SeverityBands } from '../../domain/severity.js';

/** A tenant's own choices; a tenant without a row has the defaults of `tenant-settings.ts`. */
export const TenantSettingEntity = defineEntity({
  name: 'TenantSetting',
  tableName: 'tenant_setting',
  properties: (p) => ({
    tenantId: p.text().primary(),
    timeZone: p.text(),
    portalEnabled: p.boolean(),
    /** Clients whose portal users see nothing although the portal is on. */
    portalHiddenClientIds: p.array(),
    /** How names of devices and agents are compared, as in `match-devices.ts`. */
    matchMode: p.text().default('NORMALISED'),
    /** Null for the default bands. */
    severityBands: p.json<SeverityBands>().nullable(),
    /** Severity of threats that are known only from the state of a device: infected, or with a detection. */
    infectedSeverity: p.text().default('HIGH'),
    detectionSeverity: p.text().default('MEDIUM'),
    /** So many machines of one client within so many minutes are an outbreak. */
    outbreakMachines: p.integer().default(10),
    outbreakMinutes: p.integer().default(10),
    /** Days for which resolved threats are kept; null for ever. */
    retentionDays: p.integer().nullable().default(400),
    /** So many days before its end a licence is ending. */
    licenceEndingDays: p.integer().default(30),
    /** Whose rules make tickets of alerts: `OWN_RULES` or `PLATFORM_RULES`. */
    alertsRoutedBy: p.text().default('OWN_RULES'),
    /** Minutes from a detection to each step; null for no promise at all. */
    responsePromise: p.json<ResponsePromise>().nullable(),
    changedAt: p.datetime(),
  }),
});
