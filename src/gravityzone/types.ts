/**
 * What the GravityZone client takes and gives. It knows nothing of OpsMerge, and every date it gives is an instant in UTC.
 * A field is null when Bitdefender did not say, or said something that cannot be believed.
 */
import type { Resolve } from '../net/addresses.js';
import type { TrustSettings } from '../net/connector.js';
import type { Circuit } from './transport/circuit.js';
import type { ReasonCode } from './transport/errors.js';

export { GravityZoneError, type ReasonCode } from './transport/errors.js';

/** One request as it went, for metrics and logs. */
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
  /** Nobody on this key sends in that bucket before so many seconds have passed. */
  penalise(bucket: Bucket, retryAfterSeconds: number): Promise<void>;
}

export type Flavour = 'CLOUD' | 'ON_PREMISES';

export interface GravityZoneOptions {
  /** As `normaliseEndpoint` gives it. */
  endpoint: string;
  apiKey: string;
  trust?: TrustSettings;
  /** CIDRs of otherwise forbidden addresses (private, loopback) that the operator allows. */
  allowedNetworks: string[];
  budget: RateBudget;
  /** Minutes east of UTC of dates without a zone; undefined means: find out when first needed. */
  naiveOffsetMinutes?: number | undefined;
  /** IANA zone of dates without a zone, set by an admin; wins over the offset. */
  naiveZone?: string | undefined;
  /** Inventory page size learnt earlier (1000 or 100). */
  pageSize?: number | undefined;
  /** Learnt earlier; undefined means: find out. */
  flavour?: Flavour | undefined;
  onCall?: (call: CallRecord) => void;
  clock?: () => Date;
  /** Of one attempt, waiting for the budget not counted; 60 seconds. */
  deadlineMilliseconds?: number;
  /** Shared by the clients of one connection; a new one by default. */
  circuit?: Circuit;
  /** Before the first retry; grows with each, with jitter. Half a second. */
  retryDelayMilliseconds?: number;
  /** How host names become addresses; the system's resolver. */
  resolve?: Resolve;
  /** The cloud instances that a diagnosis asks whose key it is when this one refuses it; Bitdefender's own. */
  instances?: readonly string[];
}

/** A row that could not be used, with the reason and the row as it came. */
export interface Skipped {
  reason: string;
  raw: unknown;
}

export interface Page<Item> {
  items: Item[];
  skipped: Skipped[];
  /** Counted from 1. */
  number: number;
  /** What Bitdefender says the whole walk holds; null when it does not say. */
  total: number | null;
  warnings: string[];
}

export type CompanyKind = 'COMPANY' | 'FOLDER';

export interface InventoryCompany {
  id: string;
  name: string;
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
  name: string;
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
  /** False for neighbours that were discovered and carry no agent. */
  managed: boolean;
  managedWithBest: boolean;
  policy: PolicyState | null;
  modules: Record<string, boolean> | null;
  productOutdated: boolean | null;
  lastScan: ScanState | null;
  riskScore: number | null;
  moving: { state: number; destinationCompanyName: string | null } | null;
}

export interface InventoryPage {
  companies: InventoryCompany[];
  /** The kinds of companies that the walk asked for, the same on each page; it says nothing of others. */
  askedKinds: readonly CompanyKind[];
  devices: InventoryDevice[];
  skipped: Skipped[];
  number: number;
  /** Rows of the whole walk, each once; null where GravityZone has not told it yet. */
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
  /** Where the incident opens in the Control Center. */
  link: string | null;
  device: { id: string; name: string | null; fqdn: string | null; ip: string | null; macs: string[] } | null;
  /** Ids of the incidents this one belongs to. */
  partOf: string[];
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
}

export interface QuarantineItem {
  id: string;
  companyId: string | null;
  endpointId: string | null;
  endpointName: string | null;
  endpointIp: string | null;
  threatName: string;
  filePath: string | null;
  fileSha256: string | null;
  /** Moves when the same file is quarantined again. */
  quarantinedAt: Date | null;
  /** From the ObjectId, so it never moves. */
  firstQuarantinedAt: Date | null;
  /** The date as Bitdefender wrote it: the same text means that the item did not come again, in whatever zone it is read. */
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
}

