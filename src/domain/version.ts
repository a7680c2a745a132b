import { createHash } from 'node:crypto';

/**
 * The version of what people change: a digest of its values, the same for the same values in whatever order they are. It is
 * computed rather than stored, so that every release that writes the values has it.
 */
export function versionOf(values: object): string {
  return createHash('sha256')
    .update(JSON.stringify(inOrder(values)))
    .digest('base64url')
    .slice(0, 22);
}

/** The same value with the fields of every object by name, and without those that are undefined. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const fields = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, inOrder(each)]));
}
