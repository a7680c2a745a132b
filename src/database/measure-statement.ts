import type { LogEvent } from 'kysely';
import { measures } from '../telemetry/measures.js';
import { isRecording, recordPast, SpanKind } from '../telemetry/spans.js';

/** A statement's text is kept up to this length; its values never are: they stand beside the text, not in it. */
const longestText = 4_000;

const firstTable = /\b(?:from|into|update|join)\s+(?:only\s+)?"?([a-z_][a-z0-9_]*)"?/i;
const kinds = ['select', 'insert', 'update', 'delete', 'begin', 'commit', 'rollback'] as const;

/** The kind of a statement and the table it names first, such as `select` and `device`; only words of our own SQL. */
export function describeStatement(text: string): { kind: string; table: string | null } {
  const [first = ''] = /[a-z]+/i.exec(text.replace(/^(?:\s|--[^\n]*\n)+/, '')) ?? [];
  const word = first.toLowerCase();
  const known = kinds.find((kind) => kind === word);
  if (known === undefined && word !== 'with') return { kind: 'other', table: null };
  return { kind: known ?? 'select', table: firstTable.exec(text)?.[1]?.toLowerCase() ?? null };
}

/** Counts a statement that has ended and, within a recorded trace, records it as a span: kind, table and text, without its values. */
export function measureStatement(event: LogEvent): void {
  const text = event.query.sql;
  const seconds = event.queryDurationMillis / 1_000;
  const { kind, table } = describeStatement(text);
  measures().statements.record(seconds, { kind });
  if (!isRecording()) return;
  recordPast(table === null ? kind : `${kind} ${table}`, Date.now() - event.queryDurationMillis, {
    kind: SpanKind.CLIENT,
    attributes: {
      'db.system.name': 'postgresql',
      'db.operation.name': kind,
      'db.query.text': text.slice(0, longestText),
      ...(table !== null && { 'db.collection.name': table }),
    },
    ...(event.level === 'error' && { error: event.error }),
  });
}
