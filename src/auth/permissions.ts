import type { Role, Viewer } from './viewer.js';

const technicians: readonly Role[] = ['technician', 'admin', 'service'];
const admins: readonly Role[] = ['admin'];
const operators: readonly Role[] = ['technician', 'admin'];
const portal: readonly Role[] = ['portal'];

/**
 * The roles that may use each entry point of the graph. The schema does not build if a root field, a contributed field or
 * an entity has no entry here.
 */
export const permissions: Readonly<Record<string, readonly Role[]>> = {
  // Fields on other subgraphs' entities, and our own entities fetched by reference.
  'Agent.bitdefender': technicians,
  'Client.bitdefender': technicians,
  BitdefenderDevice: technicians,
  BitdefenderThreat: technicians,

  'Query.bitdefenderConnections': technicians,
  'Query.bitdefenderCompanies': technicians,
  'Query.bitdefenderCompanyEvents': technicians,
  'Query.bitdefenderMappingSuggestions': operators,
  'Query.bitdefenderMappingPreview': operators,
  'Query.bitdefenderDevices': technicians,
  'Query.bitdefenderDevice': technicians,
  'Query.exportBitdefenderDevices': technicians,
  'Query.exportBitdefenderThreats': technicians,
  'Query.bitdefenderCoverage': technicians,
  'Query.bitdefenderExpectations': technicians,
  'Query.bitdefenderThreats': technicians,
  'Query.bitdefenderThreat': technicians,
  'Query.bitdefenderThreatCounts': technicians,
  'Query.bitdefenderThreatChanges': technicians,
  'Query.bitdefenderAlerts': technicians,
  'Query.bitdefenderAlertActions': technicians,
  'Query.bitdefenderWebhooks': admins,
  'Query.bitdefenderAlertChanges': technicians,
  'Query.bitdefenderAlertRules': technicians,
  'Query.bitdefenderAlertMutes': technicians,
  'Query.previewBitdefenderAlertRule': technicians,
  'Query.bitdefenderDiagnostics': technicians,
  'Query.bitdefenderVisibility': technicians,
  'Query.bitdefenderSyncRun': technicians,
  'Query.bitdefenderSyncRuns': technicians,
  'Query.bitdefenderJobs': technicians,
  'Query.bitdefenderSettings': technicians,
  'Query.bitdefenderAudit': admins,
  'Query.portalBitdefenderThreats': portal,
  'Query.portalBitdefenderThreat': portal,
  'Query.portalBitdefenderThreatCounts': portal,
  'Query.portalBitdefenderWeeklySummary': portal,

  'Mutation.testBitdefenderConnection': admins,
  'Mutation.connectBitdefender': admins,
  'Mutation.rotateBitdefenderKey': admins,
  'Mutation.updateBitdefenderConnection': admins,
  'Mutation.disconnectBitdefender': admins,
  'Mutation.setBitdefenderTimeZone': admins,
  'Mutation.mapBitdefenderCompanies': admins,
  'Mutation.unmapBitdefenderCompanies': admins,
  'Mutation.ignoreBitdefenderCompanies': admins,
  'Mutation.unignoreBitdefenderCompanies': admins,
  'Mutation.dismissBitdefenderCompanyEvents': operators,
  'Mutation.updateBitdefenderSettings': admins,
  'Mutation.setBitdefenderExpectations': admins,
  'Mutation.saveBitdefenderAlertRule': admins,
  'Mutation.setBitdefenderAlertRuleEnabled': admins,
  'Mutation.deleteBitdefenderAlertRule': admins,
  'Mutation.reorderBitdefenderAlertRules': admins,
  'Mutation.pinBitdefenderDevice': operators,
  'Mutation.forbidBitdefenderMatch': operators,
  'Mutation.removeBitdefenderMatchDecision': operators,
  'Mutation.syncBitdefenderClient': operators,
  'Mutation.triageBitdefenderThreats': operators,
  'Mutation.decideBitdefenderAlerts': operators,
  'Mutation.muteBitdefenderAlerts': operators,
  'Mutation.endBitdefenderAlertMute': operators,
  'Mutation.retryBitdefenderAlertActions': operators,
  'Mutation.saveBitdefenderWebhook': admins,
  'Mutation.rotateBitdefenderWebhookSecret': admins,
  'Mutation.deleteBitdefenderWebhook': admins,

  'Subscription.bitdefenderThreatDetected': technicians,
  'Subscription.bitdefenderThreatChanged': technicians,
  'Subscription.bitdefenderAlertRaised': technicians,
  'Subscription.bitdefenderAlertChanged': technicians,
  'Subscription.bitdefenderSyncProgressed': technicians,
};

/** Whether the viewer may use the entry point, named as in `permissions`; unknown names are refused. */
export function isPermitted(viewer: Viewer, name: string): boolean {
  return (permissions[name] ?? []).some((role) => viewer.roles.includes(role));
}
