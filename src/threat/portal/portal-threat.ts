import type { Severity } from '../../domain/severity.js';
import type { TenantSettings } from '../../tenant/tenant-settings.js';
import type { Threat } from '../list/threat.type.js';
import { outcomeOf } from './outcome.js';
import type { PortalOutcome, PortalSeverity, PortalThreat } from './portal.type.js';

/** Whether the people of a client see its threats: the MSP has turned the portal on, and not off for this client. */
export const isShownTo = (
  clientId: string,
  { portalEnabled, portalHiddenClientIds }: Pick<TenantSettings, 'portalEnabled' | 'portalHiddenClientIds'>,
): boolean => portalEnabled && !portalHiddenClientIds.includes(clientId);

/** One of three severities instead of five. */
export const portalSeverityOf = (severity: Severity): PortalSeverity =>
  severity === 'HIGH' || severity === 'CRITICAL' ? 'SERIOUS' : severity === 'MEDIUM' ? 'MODERATE' : 'MINOR';

/** What they see of a threat: its name, machine and time, three severities instead of five, and what became of it. */
export function portalThreatOf({ id, name, severity, status, action, hostName, detectedAt }: Threat): PortalThreat {
  return {
    id,
    name,
    hostName,
    detectedAt,
    severity: portalSeverityOf(severity),
    outcome: outcomeOf({ status, action }) as PortalOutcome,
  };
}
