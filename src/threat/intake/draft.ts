import {
  type SeverityBands,
  type SeverityVerdict,
  severityOfQuarantine,
  severityOfScore,
  threatFamily,
} from '../../domain/severity.js';
import type { Incident, IncidentDetail, QuarantineItem } from '../../gravityzone/types.js';

export type ThreatStatus = 'UNRESOLVED' | 'RESOLVED' | 'FALSE_POSITIVE';
export type ThreatAction = 'REPORTED' | 'BLOCKED' | 'PARTIALLY_BLOCKED' | 'QUARANTINED' | 'KILLED' | 'UNKNOWN';

/** Details of an incident that were not read yet. */
export interface PendingDetails {
  /** Why not; null where there was no time for them yet. */
  problem: string | null;
  /** How many times they failed. */
  failures: number;
  /** When they are asked for again; null for never. */
  dueAt: Date | null;
}

/** What one BD row says of a threat, in our words. */
export interface ThreatDraft {
  kind: 'INCIDENT' | 'QUARANTINE';
  bdId: string;
  bdCompanyId: string | null;
  bdDeviceId: string | null;
  hostName: string | null;
  fqdn: string | null;
  name: string;
  family: string;
  severityScore: number | null;
  deviceInfected: boolean;
  status: ThreatStatus;
  action: ThreatAction;
  actionRaw: string | null;
  filePath: string | null;
  fileHash: string | null;
  processPath: string | null;
  userName: string | null;
  link: string | null;
  detectedAt: Date;
  lastDetectedAt: Date;
  /**
   * The date of a quarantine item as BD wrote it; null when it cannot be read, and for incidents, which do not come
   * again.
   */
  reportedDate: string | null;
  /** Of an incident that is new, whose details are wanted but not there. */
  pendingDetails?: PendingDetails | null;
}

/**
 * An incident as a threat; `detail` is there once it was fetched, `pendingDetails` says why it was not. A BD status we do
 * not know counts as unresolved.
 */
export function draftOfIncident(
  incident: Incident,
  detail: IncidentDetail | null,
  pendingDetails: PendingDetails | null = null,
): ThreatDraft {
  const name = incident.name ?? (incident.attackTypes.join(', ') || 'Incident without a name');
  return {
    kind: 'INCIDENT',
    bdId: incident.id,
    bdCompanyId: incident.companyId,
    bdDeviceId: incident.device?.id ?? null,
    hostName: incident.device?.name ?? null,
    fqdn: incident.device?.fqdn ?? null,
    name,
    family: threatFamily(name),
    severityScore: incident.severityScore,
    deviceInfected: false,
    status:
      incident.status === 'CLOSED'
        ? 'RESOLVED'
        : incident.status === 'FALSE_POSITIVE'
          ? 'FALSE_POSITIVE'
          : 'UNRESOLVED',
    action: detail === null ? incident.action : (actionOfDetail(detail) ?? incident.action),
    actionRaw: incident.actionRaw,
    filePath: detail?.filePath ?? null,
    fileHash: detail?.fileHash ?? null,
    processPath: detail?.processPath ?? null,
    userName: detail?.user ?? null,
    link: incident.link,
    detectedAt: incident.createdAt,
    lastDetectedAt: incident.createdAt,
    reportedDate: null,
    pendingDetails,
  };
}

/** What the details of an incident show that was done; null where they show nothing. */
export function actionOfDetail({ quarantined, killed }: IncidentDetail): ThreatAction | null {
  if (quarantined) return 'QUARANTINED';
  return killed ? 'KILLED' : null;
}

/** A quarantine item as a threat. BD gives it no severity: see the table of families. */
export function draftOfQuarantineItem(item: QuarantineItem, deviceInfected: boolean, now: Date): ThreatDraft {
  const last = item.quarantinedAt ?? item.firstQuarantinedAt ?? now;
  const first = item.firstQuarantinedAt ?? last;
  return {
    kind: 'QUARANTINE',
    bdId: item.id,
    bdCompanyId: item.companyId,
    bdDeviceId: item.endpointId,
    hostName: item.endpointName,
    fqdn: null,
    name: item.threatName,
    family: threatFamily(item.threatName),
    severityScore: null,
    deviceInfected,
    status: 'UNRESOLVED',
    action: 'QUARANTINED',
    actionRaw: item.actionStatusRaw === null ? item.actionStatus : String(item.actionStatusRaw),
    filePath: item.filePath,
    fileHash: item.fileSha256,
    processPath: null,
    userName: null,
    link: null,
    detectedAt: first < last ? first : last,
    lastDetectedAt: last,
    reportedDate: item.quarantinedAt === null ? null : item.quarantinedOnRaw,
  };
}

/** How grave a draft is by the tenant's bands: an incident by its score, a quarantine item by its family. */
export function severityOfDraft(
  draft: Pick<ThreatDraft, 'kind' | 'name' | 'severityScore' | 'deviceInfected'>,
  bands: SeverityBands,
): SeverityVerdict {
  return draft.kind === 'INCIDENT'
    ? severityOfScore(draft.severityScore, bands)
    : severityOfQuarantine(draft.name, draft.deviceInfected);
}
