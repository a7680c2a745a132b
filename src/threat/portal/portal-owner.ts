import type { Viewer } from '../../auth/viewer.js';
import type { ThreatOwner } from '../owners/threat-owners.js';

/** Whose threats a portal user may see: those of a client, or of some of its sites. */
export type PortalOwner = Extract<ThreatOwner, { clientId: string }>;

/**
 * What a viewer is bound to; null for one who belongs to no client. Bound to sites, it sees what is of machines whose agent is at one of them, and
 * nothing else of the client: what belongs to no site is not shown, rather than to everybody.
 */
export function portalOwnerOf({ clientId, siteIds }: Pick<Viewer, 'clientId' | 'siteIds'>): PortalOwner | null {
  if (clientId === null) return null;
  return siteIds === null ? { kind: 'CLIENT', clientId } : { kind: 'SITES', clientId, siteIds };
}
