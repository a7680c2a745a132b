/**
 * Decides what is gone. GravityZone reports no deletions: an item is gone when a walk that can be trusted did not show
 * it. Everything that decides this is here; `settle-inventory.ts` and `quarantine-stream.ts` carry it out.
 */
import type { SourceState } from '../../threat/intake/reconcile-threat.js';

/** What a walk of the inventory showed, as far as it decides what is gone. */
export interface InventoryEvidence {
  scope: 'TREE' | 'COMPANIES';
  /** Whether every row that BD counted was shown. */
  complete: boolean;
  /** BD's ids of the walked companies that showed devices; of the whole tree, `undefined`. */
  withDevices: ReadonlySet<string | undefined>;
  /** BD's ids of the companies whose walk failed. */
  failed: { has(bdId: string): boolean };
}

/**
 * The companies whose devices are gone unless the walk showed them. A company, or a tree, that showed no device at all
 * proves nothing: a key that lost its access looks the same.
 */
export function companiesShownWhole<Company extends { bdId: string; due: boolean }>(
  companies: Iterable<Company>,
  { scope, complete, withDevices, failed }: InventoryEvidence,
): Company[] {
  if (!complete) return [];
  if (scope === 'TREE') return withDevices.size > 0 ? [...companies] : [];
  return [...companies].filter(({ bdId, due }) => due && withDevices.has(bdId) && !failed.has(bdId));
}

/** Whether the walk, complete or not, read the pages of a company to their end. */
export function isWalked(
  { bdId, due }: { bdId: string; due: boolean },
  { scope, failed }: Pick<InventoryEvidence, 'scope' | 'failed'>,
): boolean {
  return scope === 'TREE' || (due && !failed.has(bdId));
}

/** Whether companies that the walk did not show are gone: only a complete walk of the whole tree proves that. */
export function showsEveryCompany({ scope, complete }: Pick<InventoryEvidence, 'scope' | 'complete'>): boolean {
  return scope === 'TREE' && complete;
}

/** What a read of the whole quarantine showed. */
export interface QuarantineEvidence {
  pages: number;
  rows: number;
  /** Null if BD did not report it. */
  total: number | null;
  /** Rows without an id: any of them may be any item. */
  nameless: number;
}

/**
 * How far a read of the whole quarantine is trusted: `COMPLETE` when it is a single answer that shows every row it
 * counted; `TO_CONFIRM` when rows may have moved between its pages or it shows nothing at all; `INCOMPLETE` when it
 * proves nothing.
 */
export function trustOf(walk: QuarantineEvidence): 'COMPLETE' | 'TO_CONFIRM' | 'INCOMPLETE' {
  if (walk.total === null || walk.rows < walk.total || walk.nameless > 0) return 'INCOMPLETE';
  return walk.pages === 1 && walk.rows > 0 ? 'COMPLETE' : 'TO_CONFIRM';
}

/** Whether a quarantine item that a read did not show is gone: one read to be confirmed must miss it a second time. */
export function isItemGone(trust: 'COMPLETE' | 'TO_CONFIRM', stored: SourceState): boolean {
  return trust === 'COMPLETE' || stored === 'MISSED';
}
