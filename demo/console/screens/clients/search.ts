/** What the address of the screen holds. */
export const clientsSearch = (_raw: Record<string, unknown>) => ({});
