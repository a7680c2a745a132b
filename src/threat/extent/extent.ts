import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { json } from '../../database/database.js';
import { mergeFiles, mostFiles } from '../../gravityzone/reads/incident-files.js';
import { mergeTechniques } from '../../gravityzone/reads/incident-techniques.js';
import type { AffectedFile, Incident, IncidentDetail, Technique } from '../../gravityzone/types.js';

/** How far an incident reaches, as far as it was reported; null for what was not read. */
export interface Extent {
  attackTypes: string[] | null;
  techniques: Technique[] | null;
  /** At most `mostFiles`. */
  files: AffectedFile[] | null;
  fileCount: number | null;
}

export const unknownExtent: Extent = { attackTypes: null, techniques: null, files: null, fileCount: null };

/** How an extent has grown, for the log of its threat: empty if it has not, or was not known before. */
export type ExtentGrowth = {
  addedAttackTypes?: string[];
  addedTechniques?: Technique[];
  fileCountBefore?: number;
  fileCountAfter?: number;
};

/** The extent that an incident of the list and its details, if they were read, report. */
export function extentOf({ attackTypes }: Pick<Incident, 'attackTypes'>, detail: IncidentDetail | null): Extent {
  return { ...extentOfDetail(detail), attackTypes: mergeTexts(attackTypes) };
}

/** The extent that details report, without the attack types, which the list has. */
export function extentOfDetail(detail: IncidentDetail | null): Extent {
  const { techniques = null, files = null, fileCount = null } = detail ?? {};
  return { attackTypes: null, techniques, files, fileCount };
}

/** What was ever reported: nothing is forgotten because a later answer leaves it out. */
export function growExtent(stored: Extent, reported: Extent): Extent {
  const files = both(stored.files, reported.files, (before, after) => mergeFiles([...after, ...before]));
  const counts = [stored.fileCount, reported.fileCount, files?.length ?? null].filter((count) => count !== null);
  return {
    attackTypes: both(stored.attackTypes, reported.attackTypes, (before, after) => mergeTexts([...before, ...after])),
    techniques: both(stored.techniques, reported.techniques, (before, after) => mergeTechniques([...before, ...after])),
    files: files?.slice(0, mostFiles) ?? null,
    fileCount: counts.length === 0 ? null : Math.max(...counts),
  };
}

/** Compares an extent with what it has grown to. */
export function growthOf(before: Extent, after: Extent): ExtentGrowth {
  const known = new Set(before.techniques?.map(({ id }) => id));
  const attackTypes = after.attackTypes?.filter((type) => !before.attackTypes?.includes(type)) ?? [];
  const techniques = after.techniques?.filter(({ id }) => !known.has(id)) ?? [];
  const [fileCountBefore, fileCountAfter] = [before.fileCount, after.fileCount];
  return {
    ...(before.attackTypes !== null && attackTypes.length > 0 && { addedAttackTypes: attackTypes }),
    ...(before.techniques !== null && techniques.length > 0 && { addedTechniques: techniques }),
    ...(fileCountBefore !== null &&
      fileCountAfter !== null &&
      fileCountBefore !== fileCountAfter && { fileCountBefore, fileCountAfter }),
  };
}

/** An extent as columns of its threat. */
export function extentColumns({ attackTypes, techniques, files, fileCount }: Extent) {
  return {
    attackTypes: jsonOrNull(attackTypes),
    techniques: jsonOrNull(techniques),
    files: jsonOrNull(files),
    fileCount,
  };
}

/**
 * Changes when an incident has grown, so that its details are worth another call. Events are left out: a machine at work
 * adds some at every poll. It is a hash of its own because the content hash must stay as the release before wrote it.
 */
export function extentHashOf({
  severityScore,
  attackTypes,
  counters,
}: Pick<Incident, 'severityScore' | 'attackTypes' | 'counters'>): string {
  const counted = Object.entries(counters).filter(([name]) => name !== 'events');
  const content = [severityScore, mergeTexts(attackTypes), counted.sort(([a], [b]) => (a < b ? -1 : 1))];
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url');
}

/** A value for a JSON column that may be empty. */
export const jsonOrNull = <Value>(value: Value | null) => (value === null ? sql<null>`null::jsonb` : json(value));

const mergeTexts = (texts: readonly string[]): string[] => [...new Set(texts)].sort().slice(0, 50);

/** Merges two values that may both be unknown. */
function both<Value>(
  stored: Value | null,
  reported: Value | null,
  merge: (stored: Value, reported: Value) => Value,
): Value | null {
  if (stored === null || reported === null) return reported ?? stored;
  return merge(stored, reported);
}
