import { dateWithOffset, naiveDate } from './naive-date.js';
import type {
  CompanyModel,
  DeviceModel,
  ExchangeItemModel,
  FolderModel,
  IncidentFileModel,
  IncidentModel,
  QuarantineModel,
  World,
} from './world.js';

const modulesOf = ({ edrSensor, modulesOff }: DeviceModel) => ({
  ...{ antimalware: true, firewall: true, advancedThreatControl: true, edrSensor, encryption: false },
  ...Object.fromEntries(modulesOff.map((name) => [name, false])),
});

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
    ...(device.isolated !== null && { isIsolated: device.isolated }),
    ...(device.exchangeServer && { managedExchangeServer: true }),
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
    details: {
      ...deviceFields(device, withScans, withOutdated),
      ...(device.managed && { modules: modulesOf(device) }),
    },
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
    modules: modulesOf(device),
    ...(device.isolated !== null && { isIsolated: device.isolated }),
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
            counters: countersOf(incident),
            computerId: device.id,
            computerName: device.name,
            computerFqdn: device.fqdn,
            computerIp: device.ip,
            computerMacAddresses: device.macs,
            partOf: incident.partOf,
          },
  };
}

/** Files and processes are counted as the live service does: a program that ran twice is two processes. */
function countersOf({ files, techniques }: IncidentModel): object {
  const events = 5 + files.length + techniques.length;
  return { endpoints: 1, files: 1, processes: 2 + 2 * files.length, domains: 1, registries: 0, events, storages: 0 };
}

/** An alert for each technique, which the alert names in its name or beside its other facts. */
function techniqueAlert({ id, createdAt, techniques }: IncidentModel, index: number, zone: string): object {
  const technique = techniques[index] ?? { id: '', name: '' };
  const inName = index % 2 === 0;
  const name = inName ? `${technique.name} (${technique.id})`.trim() : 'ServicesKeyAccessed';
  return {
    id: `${id}-technique-${index}`,
    name,
    date: dateWithOffset(createdAt, zone),
    detectedBy: { name, class: 'EDR Detection' },
    resources: [],
    extra: [
      { key: 'extraInfo1', value: 'Operation Channel: normal\nProduct Name: Precision T1700\n' },
      ...(inName ? [] : [{ key: 'attackTechnique', value: `${technique.id} ${technique.name}`.trim() }]),
    ],
  };
}

/** A node of the graph for one run of a program. */
function processNode(
  id: string,
  file: IncidentFileModel & { commandLine: string; pid: number },
  alertIds: string[],
): object {
  const name = file.path.split(/[\\/]/).at(-1) ?? '';
  const { path, sha256, commandLine, pid } = file;
  return {
    id,
    name,
    type: 'process_execution',
    alertIds,
    details: {
      file: { name, path, md5: 'c'.repeat(32), sha256, size: 1024, isExecutable: true },
      process: { pid, parent: 1, commandLine, userName: 'DEMO\\user', name },
      quarantine: file.quarantined ? { status: 'success' } : null,
      killProcess: file.killed ? { status: 'success', errorCode: 0 } : null,
      sandbox: null,
    },
  };
}

/** The list row with alerts and the incident's graph in `details`. */
export function incidentDetails(incident: IncidentModel, world: World, zone: string): object {
  const row = incidentRow(incident, world, zone);
  const alertId = `${incident.id}-alert`;
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
        ...incident.techniques.map((_technique, index) => techniqueAlert(incident, index, zone)),
      ],
      nodes: [
        { id: 'endpoint', name: 'endpoint', type: 'endpoint', details: { id: incident.deviceId }, alertIds: [] },
        // A node of another type has no file.
        {
          id: 'domain',
          name: 'www.localhost',
          type: 'domain',
          details: { domain: { requestedURL: 'www.localhost/malware', remotePort: 443 }, file: null },
          alertIds: [],
        },
        ...incident.files.map((file, index) =>
          processNode(`again-${index}`, { path: file.path, sha256: file.sha256, commandLine, pid: 5000 + index }, []),
        ),
        processNode(
          'process',
          {
            path: incident.filePath,
            sha256: incident.fileSha256,
            quarantined: incident.quarantined,
            killed: incident.killed,
            commandLine,
            pid: 4711,
          },
          [alertId],
        ),
        ...incident.files.map((file, index) =>
          processNode(`process-${index}`, { ...file, commandLine: `"${file.path}"`, pid: 6000 + index }, []),
        ),
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

/** The row of `quarantine/exchange`: the same, but for the details of a mail. */
export function exchangeRow(item: ExchangeItemModel, world: World, style: Style, version: string): object {
  const { sender, recipients, subject, filePath: threatPath } = item;
  return {
    ...quarantineRow(item, world, style, version),
    details: {
      ...{ threatStatus: 0, threatPath },
      email: { senderIP: '192.0.2.7', senderEmail: sender, subject, recipients, realRecipients: recipients },
    },
  };
}
