/** What the address of the screen holds. */
export const mappingsSearch = (_raw: Record<string, unknown>) => ({});
