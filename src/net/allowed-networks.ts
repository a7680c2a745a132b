import ipaddr from 'ipaddr.js';

/** A network that is not public but that this service may reach. */
export interface AllowedNetwork {
  /** In CIDR form. */
  network: string;
  /** The only tenant that it is for; null for all. */
  tenantId: string | null;
  /** The only ports; null for all. */
  ports: readonly number[] | null;
}

/** How an operator writes one, for those who have to correct it. */
export const allowedNetworkGrammar =
  'each entry must be network:port, such as 10.20.0.0/16:443 (further ports follow after commas; without a port, all are allowed), with tenant= in front if it is for one tenant';

/** The last `=` ends the tenant, the last `:` behind the prefix begins the port: ids and IPv6 have both inside. */
const form = /^(?:(?<tenantId>.+)=)?(?<network>[\da-f.:]+\/\d{1,3})(?::(?<port>\d{1,5}))?$/i;

/**
 * Takes entries separated by commas or blanks, such as `10.0.0.0/8:443 msp-one=192.168.1.0/24:443,8443`; a number alone is a
 * further port of the entry before it. Returns the networks, or null if one of them cannot be read.
 */
export function parseAllowedNetworks(text: string, isTenantId: (id: string) => boolean): AllowedNetwork[] | null {
  const networks: { network: string; tenantId: string | null; ports: number[] | null }[] = [];
  for (const word of text.split(/[\s,]+/).filter((part) => part !== '')) {
    const further = /^\d{1,5}$/.test(word) ? networks.at(-1)?.ports : undefined;
    const { network = '', tenantId = null, port } = form.exec(word)?.groups ?? {};
    if (further) further.push(Number(word));
    else if (!ipaddr.isValidCIDR(network) || (tenantId !== null && !isTenantId(tenantId))) return null;
    else networks.push({ network, tenantId, ports: port === undefined ? null : [Number(port)] });
  }
  const isPort = (port: number) => port >= 1 && port <= 65_535;
  return networks.every(({ ports }) => ports?.every(isPort) ?? true) ? networks : null;
}

/** The CIDRs that a tenant may reach at the port of a URL. */
export function networksFor(networks: readonly AllowedNetwork[], tenantId: string, url: string): string[] {
  const { port, protocol } = new URL(url);
  const wanted = port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);
  return networks
    .filter((each) => each.tenantId === null || each.tenantId === tenantId)
    .filter((each) => each.ports === null || each.ports.includes(wanted))
    .map((each) => each.network);
}

/** Networks without a bound to tenants or ports. */
export const openNetworks = (networks: readonly string[]): AllowedNetwork[] =>
  networks.map((network) => ({ network, tenantId: null, ports: null }));