export interface EndpointState {
  id: string;
  companyId: string | null;
  lastSeenAt: Date | null;
  /** It was last seen in the future, so the zone of dates without one is not right; when it was seen is then not known. */
  seenInFuture: boolean;
  online: 'ONLINE' | 'OFFLINE' | 'SUSPENDED' | 'UNKNOWN';
  infected: boolean | null;
  detected: boolean | null;
  signatureOutdated: boolean | null;
  signatureUpdatedAt: Date | null;
  productOutdated: boolean | null;
  productVersion: string | null;
  engineVersion: string | null;
  licence: 'PENDING' | 'ACTIVE' | 'EXPIRED' | 'NONE' | 'UNKNOWN';
  modules: Record<string, boolean> | null;
  policy: PolicyState | null;
  lastScan: ScanState | null;
}

export interface CompanyDetails {
  id: string;
  name: string;
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

/** What a test of a connection found out. */
export interface Diagnosis {
  ok: boolean;
  flavour: Flavour;
  enabledApis: string[];
  missingApis: { api: string; neededFor: string }[];
  keyCreatedAt: Date | null;
  ownCompany: CompanyDetails | null;
  companyCount: number;
  /**
   * Companies whose network holds no managed device, deleted ones included, which lists go on showing; null when the
   * inventory was too large to look through.
   */
  emptyCompanyCount: number | null;
  companies: InventoryCompany[];
  /** Of the devices on the pages that were looked through, by Bitdefender's id. */
  deviceIds: string[];
  latencyMilliseconds: number;
  /** By how many seconds GravityZone's clock is ahead of ours, less than zero when behind; null when it does not tell. */
  clockAheadSeconds: number | null;
  naiveOffsetMinutes: number | null;
  pageSize: number;
  problems: Problem[];
}

export interface GravityZone {
  /** Never throws for a failed check: `ok` is false then and `problems` say why. */
  diagnose(signal?: AbortSignal): Promise<Diagnosis>;
  ownCompany(signal?: AbortSignal): Promise<CompanyDetails>;
  /** Any company the key may see, by Bitdefender's id; cloud only. */
  company(id: string, signal?: AbortSignal): Promise<CompanyDetails>;
  /** The company tree with its folders, in the fewest calls. A key of a single company yields that company. */
  companies(signal?: AbortSignal): AsyncIterable<Page<InventoryCompany>>;
  /** Every device below a company, folder or group; below the key's own company without `parentId`. */
  inventory(scope: { parentId?: string }, signal?: AbortSignal): AsyncIterable<InventoryPage>;
  /**
   * The id of the group in which a company keeps the devices that were deleted, which lists go on showing; null where
   * there is none to find. It never changes, so keep it.
   */
  deletedGroup(companyId: string, signal?: AbortSignal): Promise<string | null>;
  /** Incidents changed in the window, both ends included. */
  incidents(
    window: { changedFrom: Date; changedTo: Date; companyId?: string },
    signal?: AbortSignal,
  ): AsyncIterable<Page<Incident>>;
  incident(id: string, signal?: AbortSignal): Promise<IncidentDetail>;
  /** Quarantine items (last) quarantined in the window, both ends included; without one, the whole quarantine. */
  quarantine(
    scope: { window?: { from: Date; to: Date }; companyId?: string },
    signal?: AbortSignal,
  ): AsyncIterable<Page<QuarantineItem>>;
  /** Null when Bitdefender knows no managed endpoint of that id. */
  endpointState(id: string, signal?: AbortSignal): Promise<EndpointState | null>;
  /** What was found out on the way; keep it and hand it in next time. */
  readonly learnt: { naiveOffsetMinutes: number | null; pageSize: number | null; flavour: Flavour | null };
  close(): Promise<void>;
}
