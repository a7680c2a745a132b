import { GravityZoneError } from './errors.js';

const method = 'getDownloadLinks';

/**
 * Takes a download link that GravityZone gave and returns its URL. The credential goes with the download, so the link must
 * have protocol, host and port of the endpoint and a path below its `/api/`; any other throws FOREIGN_LINK.
 */
export function downloadUrl(endpoint: string, link: string): URL {
  const base = new URL(`${endpoint}/`);
  const url = link.length > 2_000 ? null : URL.parse(link);
  const isOwn =
    url !== null &&
    url.origin === base.origin &&
    url.username === '' &&
    url.password === '' &&
    url.pathname.startsWith(base.pathname) &&
    !/%2f|%5c|%2e/i.test(url.pathname);
  if (!isOwn) throw new GravityZoneError('FOREIGN_LINK', { method });
  return url;
}
