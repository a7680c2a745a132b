import dns from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { NetError } from './errors.js';

export interface ResolvedAddress {
  address: string;
  family: number;
}

/** Resolves a host name to all its addresses. */
export type Resolve = (hostname: string) => Promise<ResolvedAddress[]>;

export const resolveWithSystem: Resolve = (hostname) => dns.lookup(hostname, { all: true });

function inside(address: ipaddr.IPv4 | ipaddr.IPv6, network: string): boolean {
  const [range, bits] = ipaddr.parseCIDR(network);
  return range.kind() === address.kind() && address.match(range, bits);
}

/** Addresses that look public but are not: the platform service of Azure's virtual machines. */
const disguised = ['168.63.129.16'];
/** All of IPv6 that is allocated as public unicast; the rest has no servers, or maps to IPv4. */
const publicIpv6 = '2000::/3';

function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast' || disguised.includes(address.toString())) return false;
  return address.kind() === 'ipv4' || inside(address, publicIpv6);
}

/**
 * Whether the service may open a connection to an address: public unicast always, anything else (loopback, private,
 * link-local with the metadata services, multicast, unspecified, tunnels ...) only inside one of the allowed CIDRs.
 * An IPv4 address written as IPv6 is judged as the IPv4 address it maps to.
 */
export function isAllowedAddress(address: string, allowedNetworks: readonly string[]): boolean {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (!ipaddr.isValid(bare)) return false;
  const parsed = ipaddr.process(bare);
  if (isPublic(parsed)) return true;
  return allowedNetworks.some((network) => inside(parsed, network));
}

/**
 * Throws FORBIDDEN_ADDRESS when one of the addresses is forbidden. The message leaves the address out, since it would
 * reveal the layout of the network.
 */
export function refuseForbidden(hostname: string, addresses: string[], allowedNetworks: readonly string[]): void {
  if (addresses.every((address) => isAllowedAddress(address, allowedNetworks))) return;
  throw new NetError(
    'FORBIDDEN_ADDRESS',
    `${hostname} resolves to an address that this service is not allowed to contact.`,
  );
}

/**
 * A lookup for `net.connect` that refuses a name as soon as one of its addresses is forbidden. The very addresses it
 * checked are the ones connected to, so a name that answers differently the second time gains nothing.
 */
export function guardedLookup(allowedNetworks: readonly string[], resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    const answer = async (): Promise<ResolvedAddress[]> => {
      const found = isIP(hostname) ? [{ address: hostname, family: isIP(hostname) }] : await resolve(hostname);
      refuseForbidden(
        hostname,
        found.map(({ address }) => address),
        allowedNetworks,
      );
      return found;
    };
    answer().then(
      (found) => {
        const [first] = found;
        if (first === undefined) {
          callback(Object.assign(new Error('The name has no address.'), { code: 'ENOTFOUND' }), '', 0);
        } else if (options.all) callback(null, found);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}
