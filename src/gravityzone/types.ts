/**
 * Types of the GravityZone client. It knows nothing of OpsMerge, and every date is an instant in UTC. A field is null when
 * Bitdefender does not send it or sends an implausible value.
 */
import type { Resolve } from '../net/addresses.js';
import type { TrustSettings } from '../net/connector.js';
import type { Circuit } from './transport/circuit.js';
import type { ReasonCode } from './transport/errors.js';

export { GravityZoneError, type ReasonCode } from './transport/errors.js';

/** The outcome of one request, for metrics and logs. */
export interface CallRecord {
  method: string;
  version: string;
  outcome: 'ok' | ReasonCode;
  durationMilliseconds: number;
}

/** The rate limits of Bitdefender that the reading methods fall under. */
export type Bucket = 'default' | 'incidents' | 'licensing';

/** The allowance of one API key. Everything that uses the key, on every replica, must share it. */
export interface RateBudget {
  /** Resolves when one call may be sent; rejects with THROTTLED when that takes more than five minutes. */
  reserve(bucket: Bucket, signal?: AbortSignal): Promise<void>;
  /** Blocks the bucket for all users of the key for so many seconds. */
  penalise(bucket: Bucket, retryAfterSeconds: number): Promise<void>;
}

export type Flavour = 'CLOUD' | 'ON_PREMISES';

export interface GravityZoneOptions {
  /** As returned by `normaliseEndpoint`. */
  endpoint: string;
  apiKey: string;
  trust?: TrustSettings;
  /** CIDRs of otherwise forbidden addresses (private, loopback) that the operator allows. */
  allowedNetworks: string[];
  budget: RateBudget;
  /** Minutes east of UTC of dates without a zone; undefined to determine it when first needed. */
  naiveOffsetMinutes?: number | undefined;
  /** IANA zone of dates without a zone, set by an admin; wins over the offset. */
  naiveZone?: string | undefined;
  /** Inventory page size learnt earlier (1000 or 100). */
  pageSize?: number | undefined;
  /** Learnt earlier; undefined to determine it. */
  flavour?: Flavour | undefined;
  onCall?: (call: CallRecord) => void;
  clock?: () => Date;
  /** Bytes of the longest answer that is read, 8 MB by default. */
  answerBytes?: number;
  /** Waits for room to read an answer of so many bytes, and returns what gives it back; nothing is waited for by default. */
  answersInFlight?: (bytes: number, signal: AbortSignal) => Promise<() => void>;
  /** Time limit of one attempt, without the wait for the budget; 60 seconds by default. */
  deadlineMilliseconds?: number;
  /** Shared by the clients of one integration; a new one by default. */
  circuit?: Circuit;
  /** Delay before the first retry; grows with each one, with jitter. 500 by default. */
  retryDelayMilliseconds?: number;
  /** Resolves host names; the system's resolver by default. */
  resolve?: Resolve;
  /** The cloud instances that a diagnosis tries when this one rejects the key; Bitdefender's own by default. */
  instances?: readonly string[];
}

/** A row that could not be used, with the reason and the raw row. */
export interface Skipped {
  reason: string;
  raw: unknown;
}

export interface Page<Item> {
  items: Item[];
  skipped: Skipped[];
  /** Counted from 1. */
  number: number;
  /** Number of rows of the whole walk as Bitdefender announces it; null if it does not. */
  total: number | null;
  warnings: string[];
}

export type CompanyKind = 'COMPANY' | 'FOLDER';

export interface InventoryCompany {
  id: string;
  /** Null when Bitdefender sends none, or only blanks. */
  name: string | null;
  parentId: string | null;
  kind: CompanyKind;
}

export interface PolicyState {
  id: string;
  name: string;
  applied: boolean | null;
}

export interface ScanState {
  name: string;
  /** Null when never scanned. */
  at: Date | null;
}

export interface InventoryDevice {
  id: string;
  companyId: string | null;
  /** Null when Bitdefender sends none, or only blanks. */
  name: string | null;
  /** Bitdefender's "undefined" and "" are null. */
  fqdn: string | null;
  /** Free text set by an admin. */
  label: string | null;
  groupId: string | null;
  /** Lower-case hex without separators. */
  macs: string[];
  ip: string | null;
  operatingSystem: string | null;
  machineType: 'COMPUTER' | 'VIRTUAL_MACHINE' | 'EC2_INSTANCE' | 'OTHER' | 'UNKNOWN';
  /** False for machines that were discovered on the network and have no agent. */
  managed: boolean;
  managedWithBest: boolean;
  policy: PolicyState | null;
  modules: Record<string, boolean> | null;
  productOutdated: boolean | null;
  /** Whether it is cut off from the network; null if not reported. */
  isolated: boolean | null;
  /** Whether it is a mail server whose mail is scanned; null if not reported. */
  exchangeServer: boolean | null;
  lastScan: ScanState | null;
  riskScore: number | null;
  moving: { state: number; destinationCompanyName: string | null } | null;
}

