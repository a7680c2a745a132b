import { mintId } from './object-id.js';
import { SeatBook } from './seats.js';

export interface CompanyModel {
  id: string;
  name: string;
  parentId: string | null;
  kind: 'PARTNER' | 'CUSTOMER';
  suspended: boolean;
  createdAt: Date;
  country: string;
  licence: LicenceModel;
}

export interface LicenceModel {
  /** 1 is a trial, 2 yearly, 3 monthly. */
  subscriptionType: number;
  /** Null for one that does not end. */
  expiresAt: Date | null;
  /** Null for one without a fixed number of seats. */
  totalSlots: number | null;
}

export interface FolderModel {
  id: string;
  name: string;
  parentId: string;
}

export interface DeviceModel {
  id: string;
  companyId: string;
  /** As the console shows it; with a MAC suffix on duplicates. */
  name: string;
  fqdn: string;
  label: string;
  groupId: string;
  macs: string[];
  ip: string;
  operatingSystem: string;
  machineType: 1 | 2 | 3;
  /** On-premises, the machine is also in the other list, as one that is not managed. */
  inBothLists: boolean;
  managed: boolean;
  /** False leaves the key out of the row, as Bitdefender does. */
  managedWithBest: boolean;
  policy: { id: string; name: string; applied: boolean };
  productOutdated: boolean;
  lastScanAt: Date | null;
  lastSeenAt: Date;
  lastUpdateAt: Date;
  infected: boolean;
  detected: boolean;
  signatureOutdated: boolean;
  state: 0 | 1 | 2 | 3;
  licensed: 0 | 1 | 2 | 6;
  /** Without the EDR sensor, what is detected on it becomes no incident. */
  edrSensor: boolean;
  /** Modules that are installed and switched off, by Bitdefender's names. */
  modulesOff: readonly string[];
  /** Cut off from the network; null leaves it out of the rows. */
  isolated: boolean | null;
  /** A mail server whose mail is scanned. */
  exchangeServer: boolean;
  movingInfo: { state: number; destinationCompanyName: string } | null;
}

/** A further file in the graph of an incident. */
export interface IncidentFileModel {
  path: string;
  sha256: string;
  quarantined?: boolean;
  killed?: boolean;
}

export interface IncidentModel {
  id: string;
  number: number;
  companyId: string;
  /** Null for an extended incident, which names no computer. */
  deviceId: string | null;
  status: string;
  action: string;
  createdAt: Date;
  updatedAt: Date;
  severityScore: number;
  name: string;
  attackTypes: string[];
  filePath: string;
  fileSha256: string;
  quarantined: boolean;
  killed: boolean;
  /** Files beside `filePath`. */
  files: IncidentFileModel[];
  /** Techniques of MITRE ATT&CK; a name may be empty. */
  techniques: { id: string; name: string }[];
  partOf: string[];
  /** Writes `severity_score` instead of `severityScore`. */
  oldSpelling: boolean;
}

export interface QuarantineModel {
  id: string;
  companyId: string;
  deviceId: string;
  threatName: string;
  filePath: string;
  fileSha256: string;
  quarantinedAt: Date;
  actionStatus: number;
}

export interface ExchangeItemModel extends QuarantineModel {
  sender: string;
  recipients: string[];
  subject: string;
}

export type DeviceInput = Partial<Omit<DeviceModel, 'id' | 'companyId'>> & {
  companyId: string;
  name: string;
  /** When its id is minted. */
  at?: Date;
};
export type IncidentInput = Partial<Omit<IncidentModel, 'id' | 'number' | 'companyId'>> & {
  companyId: string;
  at?: Date;
};
export type ExchangeItemInput = Partial<Omit<ExchangeItemModel, 'id' | 'companyId'>> & { deviceId: string; at?: Date };
export type QuarantineInput = Partial<Omit<QuarantineModel, 'id' | 'companyId'>> & { deviceId: string; at?: Date };

