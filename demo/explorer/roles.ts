import type { Identity } from '../tokens.js';

/** Who a visitor may be, in the order in which they are offered. */
export const explorerRoles = ['owner', 'technician', 'read-only', 'portal'] as const;
export type ExplorerRole = (typeof explorerRoles)[number];

export const isExplorerRole = (role: unknown): role is ExplorerRole => explorerRoles.includes(role as ExplorerRole);

const subjects: Readonly<Record<ExplorerRole, string>> = {
  owner: 'demo-admin',
  technician: 'demo-technician',
  'read-only': 'demo-reader',
  portal: 'demo-customer',
};

/** The person of a role; a user of the portal belongs to a client. */
export const identityOf = (role: ExplorerRole, tenantId: string, clientId: string | null): Identity => ({
  subject: subjects[role],
  roles: [role],
  tenantId,
  ...(role === 'portal' && clientId !== null && { clientId }),
});
