/** What the address of the screen holds. */
export const recordsSearch = (_raw: Record<string, unknown>) => ({});
