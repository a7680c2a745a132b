/** What the address of the screen holds. */
export const todaySearch = (_raw: Record<string, unknown>) => ({});
