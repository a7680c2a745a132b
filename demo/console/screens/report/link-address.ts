/** Where the page is that shows a report behind a link. */
export const reportPath = '/report';

/** The address of a report. The token stands behind the `#`, which browsers send to no server. */
export const addressOf = (token: string, origin: string): string => `${origin}${reportPath}#${token}`;

/** The token that an address has; null where it has none. */
export function tokenOf(hash: string): string | null {
  const token = hash.replace(/^#/, '');
  return /^[\w.-]{20,1000}$/.test(token) ? token : null;
}
