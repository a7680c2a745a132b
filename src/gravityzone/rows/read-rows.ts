import type { z } from 'zod';
import type { Skipped } from '../types.js';
import { cleanRaw } from './clean-text.js';

/** Parses rows one by one; a row that does not match the schema is skipped, with the reason. */
export function readRows<Schema extends z.ZodType, Item>(
  rows: unknown[],
  schema: Schema,
  toItem: (row: z.output<Schema>) => Item,
): { items: Item[]; skipped: Skipped[] } {
  const items: Item[] = [];
  const skipped: Skipped[] = [];
  for (const row of rows) {
    const parsed = schema.safeParse(row);
    if (parsed.success) items.push(toItem(parsed.data));
    else {
      const [issue] = parsed.error.issues;
      const field = issue?.path.join('.') || 'row';
      skipped.push({ reason: `${field}: ${issue?.message ?? 'not usable'}`, raw: cleanRaw(row) });
    }
  }
  return { items, skipped };
}
