import ipaddr from 'ipaddr.js';

/** Whether a host is this machine, by its name or address. */
export function isLoopbackHost(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  return ipaddr.isValid(bare) && ipaddr.process(bare).range() === 'loopback';
}

/**
 * Whether a URL may be called as it is: over TLS always, in plain text only on this machine, or at a host that the operator
 * names. On the way to any other, tokens and keys could be read or replaced.
 */
export function isSafeUrl(text: string, plainHosts: readonly string[]): boolean {
  const url = URL.parse(text);
  if (url === null) return false;
  if (url.protocol === 'https:') return true;
  if (url.protocol !== 'http:') return false;
  return isLoopbackHost(url.hostname) || plainHosts.some((host) => host.toLowerCase() === url.hostname.toLowerCase());
}