/** Windows shows computer names in capitals, at most 15 of them. */
export function netbiosName(name: string): string {
  return name.split('.')[0]?.toUpperCase().slice(0, 15) ?? '';
}

/** What a GravityZone knows: one partner with its tree of companies, their devices and their threats. */
/** A report that was scheduled in Control Center. */
export interface ReportModel {
  id: string;
  name: string;
  /** 17 is a Security audit. */
  type: number;
  /** 3 is daily. */
  occurrence: number;
  language: 'en' | 'pt-BR';
  /** Whether it has an instance to download. */
  ready: boolean;
  /** Where the link leads; null for this GravityZone. */
  link: string | null;
  /** Sent instead of the archive of the events. */
  archive: Buffer | null;
  changeRows: (rows: string[][]) => string[][];
}

/** An event that only a Security audit report shows. */
export interface AuditEventModel {
  deviceId: string;
  user: string;
  occurrences: number;
  at: Date;
  module: string;
  eventType: string;
  details: string;
  fileSha256: string;
}

export class World {
  readonly root: CompanyModel;
  readonly companies = new Map<string, CompanyModel>();
  readonly folders = new Map<string, FolderModel>();
  readonly devices = new Map<string, DeviceModel>();
  readonly incidents = new Map<string, IncidentModel>();
  readonly quarantine = new Map<string, QuarantineModel>();
  /** Items of Exchange servers. */
  readonly exchange = new Map<string, ExchangeItemModel>();
  readonly reports = new Map<string, ReportModel>();
  readonly auditEvents: AuditEventModel[] = [];
  /** What is counted for the licences. */
  readonly seats: SeatBook;
  /** The form in which licences are given; by default each company has one of the two. */
  licenceShape: 'OBJECT' | 'ARRAY' | 'EITHER' = 'EITHER';
  #incidentNumber = 0;
  #mac = 0;

  constructor(readonly clock: () => Date) {
    this.seats = new SeatBook(clock);
    this.root = this.addCompany('OpsMerge Demo MSP', { parentId: null, kind: 'PARTNER' });
  }

  addCompany(
    name: string,
    options: Partial<Pick<CompanyModel, 'kind' | 'createdAt' | 'country'>> & { parentId?: string | null } = {},
  ): CompanyModel {
    const createdAt = options.createdAt ?? new Date(this.clock().getTime() - 90 * 86_400_000);
    const company: CompanyModel = {
      id: mintId(createdAt),
      name,
      parentId: options.parentId === undefined ? this.root.id : options.parentId,
      kind: options.kind ?? 'CUSTOMER',
      suspended: false,
      createdAt,
      country: options.country ?? 'N/A',
      licence: { subscriptionType: 3, expiresAt: null, totalSlots: null },
    };
    this.companies.set(company.id, company);
    return company;
  }

  addFolder(name: string, parentId: string = this.root.id): FolderModel {
    const folder = { id: mintId(this.clock()), name, parentId };
    this.folders.set(folder.id, folder);
    return folder;
  }

  /** `name` is the machine's own; the console's name is made of it unless the operating system is not Windows. */
  addDevice(input: DeviceInput): DeviceModel {
    const { at = this.clock(), ...given } = input;
    const operatingSystem = given.operatingSystem ?? 'Windows 11 Pro';
    const windows = operatingSystem.startsWith('Windows');
    this.#mac += 1;
    const device: DeviceModel = {
      id: mintId(at),
      fqdn: given.name.toLowerCase(),
      label: '',
      groupId: this.groups(given.companyId).computers,
      macs: [`005056${this.#mac.toString(16).padStart(6, '0')}`],
      ip: `10.${(this.#mac >> 16) & 255}.${(this.#mac >> 8) & 255}.${this.#mac & 255}`,
      operatingSystem,
      machineType: 1,
      inBothLists: false,
      managed: true,
      managedWithBest: windows,
      policy: { id: '63171c4569cad087a809a316', name: 'Default policy', applied: true },
      productOutdated: false,
      lastScanAt: new Date(at.getTime()),
      lastSeenAt: this.clock(),
      lastUpdateAt: this.clock(),
      infected: false,
      detected: false,
      signatureOutdated: false,
      state: 1,
      licensed: 1,
      edrSensor: true,
      modulesOff: [],
      isolated: null,
      exchangeServer: false,
      movingInfo: null,
      ...given,
      name: windows ? netbiosName(given.name) : given.name,
    };
    this.#list(device, at);
    return device;
  }

