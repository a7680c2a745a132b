import type { Role, Scope, Viewer } from './viewer.js';

/** Who may use an entry point: those with one of the roles, or with the scope. */
export interface Permission {
  roles: readonly Role[];
  scope?: Scope;
}

const administrators: readonly Role[] = ['owner', 'admin'];
const people: readonly Role[] = [...administrators, 'technician'];
const readers: readonly Role[] = [...people, 'read-only'];

/** What is read of devices, threats and alerts. */
const read: Permission = { roles: [...readers, 'service'], scope: 'bitdefender:read' };
/** What is read to decide about, not to report. */
const readToDecide: Permission = { roles: readers, scope: 'bitdefender:read' };
/** Work that is done now rather than later, and changes nothing else. */
const execute: Permission = { roles: people, scope: 'bitdefender:execute' };
const executeAsAdministrator: Permission = { roles: administrators, scope: 'bitdefender:execute' };
/** Decisions about threats, alerts and matches. */
const decide: Permission = { roles: people, scope: 'bitdefender:write' };
/** Mapping and rules. */
const arrange: Permission = { roles: administrators, scope: 'bitdefender:write' };
/** Settings, keys, secrets and the audit: no scope opens them. */
const administer: Permission = { roles: administrators };
/** What people arrange for themselves: no scope opens it to a program. */
const ownDigest: Permission = { roles: readers };
const portal: Permission = { roles: ['portal'] };
/** What the people of a client read, and whoever has the link of a report. */
const portalOrLink: Permission = { roles: ['portal', 'report-link'] };
/** What people give to others outside of the MSP: no scope opens it to a program. */
const share: Permission = { roles: people };

/**
 * Who may use each entry point of the graph. The schema does not build if a root field, a contributed field or an entity
 * has no entry here.
 */
