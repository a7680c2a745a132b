import {
  type SeverityBands,
  type SeverityVerdict,
  type StateFlag,
  type StateSeverities,
  severityOfQuarantine,
  severityOfReport,
  severityOfScore,
  severityOfState,
  threatFamily,
} from '../../domain/severity.js';
import type { Incident, IncidentDetail, Mail, QuarantineItem } from '../../gravityzone/types.js';
import { type Extent, extentColumns, extentHashOf, extentOf, jsonOrNull, unknownExtent } from '../extent/extent.js';
import { type FlagReport, flagKey } from '../flags/device-flags.js';
import { type DetailColumns, detailColumnsOf } from './detail-columns.js';
import type { SourceKind } from './source-kind.js';

export type ThreatStatus = 'UNRESOLVED' | 'RESOLVED' | 'FALSE_POSITIVE';
export type ThreatAction = 'REPORTED' | 'BLOCKED' | 'PARTIALLY_BLOCKED' | 'QUARANTINED' | 'KILLED' | 'UNKNOWN';

/** The names of threats that Bitdefender sends without one. */
export const unnamedThreats = { INCIDENT: 'Incident without a name', QUARANTINE: 'Threat without a name' } as const;

/** Details of an incident that are not read yet. */
export interface PendingDetails {
  /** Why not; null if they have not been requested yet. */
  problem: string | null;
  /** How many times they failed. */
  failures: number;
  /** When they are requested again; null for never. */
  dueAt: Date | null;
}

/** What one BD row reports of a threat, in the terms of this service. */
export interface ThreatDraft extends DetailColumns {
  kind: SourceKind;
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
  link: string | null;
  /** What it may stand for; only of the state of a device. */
  explanation: string | null;
  detectedAt: Date;
  lastDetectedAt: Date;
  /** The date of a quarantine item as BD wrote it; null if it cannot be read, and for incidents, which do not recur. */
  reportedDate: string | null;
  /** Only of a new incident whose details are wanted but missing. */
  pendingDetails?: PendingDetails | null;
  /** How far it reaches; only of an incident. */
  extent?: Extent;
  /** Changes when the incident has grown; only of an incident. */
  extentHash?: string;
  /** Whether its details are worth a call each time it has grown. */
  hasDetails?: boolean;
  /** The mail it was found in; only of an item of an Exchange server. */
  mail?: Mail | null;
  /** Which flag of the state of a device it is from. */
  flag?: StateFlag;
  /** Module and type of the event, and how many times it occurred; only of a row of a report. */
  reported?: { module: string; eventType: string; occurrences: number };
  /** It happened before anything was read, so that nothing may act on it. */
  isPast?: boolean;
}

/**
 * An incident as a threat; `detail` is null until it is fetched, and `pendingDetails` says why it is not. An unknown BD
 * status counts as unresolved.
 */
export function draftOfIncident(
  incident: Incident,
  detail: IncidentDetail | null,
  pendingDetails: PendingDetails | null = null,
): ThreatDraft {
  const name = incident.name ?? (incident.attackTypes.join(', ') || unnamedThreats.INCIDENT);
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
    ...detailColumnsOf(detail),
    link: incident.link,
    explanation: null,
    detectedAt: incident.createdAt,
    lastDetectedAt: incident.createdAt,
    reportedDate: null,
    pendingDetails,
    extent: extentOf(incident, detail),
    extentHash: extentHashOf(incident),
    hasDetails: hasDetails(incident),
  };
}

/** Whether the details of an incident are worth a call: it is open, and not made up of other incidents. */
export function hasDetails({ kind, status }: Pick<Incident, 'kind' | 'status'>): boolean {
  return kind === 'INCIDENT' && status !== 'CLOSED';
}

/** The action that the details of an incident show; null if they show none. */
export function actionOfDetail({ quarantined, killed }: IncidentDetail): ThreatAction | null {
  if (quarantined) return 'QUARANTINED';
  return killed ? 'KILLED' : null;
}