  /** The same machine listed a second time, distinguished by a MAC suffix on its name. */
  addDuplicate(deviceId: string): DeviceModel {
    const original = this.device(deviceId);
    const twin = {
      ...original,
      id: mintId(this.clock()),
      name: `${original.name}-${original.macs[0] ?? '005056000000'}`,
    };
    this.#list(twin);
    return twin;
  }

  /** A neighbour seen on the network, without an agent. */
  addUnmanaged(companyId: string, name: string): DeviceModel {
    return this.addDevice({ companyId, name, managed: false, managedWithBest: false, operatingSystem: '', macs: [] });
  }

  renameDevice(deviceId: string, name: string): void {
    const device = this.device(deviceId);
    device.name = device.operatingSystem.startsWith('Windows') ? netbiosName(name) : name;
    device.fqdn = name.toLowerCase();
  }

  labelDevice(deviceId: string, label: string): void {
    this.device(deviceId).label = label;
  }

  /** A re-install: the machine comes back with a new id, and the old row stays until it is cleaned up. */
  reimageDevice(deviceId: string): DeviceModel {
    const device = { ...this.device(deviceId), id: mintId(this.clock()) };
    this.#list(device);
    return device;
  }

  /** A Security audit report, scheduled in Control Center, with an instance to download. */
  scheduleReport(given: Partial<ReportModel> & Pick<ReportModel, 'name'>): ReportModel {
    const report: ReportModel = {
      ...{ id: mintId(this.clock()), type: 17, occurrence: 3, language: 'en', ready: true, link: null, archive: null },
      changeRows: (rows) => rows,
      ...given,
    };
    this.reports.set(report.id, report);
    return report;
  }

  /** An event of the next instance of each report. */
  addAuditEvent(given: Partial<AuditEventModel> & Pick<AuditEventModel, 'deviceId'>): AuditEventModel {
    const event = {
      ...{ user: '', occurrences: 1, at: this.clock(), module: 'Network Attack Defense', eventType: 'Attack blocked' },
      ...{ details: 'Attack technique: initial access', fileSha256: '' },
      ...given,
    };
    this.auditEvents.push(event);
    return event;
  }

  /** Deleting takes two steps: first the device lies in the group "Deleted", which lists still include. */
  deleteDevice(deviceId: string): void {
    const device = this.device(deviceId);
    device.groupId = this.groups(device.companyId).deleted;
    this.seats.end(deviceId);
  }

  /** It comes back from the group "Deleted". */
  restoreDevice(deviceId: string): void {
    const device = this.device(deviceId);
    device.groupId = this.groups(device.companyId).computers;
    this.seats.begin(device);
  }

  /** Its agent is uninstalled: it stays as a neighbour seen on the network. */
  unmanageDevice(deviceId: string): void {
    Object.assign(this.device(deviceId), { managed: false, managedWithBest: false });
    this.seats.end(deviceId);
  }

  /** The second step, or a cleaning up: it is no longer listed. */
  removeDevice(deviceId: string): void {
    this.devices.delete(deviceId);
    this.seats.end(deviceId);
  }

  moveDevice(deviceId: string, companyId: string): void {
    const device = this.device(deviceId);
    this.seats.end(deviceId);
    device.companyId = companyId;
    device.groupId = this.groups(companyId).computers;
    this.seats.begin(device);
  }

  licenseCompany(companyId: string, licence: Partial<LicenceModel>): void {
    Object.assign(this.company(companyId).licence, licence);
  }

  suspendCompany(companyId: string, suspended = true): void {
    this.company(companyId).suspended = suspended;
  }