export const permissions: Readonly<Record<string, Permission>> = {
  // Fields on other subgraphs' entities, and our own entities fetched by reference.
  'Agent.bitdefender': read,
  'Client.bitdefender': read,
  BitdefenderAlert: read,
  BitdefenderCompany: read,
  'Alert.bitdefenderAlert': read,
  'Ticket.bitdefenderAlerts': read,
  BitdefenderDevice: read,
  BitdefenderIntegration: read,
  BitdefenderThreat: read,

  'Query.bitdefenderClients': read,
  'Query.bitdefenderIntegrations': read,
  'Query.bitdefenderCompanies': read,
  'Query.bitdefenderCompanyEvents': read,
  'Query.bitdefenderMappingSuggestions': readToDecide,
  'Query.bitdefenderMappingPreview': readToDecide,
  'Query.bitdefenderDevices': read,
  'Query.bitdefenderDevice': read,
  'Query.exportBitdefenderDevices': read,
  'Query.exportBitdefenderThreats': read,
  'Query.exportBitdefenderSeats': read,
  'Query.bitdefenderSeats': read,
  'Query.bitdefenderSeatMachines': read,
  'Query.bitdefenderSeatMonths': read,
  'Query.bitdefenderCoverage': read,
  'Query.bitdefenderExpectations': read,
  'Query.bitdefenderThreats': read,
  'Query.bitdefenderThreat': read,
  'Query.bitdefenderThreatCounts': read,
  'Query.bitdefenderThreatSeries': read,
  'Query.bitdefenderThreatChanges': read,
  'Query.bitdefenderResponseTimes': read,
  'Query.bitdefenderAlerts': read,
  'Query.bitdefenderAlertCounts': read,
  'Query.bitdefenderAlertDeliveries': read,
  'Query.bitdefenderWebhooks': administer,
  'Query.bitdefenderAlertChanges': read,
  'Query.bitdefenderAlertRules': read,
  'Query.bitdefenderAlertMutes': read,
  'Query.bitdefenderMaintenanceWindows': read,
  'Query.previewBitdefenderMaintenanceWindow': read,
  'Query.previewBitdefenderAlertRule': read,
  'Query.previewBitdefenderAlertRerouting': read,
  'Query.bitdefenderDiagnostics': read,
  'Query.bitdefenderVisibility': read,
  'Query.bitdefenderSyncRun': read,
  'Query.bitdefenderSyncRuns': read,
  'Query.bitdefenderJobs': read,
  'Query.bitdefenderSettings': read,
  'Query.bitdefenderDigest': ownDigest,
  'Query.bitdefenderDigestPreview': ownDigest,
  'Query.bitdefenderTeamDigests': administer,
  'Query.bitdefenderClientReport': read,
  'Query.bitdefenderReportLinks': read,
  'Query.bitdefenderAudit': administer,
  'Query.exportBitdefenderAudit': administer,
  'Query.portalBitdefenderThreats': portal,
  'Query.portalBitdefenderThreat': portal,
  'Query.portalBitdefenderThreatCounts': portal,
  'Query.portalBitdefenderSites': portal,
  'Query.portalBitdefenderWeeklySummary': portal,
  'Query.portalBitdefenderWeeks': portal,
  'Query.portalBitdefenderResponseTimes': portal,
  'Query.portalBitdefenderReport': portalOrLink,

  'Mutation.testBitdefenderIntegration': executeAsAdministrator,
  'Mutation.connectBitdefender': administer,
  'Mutation.rotateBitdefenderKey': administer,
  'Mutation.updateBitdefenderIntegration': administer,
  'Mutation.disconnectBitdefender': administer,
  'Mutation.setBitdefenderTimeZone': administer,
  'Mutation.mapBitdefenderCompanies': arrange,
  'Mutation.unmapBitdefenderCompanies': arrange,
  'Mutation.ignoreBitdefenderCompanies': arrange,
  'Mutation.unignoreBitdefenderCompanies': arrange,
  'Mutation.dismissBitdefenderCompanyEvents': decide,
  'Mutation.updateBitdefenderSettings': administer,
  'Mutation.setBitdefenderDigest': ownDigest,
  'Mutation.setBitdefenderTeamDigest': administer,
  'Mutation.createBitdefenderReportLink': share,
  'Mutation.revokeBitdefenderReportLink': share,
  'Mutation.setBitdefenderExpectations': administer,
  'Mutation.saveBitdefenderAlertRule': arrange,
  'Mutation.setBitdefenderAlertRuleEnabled': arrange,
  'Mutation.deleteBitdefenderAlertRule': arrange,
  'Mutation.reorderBitdefenderAlertRules': arrange,
  'Mutation.rerouteBitdefenderAlerts': arrange,
  'Mutation.pinBitdefenderDevice': decide,
  'Mutation.forbidBitdefenderMatch': decide,
  'Mutation.removeBitdefenderMatchDecision': decide,
  'Mutation.syncBitdefenderClient': execute,
  'Mutation.triageBitdefenderThreats': decide,
  'Mutation.decideBitdefenderAlerts': decide,
  'Mutation.muteBitdefenderAlerts': decide,
  'Mutation.endBitdefenderAlertMute': decide,
  'Mutation.saveBitdefenderMaintenanceWindow': arrange,
  'Mutation.endBitdefenderMaintenanceWindow': arrange,
  'Mutation.deleteBitdefenderMaintenanceWindow': arrange,
  'Mutation.retryBitdefenderAlertDeliveries': execute,
  'Mutation.saveBitdefenderWebhook': administer,
  'Mutation.rotateBitdefenderWebhookSecret': administer,
  'Mutation.deleteBitdefenderWebhook': administer,

  'Subscription.bitdefenderThreatDetected': read,
  'Subscription.bitdefenderThreatChanged': read,
  'Subscription.bitdefenderAlertRaised': read,
  'Subscription.bitdefenderAlertChanged': read,
  'Subscription.bitdefenderSyncProgressed': read,
};

/** Whether the viewer may use the entry point, named as in `permissions`; unknown names are refused. */
export function isPermitted(viewer: Pick<Viewer, 'roles' | 'scopes'>, name: string): boolean {
  const permission = Object.hasOwn(permissions, name) ? permissions[name] : undefined;
  if (permission === undefined) return false;
  const { roles, scope } = permission;
  return roles.some((role) => viewer.roles.includes(role)) || (scope !== undefined && viewer.scopes.includes(scope));
}
