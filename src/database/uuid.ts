const pattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The ids among these that could be ours at all; anything else would be refused by PostgreSQL instead of not found. */
export function onlyUuids(ids: readonly string[]): string[] {
  return ids.filter((id) => pattern.test(id)).map((id) => id.toLowerCase());
}

/** This id, or one that nothing has. */
export function uuidOrNone(id: string): string {
  return onlyUuids([id])[0] ?? '00000000-0000-0000-0000-000000000000';
}