export interface InventoryPage {
  companies: InventoryCompany[];
  /** The kinds of companies that the walk requested, the same on each page; that other kinds are absent means nothing. */
  askedKinds: readonly CompanyKind[];
  devices: InventoryDevice[];
  skipped: Skipped[];
  number: number;
  /** Number of distinct rows of the whole walk; null while GravityZone has not announced it. */
  total: number | null;
  warnings: string[];
}

export interface Incident {
  id: string;
  number: number | null;
  companyId: string | null;
  companyName: string | null;
  status: 'OPEN' | 'IN_PROGRESS' | 'CLOSED' | 'FALSE_POSITIVE' | 'UNKNOWN';
  statusRaw: string | null;
  action: 'REPORTED' | 'BLOCKED' | 'PARTIALLY_BLOCKED' | 'UNKNOWN';
  actionRaw: string | null;
  createdAt: Date;
  /** The newest of last updated, last processed and created. */
  changedAt: Date;
  /** 0 to 100. */
  severityScore: number | null;
  kind: 'INCIDENT' | 'EXTENDED_INCIDENT' | 'UNKNOWN';
  name: string | null;
  attackTypes: string[];
  /** How many processes, files, events and the like its graph has, by Bitdefender's words. */
  counters: Record<string, number>;
  /** URL of the incident in Control Center. */
  link: string | null;
  device: { id: string; name: string | null; fqdn: string | null; ip: string | null; macs: string[] } | null;
  /** Ids of the incidents this one belongs to. */
  partOf: string[];
}

export interface IncidentWindow {
  changedFrom: Date;
  changedTo: Date;
  companyId?: string;
  /** The page to begin with; the first by default. */
  fromPage?: number;
}

/** A technique of MITRE ATT&CK, such as T1059.001. */
export interface Technique {
  id: string;
  /** Null where Bitdefender sends the id alone. */
  name: string | null;
}

/** A file in the graph of an incident. */
export interface AffectedFile {
  name: string | null;
  path: string | null;
  sha256: string | null;
  action: 'QUARANTINED' | 'KILLED' | 'NONE';
}

export interface IncidentDetail {
  id: string;
  filePath: string | null;
  /** SHA-256, else MD5. */
  fileHash: string | null;
  processPath: string | null;
  commandLine: string | null;
  user: string | null;
  quarantined: boolean;
  killed: boolean;
  techniques: Technique[];
  /** At most `mostFiles`: those that Bitdefender acted on first, then by path. */
  files: AffectedFile[];
  /** How many different files there are. */
  fileCount: number;
}

/** Which quarantine an item is in: that of computers, or that of Exchange servers. */
export type QuarantineService = 'COMPUTERS' | 'EXCHANGE';

/** The mail that malware was found in, as far as GravityZone reports it. */
export interface Mail {
  sender: string | null;
  senderIp: string | null;
  subject: string | null;
  /** The first 50 of them. */
  recipients: string[];
  recipientCount: number;
}

export interface QuarantineItem {
  service: QuarantineService;
  id: string;
  companyId: string | null;
  endpointId: string | null;
  endpointName: string | null;
  endpointIp: string | null;
  threatName: string | null;
  filePath: string | null;
  fileSha256: string | null;
  /** Changes when the same file is quarantined again. */
  quarantinedAt: Date | null;
  /** Derived from the ObjectId, so it never changes. */
  firstQuarantinedAt: Date | null;
  /** The date as sent by Bitdefender. If the text is the same, the item was not quarantined again, whatever the zone. */
  quarantinedOnRaw: string | null;
  actionStatus:
    | 'NONE'
    | 'PENDING_REMOVE'
    | 'PENDING_RESTORE'
    | 'REMOVE_FAILED'
    | 'RESTORE_FAILED'
    | 'PENDING_SAVE'
    | 'SAVE_FAILED'
    | 'UNKNOWN';
  actionStatusRaw: number | null;
  /** Of an item of an Exchange server; null if nothing is known of it. */
  mail: Mail | null;
}

export interface EndpointState {
  id: string;
  companyId: string | null;
  lastSeenAt: Date | null;
  /** Whether the date is in the future, so that the zone of naive dates is wrong; `lastSeenAt` is then null. */
  seenInFuture: boolean;
  online: 'ONLINE' | 'OFFLINE' | 'SUSPENDED' | 'UNKNOWN';
  infected: boolean | null;
  detected: boolean | null;
  signatureOutdated: boolean | null;
  signatureUpdatedAt: Date | null;
  productOutdated: boolean | null;
  /** Whether it is cut off from the network; null if not reported. */
  isolated: boolean | null;
  productVersion: string | null;
  engineVersion: string | null;
  licence: 'PENDING' | 'ACTIVE' | 'EXPIRED' | 'NONE' | 'UNKNOWN';
  modules: Record<string, boolean> | null;
  policy: PolicyState | null;
  lastScan: ScanState | null;
}

export interface CompanyDetails {
  id: string;
  name: string | null;
  kind: 'PARTNER' | 'CUSTOMER' | 'UNKNOWN';
  suspended: boolean;
  createdAt: Date | null;
  createdAtRaw: string | null;
  parentId: string | null;
  country: string | null;
}

