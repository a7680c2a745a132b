/** Who a visitor may be, in the order in which they are offered. */
export const visitorRoles = ['owner', 'technician', 'read-only', 'portal'] as const;
export type VisitorRole = (typeof visitorRoles)[number];

/** What a visitor can choose from: roles, and for that of the portal the clients, or a site of one. */
export interface Choices {
  roles: readonly VisitorRole[];
  clients: { id: string; name: string; sites: { id: string; name: string }[] }[];
  /** The port of the stage, on the host of the page; left out where there is none. */
  stagePort?: number;
}
