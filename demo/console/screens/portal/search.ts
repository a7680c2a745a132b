/** What the address of the screen holds. */
export const portalSearch = (_raw: Record<string, unknown>) => ({});