export interface Problem {
  code: ReasonCode;
  message: string;
  hint: string;
}

/** The result of testing an integration. */
export interface Diagnosis {
  ok: boolean;
  flavour: Flavour;
  enabledApis: string[];
  missingApis: { api: string; neededFor: string }[];
  keyCreatedAt: Date | null;
  ownCompany: CompanyDetails | null;
  /** The id of the own company, which the tree shows too where the company itself cannot be read; null if neither does. */
  ownCompanyId: string | null;
  companyCount: number;
  /**
   * Number of companies without a managed device. Deleted devices count, since lists still include them. Null when the
   * inventory was too large to read.
   */
  emptyCompanyCount: number | null;
  companies: InventoryCompany[];
  /** Bitdefender's ids of the devices on the pages that were read. */
  deviceIds: string[];
  latencyMilliseconds: number;
  /** Seconds by which GravityZone's clock is ahead of ours, negative when behind; null if it sends no date. */
  clockAheadSeconds: number | null;
  naiveOffsetMinutes: number | null;
  pageSize: number;
  problems: Problem[];
}

/** What the calls of a session have shown of the server. */
export interface Learnt {
  /** Minutes east of UTC of dates without a zone; null if nothing has shown it. */
  readonly naiveOffsetMinutes: number | null;
  /** Whether dates beside known instants have shown the offset in this session, rather than last contacts or an earlier one. */
  readonly offsetByDates: boolean;
  pageSize: number | null;
  flavour: Flavour | null;
}

/** A row of a Security audit report. Module and event type are in the language of the account. */
export interface AuditEvent {
  /** Digest of what identifies the row, the same in each instance of the report. */
  id: string;
  endpointName: string;
  fqdn: string | null;
  user: string | null;
  occurrences: number;
  lastAt: Date;
  module: string;
  eventType: string;
  details: string;
  fileSha256: string | null;
}

/** What a read of a report showed. `header` is the raw header of columns that are not those of the report. */
export type ReportAnswer =
  | { state: 'NOT_FOUND' | 'NOT_READY' | 'KNOWN' }
  | { state: 'READ'; digest: string; events: AuditEvent[]; skipped: Skipped[] }
  | { state: 'NOT_UNDERSTOOD'; digest: string; header: string };

/** The licence of a company as GravityZone shows it at the time. */
export interface Licence {
  /** Null where none is shown. */
  usedSlots: number | null;
  /** Null where the licence has no fixed number of seats, or none is shown. */
  totalSlots: number | null;
  /** Bitdefender's number of the kind; null where none is shown. */
  subscriptionType: number | null;
  /** Null where it does not end, or no date is shown. */
  expiresAt: Date | null;
}

export interface GravityZone {
  /** Never throws for a failed check; `problems` lists the failures. */
  diagnose(signal?: AbortSignal): Promise<Diagnosis>;
  ownCompany(signal?: AbortSignal): Promise<CompanyDetails>;
  /** A company that the key has access to, by Bitdefender's id; cloud only. */
  company(id: string, signal?: AbortSignal): Promise<CompanyDetails>;
  /** The company tree with its folders, in the fewest calls. A key of a single company yields that company. */
  companies(signal?: AbortSignal): AsyncIterable<Page<InventoryCompany>>;
  /** Every device below a company, folder or group; below the key's own company without `parentId`. */
  inventory(scope: { parentId?: string }, signal?: AbortSignal): AsyncIterable<InventoryPage>;
  /**
   * The id of the group that holds a company's deleted devices, which lists still include; null when none is found. It
   * never changes, so store it.
   */
  deletedGroup(companyId: string, signal?: AbortSignal): Promise<string | null>;
  /** Incidents changed in the window, both ends included. */
  incidents(window: IncidentWindow, signal?: AbortSignal): AsyncIterable<Page<Incident>>;
  incident(id: string, signal?: AbortSignal): Promise<IncidentDetail>;
  /** Quarantine items (last) quarantined in the window, both ends included; without one, the whole quarantine. */
  quarantine(
    scope: { window?: { from: Date; to: Date }; companyId?: string; service?: QuarantineService },
    signal?: AbortSignal,
  ): AsyncIterable<Page<QuarantineItem>>;
  /** Null when Bitdefender has no managed endpoint with that id. */
  endpointState(id: string, signal?: AbortSignal): Promise<EndpointState | null>;
  /**
   * The last instance of the one Security audit report of this name; KNOWN when it is the instance of `knownDigest`. A link that does
   * not lead to the endpoint is not followed.
   */
  auditReport(report: { name: string; knownDigest: string | null }, signal?: AbortSignal): Promise<ReportAnswer>;
  /** How many endpoints GravityZone counted for a company, and all companies below it, in a month such as "2026-11". */
  monthlyUsage(usage: { companyId: string; month: string }, signal?: AbortSignal): Promise<number>;
  /** The licence of a company; of several products that of the endpoints, without add-ons. */
  licence(companyId: string, signal?: AbortSignal): Promise<Licence>;
  /** What was learnt about the server; store it and pass it to the next client. */
  readonly learnt: Learnt;
  close(): Promise<void>;
}
