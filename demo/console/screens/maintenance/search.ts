/** What the address of the maintenance windows holds. */
export interface MaintenanceSearch {
  /** Also those that are over. */
  ended: boolean;
}

export const maintenanceSearch = (raw: Record<string, unknown>): MaintenanceSearch => ({
  ended: raw.ended === true || raw.ended === 'true',
});
