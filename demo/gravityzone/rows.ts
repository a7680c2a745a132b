import { dateWithOffset, naiveDate } from './naive-date.js';
import type { CompanyModel, DeviceModel, FolderModel, IncidentModel, QuarantineModel, World } from './world.js';

const modules = { antimalware: true, firewall: true, advancedThreatControl: true, edrSensor: true, encryption: false };

export interface Style {
  zone: string;
  onPremises: boolean;
}

export function companyDetails(company: CompanyModel, { zone }: Style): object {
  return {
    type: company.kind === 'PARTNER' ? 0 : 1,
    name: company.name,
    id: company.id,
    address: '',
    phone: '',
    industry: 0,
    canBeManagedByAbove: true,
    isSuspended: company.suspended,
    createdAt: naiveDate(company.createdAt, zone),
    country: company.country,
    state: 'N/A',
    ...(company.parentId !== null && { parentCompanyId: company.parentId }),
  };
}

/** The flat row of getEndpointsList; also the `details` of an inventory row. */
export function deviceFields(device: DeviceModel, withScans: boolean, withOutdated: boolean): object {
  return {
    label: device.label,
    fqdn: device.fqdn,
    groupId: device.groupId,
    isManaged: device.managed,
    machineType: device.machineType,
    operatingSystemVersion: device.operatingSystem,
    ip: device.ip,
    macs: device.macs,
    ssid: '',
    ...(device.managedWithBest && { managedWithBest: true }),
    policy: device.policy,
    ...(withOutdated && { productOutdated: device.productOutdated }),
    ...(withScans &&
      device.lastScanAt !== null && {
        lastSuccessfulScan: { name: 'Quick Scan', date: dateWithOffset(device.lastScanAt, 'UTC') },
      }),
    ...(device.movingInfo !== null && { movingInfo: device.movingInfo }),
  };
}

const rowTypes = { 1: 5, 2: 6, 3: 7 } as const;

export function inventoryDevice(device: DeviceModel, withScans: boolean, withOutdated: boolean): object {
  return {
    id: device.id,
    name: device.name,
    type: rowTypes[device.machineType],
    parentId: device.groupId,
    companyId: device.companyId,
    details: { ...deviceFields(device, withScans, withOutdated), ...(device.managed && { modules }) },
  };
}

export function inventoryCompany(company: CompanyModel): object {
  return { id: company.id, name: company.name, type: 1, parentId: company.parentId, details: null };
}

export function inventoryFolder(folder: FolderModel): object {
  return { id: folder.id, name: folder.name, type: 3, parentId: folder.parentId };
}

/** The two groups that a company always has. */
export function inventoryGroups(companyId: string, groups: { computers: string; deleted: string }): object[] {
  return [
    { id: groups.computers, name: 'Computers and Groups', type: 4, parentId: companyId },
    { id: groups.deleted, name: 'Deleted', type: 4, parentId: companyId },
  ];
}

export function managedEndpoint(device: DeviceModel, style: Style, withScans: boolean): object {
  return {
    id: device.id,
    name: device.name,
    ...(!style.onPremises && { companyId: device.companyId }),
    operatingSystem: device.operatingSystem,
    policy: device.policy,
    ip: device.ip,
    machineType: device.machineType,
    malwareStatus: { detection: device.detected, infected: device.infected },
    agent: {
      type: 3,
      productVersion: '7.9.29.589',
      engineVersion: '7.99984',
      lastUpdate: naiveDate(device.lastUpdateAt, style.zone),
      signatureOutdated: device.signatureOutdated,
      signatureUpdateDisabled: false,
      productUpdateDisabled: false,
      productOutdated: device.productOutdated,
      primaryEngine: 3,
      fallbackEngine: null,
      licensed: device.licensed,
    },
    lastSeen: naiveDate(device.lastSeenAt, style.zone),
    state: device.state,
    group: { id: device.groupId, name: 'Computers and Groups' },
    modules,
    label: device.label,
    moveState: device.movingInfo?.state ?? 0,
    ...(device.managedWithBest && { managedWithBest: true }),
    ...(withScans &&
      device.lastScanAt !== null && {
        lastSuccessfulScan: { name: 'Quick Scan', date: dateWithOffset(device.lastScanAt, 'UTC') },
      }),
  };
}

