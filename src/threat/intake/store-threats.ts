import type { Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import { measures } from '../../telemetry/measures.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { followExtents } from '../extent/follow-extents.js';
import type { Alerting } from './alerting.js';
import type { Rating, ThreatDraft } from './draft.js';
import { reasonOf } from './incident-details.js';
import {
  type ChangedDetection,
  type KnownThreat,
  type RemovedThreat,
  readChangedDetections,
  readKnownThreats,
  readRemovedThreats,
  readThreatDevices,
  type StoredThreat,
  type ThreatDevice,
} from './known-threats.js';
import { mayJoin, type Placement, placeDetection } from './place-detection.js';
import { readSameEvent } from './read-same-event.js';
import type { KnownSource } from './reconcile-threat.js';
import { recordThreatChanges, type ThreatChange } from './threat-changes.js';
import { type SourceRow, sourceRow, writeSources } from './write-sources.js';
import { newThreat, type ThreatHome, updateThreat } from './write-threat.js';

/** Whose drafts are stored, and when. */
export interface IntakeContext {
  integration: Pick<IntegrationRow, 'tenantId' | 'id'>;
  /** By BD's id. */
  companies: ReadonlyMap<string, ThreatHome>;
  alerting: Alerting;
  now: Date;
}

/** What is stored that a batch of drafts concerns. */
interface StoredBatch {
  known: Map<string, KnownThreat>;
  removed: Map<string, RemovedThreat>;
  devices: Map<string, ThreatDevice>;
  rating: Rating;
}

/** What a batch leaves to be written at its end, and the threats it has updated so far, by their ids. */
interface BatchResult {
  inserted: ReturnType<typeof newThreat>[];
  updated: Map<string, StoredThreat>;
  sources: SourceRow[];
  changes: ThreatChange[];
  /** Updated threats whose alerts are resolved. */
  resolved: string[];
  /** Updated threats to which the rules are applied. */
  toRoute: string[];
}

/**
 * Stores what BD reports of threats, in the transaction of their alerts. Rows whose content is as stored change nothing;
 * each draft's company must be among the companies. Returns the number of rows that reported something new.
 */
export async function storeThreats(
  transaction: Transaction<Tables>,
  context: IntakeContext,
  drafts: ThreatDraft[],
): Promise<number> {
  const { changed: detections, grown } = await readChangedDetections(transaction, context.integration, drafts);
  if (detections.length > 0) await storeDetections(transaction, context, detections);
  const unchanged = grown.filter((draft) => !detections.some((detection) => detection.draft === draft));
  return detections.length + (await followExtents(transaction, context, grown, unchanged));
}

async function storeDetections(
  transaction: Transaction<Tables>,
  context: IntakeContext,
  detections: ChangedDetection[],
): Promise<void> {
  const stored = await readStored(transaction, context, detections);
  const result: BatchResult = { inserted: [], updated: new Map(), sources: [], changes: [], resolved: [], toRoute: [] };
  // One after the other: an update can make its threat the same event as a later draft.
  for (const detection of detections) await storeDetection(transaction, context, stored, result, detection);
  await writeBatch(transaction, context, result);
  await updateAlerts(transaction, context, result);
}

async function readStored(
  transaction: Transaction<Tables>,
  { integration }: IntakeContext,
  detections: ChangedDetection[],
): Promise<StoredBatch> {
  const known = await readKnownThreats(transaction, integration, detections);
  const removed = await readRemovedThreats(transaction, integration, detections);
  const devices = await readThreatDevices(transaction, integration, detections);
  const rating = await readTenantSettings(transaction, integration.tenantId);
  return { known, removed, devices, rating };
}

/** Updates the threat of one detection, or notes what is to be inserted for it. */
async function storeDetection(
  transaction: Transaction<Tables>,
  context: IntakeContext,
  stored: StoredBatch,
  result: BatchResult,
  { draft: reported, contentHash }: ChangedDetection,
): Promise<void> {
  const placement = placeDetection(reported, stored.known, stored.removed);
  const { draft } = placement;
  if (placement.kind === 'REMOVED') {
    result.sources.push(sourceRow(draft, contentHash, placement.threatId));
    return;
  }
  const company = context.companies.get(draft.bdCompanyId ?? '');
  if (company === undefined) throw new Error(`The company of the threat ${draft.bdId} is not known.`);
  const target = await targetOf(transaction, context, result, placement, company);
  const threatId =
    target === undefined
      ? insertDetection(context, stored, result, draft, company)
      : await updateWithDetection(transaction, context, stored, result, draft, company, target);
  result.sources.push(sourceRow(draft, contentHash, threatId));
}

/** A stored threat that a detection updates; `source` is null for a row that joins it as the same event. */
interface Target {
  threat: StoredThreat;
  source: KnownSource | null;
}

/** Finds the stored threat a detection belongs to, as earlier rows of the batch left it; undefined for a new threat. */
async function targetOf(
  transaction: Transaction<Tables>,
  { integration }: IntakeContext,
  { updated }: BatchResult,
  placement: Exclude<Placement, { kind: 'REMOVED' }>,
  company: ThreatHome,
): Promise<Target | undefined> {
  if (placement.kind === 'KNOWN') {
    const { threat, source } = placement;
    return { threat: updated.get(threat.id) ?? threat, source };
  }
  const sameEvent = await readSameEvent(transaction, integration.tenantId, company.id, placement.draft);
  if (sameEvent === undefined || !mayJoin(placement.draft, sameEvent, updated)) return undefined;
  return { threat: updated.get(sameEvent.id) ?? sameEvent, source: null };
}

/** Returns the id of the new threat. */
function insertDetection(
  { integration, now }: IntakeContext,
  { devices, rating }: StoredBatch,
  result: BatchResult,
  draft: ThreatDraft,
  company: ThreatHome,
): string {
  const device = devices.get(draft.bdDeviceId ?? '');
  const threat = newThreat({ draft, integration, company, device, rating, now });
  const detail = { source: draft.kind, ...(draft.pendingDetails && { reason: reasonOf(draft.pendingDetails) }) };
  result.inserted.push(threat);
  result.changes.push({ threatId: threat.id, kind: 'DETECTED', actor: 'bitdefender', detail });
  return threat.id;
}

/** Returns the id of the updated threat. */
async function updateWithDetection(
  transaction: Transaction<Tables>,
  { integration, now }: IntakeContext,
  { rating }: StoredBatch,
  result: BatchResult,
  draft: ThreatDraft,
  company: ThreatHome,
  { threat, source }: Target,
): Promise<string> {
  result.updated.set(threat.id, threat);
  const given = { stored: threat, source, draft, company, rating, now };
  const change = await updateThreat(transaction, integration.tenantId, given);
  result.changes.push({ threatId: threat.id, ...change });
  if (change.kind === 'RESOLVED' || change.kind === 'FALSE_POSITIVE') result.resolved.push(threat.id);
  else if (company.clientId !== null) result.toRoute.push(threat.id);
  return threat.id;
}

async function writeBatch(
  transaction: Transaction<Tables>,
  { integration, now }: IntakeContext,
  { inserted, sources, changes }: BatchResult,
): Promise<void> {
  if (inserted.length > 0) await transaction.insertInto('threat').values(inserted).execute();
  await writeSources(transaction, integration, sources, now);
  await recordThreatChanges(transaction, integration.tenantId, changes, now);
  // Before the commit: what is rolled back is counted again when it is stored.
  for (const { kind, detail } of changes)
    if (kind === 'DETECTED') measures().threats.add(1, { source: detail.source ?? 'UNKNOWN' });
}

async function updateAlerts(
  transaction: Transaction<Tables>,
  { integration: { tenantId }, alerting, now }: IntakeContext,
  { inserted, changes, resolved, toRoute }: BatchResult,
): Promise<void> {
  const cameBack = changes.filter(({ kind }) => kind === 'RECURRED' || kind === 'REOPENED');
  const insertedToRoute = inserted.filter(({ clientId }) => clientId !== null).map(({ id }) => id);
  const actor = 'bitdefender';
  await alerting.raise(
    transaction,
    { tenantId, now, actor, cameBack: new Set(cameBack.map(({ threatId }) => threatId)) },
    [...toRoute, ...insertedToRoute],
  );
  await alerting.resolve(transaction, { tenantId, now, actor }, resolved);
}
