/** What the address of the screen holds. */
export const devicesSearch = (_raw: Record<string, unknown>) => ({});
