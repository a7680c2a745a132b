import type { BitdefenderAuditFilter, BitdefenderJobKind } from '../../../../operations/documents.ts';
import { textOf, textsOf } from '../../app/search.ts';

/** What the address of the sync runs holds. */
export interface RunsSearch {
  /** Id of an integration; none is all. */
  integration?: string | undefined;
  /** Id of the run that is opened. */
  run?: string | undefined;
}

export const recordsSearch = (raw: Record<string, unknown>): RunsSearch => ({
  integration: textOf(raw, 'integration'),
  run: textOf(raw, 'run'),
});

export const jobKinds = [
  'MAINTENANCE',
  'REMATCH_CLIENTS',
  'RERATE_THREATS',
  'RESEAL_KEYS',
] as const satisfies readonly BitdefenderJobKind[];

/** What the address of the jobs holds. */
export interface JobsSearch {
  kind?: (typeof jobKinds)[number] | undefined;
}

export const jobsSearch = (raw: Record<string, unknown>): JobsSearch => ({
  kind: jobKinds.find((kind) => kind === raw.kind),
});

/** What the address of the audit holds. */
export interface AuditSearch {
  actor?: string | undefined;
  action: string[];
  /** Id of what was changed. */
  subject?: string | undefined;
  /** The first and the last day, as in `2026-03-18`, in this browser's time zone. */
  from?: string | undefined;
  to?: string | undefined;
  /** Id of the entry that is opened. */
  entry?: string | undefined;
}

export const auditSearch = (raw: Record<string, unknown>): AuditSearch => ({
  actor: textOf(raw, 'actor'),
  action: textsOf(raw, 'action') ?? [],
  subject: textOf(raw, 'subject'),
  from: dayOf(raw, 'from'),
  to: dayOf(raw, 'to'),
  entry: textOf(raw, 'entry'),
});

function dayOf(raw: Record<string, unknown>, name: string): string | undefined {
  const text = textOf(raw, name);
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && startOfDay(text) !== null ? text : undefined;
}

/** Midnight of a day, or of the one that many days later, in this browser's time zone; null for what is no day. */
function startOfDay(day: string, later = 0): Date | null {
  const at = new Date(`${day}T00:00:00`);
  if (Number.isNaN(at.getTime())) return null;
  at.setDate(at.getDate() + later);
  return at;
}

/** The filter of the graph for what the address holds. The last day is a part of the range. */
export function auditFilterOf({ actor, action, subject, from, to }: AuditSearch): BitdefenderAuditFilter {
  const begin = from && startOfDay(from);
  const end = to && startOfDay(to, 1);
  return {
    ...(actor && { actor }),
    ...(action.length > 0 && { actions: action }),
    ...(subject && { subject }),
    ...(begin && { from: begin.toISOString() }),
    ...(end && { before: end.toISOString() }),
  };
}
