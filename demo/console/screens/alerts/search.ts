/** What the address of the screen holds. */
export const alertsSearch = (_raw: Record<string, unknown>) => ({});
