/** How many of what a cell has. */
export interface Shape {
  tenants: number;
  /** Companies of a tenant, each a client of its own. */
  companies: number;
  /** Devices of a company, each with an agent. */
  devices: number;
}

/** The tenants of a cell, by their place. */
export const tenantsOf = ({ tenants }: Shape): string[] =>
  Array.from({ length: tenants }, (_, place) => `msp-${String(place + 1).padStart(4, '0')}`);

/** The client of a company, by their place. */
export const clientOf = (tenantId: string, company: number): string => `${tenantId}-client-${company}`;

/** A host name of at most 15 characters, which Windows does not cut. */
export const hostOf = (company: number, device: number): string => `WS-${company}-${device}`;