  addIncident(input: IncidentInput): IncidentModel {
    const { at = this.clock(), ...given } = input;
    this.#incidentNumber += 1;
    const incident: IncidentModel = {
      id: mintId(at),
      number: this.#incidentNumber,
      deviceId: null,
      status: 'open',
      action: 'reported',
      createdAt: at,
      updatedAt: at,
      severityScore: 43,
      name: 'Gen:Variant.Demo.1',
      attackTypes: ['Malware'],
      filePath: 'C:\\Users\\Public\\invoice.exe',
      fileSha256: 'a'.repeat(64),
      quarantined: false,
      killed: false,
      files: [],
      techniques: [],
      partOf: [],
      oldSpelling: false,
      ...given,
    };
    this.incidents.set(incident.id, incident);
    return incident;
  }

  /** An incident grows: any field may change, and it is processed again. */
  updateIncident(incidentId: string, change: Partial<IncidentModel>): void {
    Object.assign(this.#found(this.incidents, incidentId), { updatedAt: this.clock() }, change);
  }

  closeIncident(incidentId: string): void {
    this.updateIncident(incidentId, { status: 'closed' });
  }

  addQuarantineItem(input: QuarantineInput): QuarantineModel {
    const { at = this.clock(), ...given } = input;
    const item: QuarantineModel = {
      id: mintId(at),
      companyId: this.device(given.deviceId).companyId,
      threatName: 'EICAR-Test-File (not a virus)',
      filePath: 'C:\\Users\\Public\\eicar.com',
      fileSha256: 'b'.repeat(64),
      quarantinedAt: at,
      actionStatus: 0,
      ...given,
    };
    this.quarantine.set(item.id, item);
    return item;
  }

  /** Malware in a mail of an Exchange server. */
  addExchangeItem(input: ExchangeItemInput): ExchangeItemModel {
    const { at = this.clock(), ...given } = input;
    const item: ExchangeItemModel = {
      id: mintId(at),
      companyId: this.device(given.deviceId).companyId,
      threatName: 'Trojan.Mail.Demo',
      filePath: 'Invoice 4711 => invoice.zip => invoice.js',
      fileSha256: '',
      quarantinedAt: at,
      actionStatus: 0,
      sender: 'billing@example.net',
      recipients: ['frontdesk@example.com'],
      subject: 'Invoice 4711',
      ...given,
    };
    this.exchange.set(item.id, item);
    return item;
  }

  /** The same file is quarantined or scanned again: the id stays, the date moves. */
  requarantine(itemId: string, at: Date = this.clock()): void {
    this.#found(this.quarantine, itemId).quarantinedAt = at;
  }

  removeQuarantineItem(itemId: string): void {
    this.quarantine.delete(itemId);
  }

  device(deviceId: string): DeviceModel {
    return this.#found(this.devices, deviceId);
  }

  company(companyId: string): CompanyModel {
    return this.#found(this.companies, companyId);
  }

  /** Ids of a company, folder or group and of all that lies below it. */
  below(parentId: string): Set<string> {
    const ids = new Set([parentId]);
    for (let size = 0; size !== ids.size; ) {
      size = ids.size;
      for (const { id, parentId: parent } of [...this.companies.values(), ...this.folders.values()]) {
        if (parent !== null && ids.has(parent)) ids.add(id);
      }
    }
    return ids;
  }

  /** The two groups that every company has, whose ids follow from its own. */
  groups(companyId: string): { computers: string; deleted: string } {
    const group = (mark: string) => `${companyId.slice(0, 8)}${mark}${companyId.slice(10)}`;
    return { computers: group('aa'), deleted: group('dd') };
  }

  #list(device: DeviceModel, since = this.clock()): void {
    this.devices.set(device.id, device);
    this.seats.begin(device, since);
  }

  #found<Model>(models: Map<string, Model>, id: string): Model {
    const model = models.get(id);
    if (model === undefined) throw new Error(`The world holds no ${id}.`);
    return model;
  }
}