/** A quarantine item as a threat. BD gives it no severity: see the table of families. */
export function draftOfQuarantineItem(item: QuarantineItem, deviceInfected: boolean, now: Date): ThreatDraft {
  const name = item.threatName ?? unnamedThreats.QUARANTINE;
  const last = item.quarantinedAt ?? item.firstQuarantinedAt ?? now;
  const first = item.firstQuarantinedAt ?? last;
  return {
    kind: item.service === 'EXCHANGE' ? 'EXCHANGE_QUARANTINE' : 'QUARANTINE',
    bdId: item.id,
    bdCompanyId: item.companyId,
    bdDeviceId: item.endpointId,
    hostName: item.endpointName,
    fqdn: null,
    name,
    family: threatFamily(name),
    severityScore: null,
    deviceInfected,
    status: 'UNRESOLVED',
    action: 'QUARANTINED',
    actionRaw: item.actionStatusRaw === null ? item.actionStatus : String(item.actionStatusRaw),
    ...detailColumnsOf(null),
    filePath: item.filePath,
    fileHash: item.fileSha256,
    link: null,
    explanation: null,
    detectedAt: first < last ? first : last,
    lastDetectedAt: last,
    reportedDate: item.quarantinedAt === null ? null : item.quarantinedOnRaw,
    mail: item.mail,
  };
}

const whereToLook = 'Look at the machine in GravityZone Control Center, under Network or in the Threats Xplorer.';
const explanations: Readonly<Record<StateFlag, string>> = {
  INFECTED: `GravityZone reports that malware on this machine could not be removed, and lists neither an incident nor a quarantine item of the last 24 hours for it. One or more detections may be behind it; nothing more about them can be read. ${whereToLook}`,
  DETECTION: `GravityZone reports malware on this machine within 24 hours, and lists neither an incident nor a quarantine item for it. One or more detections may be behind it: without the EDR sensor, what was disinfected, deleted or blocked on access is in no list that can be read. ${whereToLook}`,
};

/** What only a flag of a device's state shows, as a threat that was detected at `at`. */
export function draftOfFlag(
  device: { bdId: string; bdCompanyId: string; name: string; fqdn: string | null },
  { flag, since, history }: FlagReport,
  at: Date,
): ThreatDraft {
  return {
    kind: 'DEVICE_STATE',
    flag,
    isPast: history,
    bdId: flagKey(device.bdId, flag, since),
    bdCompanyId: device.bdCompanyId,
    bdDeviceId: device.bdId,
    hostName: device.name,
    fqdn: device.fqdn,
    name: flag === 'INFECTED' ? `${device.name} is still infected` : `Malware detected on ${device.name}`,
    family: 'UNKNOWN',
    severityScore: null,
    deviceInfected: flag === 'INFECTED',
    status: 'UNRESOLVED',
    action: flag === 'INFECTED' ? 'REPORTED' : 'UNKNOWN',
    actionRaw: null,
    ...detailColumnsOf(null),
    link: null,
    explanation: explanations[flag],
    detectedAt: at,
    lastDetectedAt: at,
    reportedDate: null,
  };
}

/** The part of a draft that is stored in columns of the same names; the rest is stored with its source or not at all. */
export function columnsOfDraft(draft: ThreatDraft) {
  const { kind, bdId, bdCompanyId, fqdn, deviceInfected, reportedDate, pendingDetails, flag, isPast, ...rest } = draft;
  const { extent, extentHash, hasDetails: _hasDetails, mail, reported, ...columns } = rest;
  return { ...columns, ...extentColumns(extent ?? unknownExtent), mail: jsonOrNull(mail ?? null) };
}

/** What a tenant has chosen about severities. */
export interface Rating {
  severityBands: SeverityBands;
  stateSeverities: StateSeverities;
}

/** The severity of a draft: of an incident by its score, of a quarantine item by its family, of a device's state by the flag, of a row of a report by its module. */
export function severityOfDraft(
  draft: Pick<ThreatDraft, 'kind' | 'name' | 'severityScore' | 'deviceInfected' | 'flag' | 'reported'>,
  { severityBands: bands, stateSeverities }: Rating,
): SeverityVerdict {
  if (draft.flag !== undefined) return severityOfState(draft.flag, stateSeverities);
  if (draft.reported !== undefined)
    return severityOfReport(draft.name, draft.reported.module, draft.reported.eventType);
  return draft.kind === 'INCIDENT'
    ? severityOfScore(draft.severityScore, bands)
    : severityOfQuarantine(draft.name, draft.deviceInfected);
}