export function incidentRow(incident: IncidentModel, world: World, zone: string): Record<string, unknown> {
  const device = incident.deviceId === null ? undefined : world.devices.get(incident.deviceId);
  const score = incident.oldSpelling ? 'severity_score' : 'severityScore';
  return {
    incidentId: incident.id,
    incidentNumber: incident.number,
    status: incident.status,
    mainAction: incident.action,
    created: dateWithOffset(incident.createdAt, zone),
    lastUpdated: dateWithOffset(incident.updatedAt, zone),
    lastProcessed: dateWithOffset(incident.updatedAt, zone),
    [score]: incident.severityScore,
    incidentLink: `https://cloud.gravityzone.bitdefender.com/#!/incidents/view/${incident.id}`,
    assignee: null,
    priority: 'unknown',
    attackTypes: incident.attackTypes,
    company: { id: incident.companyId, name: world.companies.get(incident.companyId)?.name ?? '' },
    incidentType: device === undefined ? 'extendedIncident' : 'incident',
    details:
      device === undefined
        ? { counters: { endpoints: 1, users: 1, externalSources: 1 }, contains: [], partOf: incident.partOf }
        : {
            detectionName: incident.name,
            counters: { endpoints: 1, files: 1, processes: 2, domains: 0, registries: 0, events: 5, storages: 0 },
            computerId: device.id,
            computerName: device.name,
            computerFqdn: device.fqdn,
            computerIp: device.ip,
            computerMacAddresses: device.macs,
            partOf: incident.partOf,
          },
  };
}

/** The list row with alerts and the incident's graph in `details`. */
export function incidentDetails(incident: IncidentModel, world: World, zone: string): object {
  const row = incidentRow(incident, world, zone);
  const alertId = `${incident.id}-alert`;
  const name = incident.filePath.split(/[\\/]/).at(-1) ?? '';
  const commandLine = `"${incident.filePath}" /quiet`;
  const process = { processPath: incident.filePath, commandLine, user: 'DEMO\\user', parentProcessPath: null };
  return {
    ...row,
    details: {
      ...(typeof row.details === 'object' ? row.details : {}),
      alerts: [
        {
          id: alertId,
          name: incident.name,
          date: dateWithOffset(incident.createdAt, zone),
          detectedBy: { name: 'Antimalware', class: 'EDR Detection' },
          resources: [{ type: 'process', details: process }],
          extra: [],
        },
      ],
      nodes: [
        { id: 'endpoint', name: 'endpoint', type: 'endpoint', details: { id: incident.deviceId }, alertIds: [] },
        {
          id: 'process',
          name,
          type: 'process_execution',
          alertIds: [alertId],
          details: {
            file: { name, path: incident.filePath, md5: 'c'.repeat(32), sha256: incident.fileSha256, size: 1024 },
            process: { pid: 4711, parent: 1, commandLine, userName: 'DEMO\\user', name },
            quarantine: incident.quarantined ? { status: 'success' } : null,
            killProcess: incident.killed ? { status: 'success', errorCode: 0 } : null,
            sandbox: null,
          },
        },
      ],
    },
  };
}

export function quarantineRow(item: QuarantineModel, world: World, style: Style, version: string): object {
  const device = world.devices.get(item.deviceId);
  return {
    id: item.id,
    quarantinedOn: naiveDate(item.quarantinedAt, style.zone),
    actionStatus: item.actionStatus,
    ...(!style.onPremises && { companyId: item.companyId }),
    endpointId: item.deviceId,
    endpointName: device?.name ?? '',
    endpointIP: device?.ip ?? '',
    endpointAvailable: device !== undefined,
    canBeRestored: true,
    canBeRemoved: true,
    threatName: item.threatName,
    details: { filePath: item.filePath, ...(version === 'v1.1' && { fileSha256: item.fileSha256 }) },
  };
}
