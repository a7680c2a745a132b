import type { TenantSettings } from '../tenant/tenant-settings.js';
import { isShownTo } from '../threat/portal/portal-threat.js';

/** What is stored of a link that decides whether it opens. */
export interface StoredLink {
  clientId: string;
  expiresAt: Date;
  revokedAt: Date | null;
}

export type LinkState = 'ACTIVE' | 'EXPIRED' | 'REVOKED';

/** Days after which a link expires at the latest. */
export const mostLinkDays = 90;
/** Unless chosen otherwise. */
export const usualLinkDays = 30;
/** Links of one client that may be active at the same time. */
export const mostActiveLinks = 100;

/** The state of a link; one that was revoked stays so after it would have expired. */
export function stateOf({ revokedAt, expiresAt }: Omit<StoredLink, 'clientId'>, now: Date): LinkState {
  if (revokedAt !== null) return 'REVOKED';
  return expiresAt > now ? 'ACTIVE' : 'EXPIRED';
}

/** Whether a link leads to its report now. `client` is what OpsMerge says of its client: undefined while it cannot be asked, null if there is none. */
export const opens = (
  link: StoredLink,
  settings: Pick<TenantSettings, 'portalEnabled' | 'portalHiddenClientIds'>,
  client: object | null | undefined,
  now: Date,
): boolean => stateOf(link, now) === 'ACTIVE' && isShownTo(link.clientId, settings) && client !== null;

/** The day of an instant in UTC, on which an opening is put on record once. */
export const openingDayOf = (now: Date): string => now.toISOString().slice(0, 10);
