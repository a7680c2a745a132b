import { isIP } from 'node:net';
import { domainToASCII, domainToUnicode } from 'node:url';
import { foldText, isAscii } from './fold.js';

/** Values that GravityZone and partly configured machines report instead of a domain name. */
const placeholders = new Set(['', 'undefined', 'null', 'localhost']);

/** The suffix that GravityZone adds to the name of a duplicate: the MAC address of the machine. */
const duplicateSuffix = /(?<=.)(-[0-9a-f]{12})+$/;

/** The number of characters that NetBIOS keeps of a name. */
export const netbiosLength = 15;

/** A host name including its domain, normalised: trimmed, folded (see `foldText`), Unicode labels, no trailing dot. */
export function hostName(text: string | null | undefined): string {
  const plain = foldText(text ?? '').trim();
  // Most names are written like this: fleets are long, and the general way below takes ten times as long.
  if (/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(plain) && !plain.includes('xn--')) return plain;
  if (isIP(plain.replace(/\.+$/, ''))) return plain.replace(/\.+$/, '');
  return plain
    .split(/[.\u3002\uff0e\uff61]/)
    .map((label) => unicodeLabel(label.trim()))
    .filter((label) => label !== '')
    .join('.');
}

/**
 * The host key of a machine: the first label of its FQDN, else of its name, without GravityZone's duplicate suffix. Empty if
 * neither is usable. The label that an admin may set in GravityZone is never used. The keys are stored: after a change of
 * what this returns, syncs rewrite those of devices and agents, and `refreshHostKeys` the others. It must return a key
 * unchanged.
 */
export function hostKey(name: string | null | undefined, fqdn?: string | null): string {
  const qualified = hostName(fqdn);
  const fromFqdn = isIP(qualified) ? '' : firstLabel(qualified);
  return placeholders.has(fromFqdn) ? firstLabel(hostName(name)) : fromFqdn;
}

/**
 * The host key of a machine's name where its FQDN gives another one, such as that of a cloud provider; else empty. Empty
 * too for a name that is an address or a placeholder. `known` is the host key of both, for whoever has it.
 */
export function nameKey(
  name: string | null | undefined,
  fqdn: string | null | undefined,
  known = hostKey(name, fqdn),
): string {
  const key = hostKey(null, name);
  return key === known ? '' : key;
}

/** The part of a key that NetBIOS keeps. */
export function netbiosKey(key: string): string {
  return [...key].slice(0, netbiosLength).join('');
}

function firstLabel(host: string): string {
  // For a machine that is known only by its address: the first number of an address is no name.
  if (isIP(host)) return host;
  const label = host.split('.', 1)[0] ?? '';
  return unicodeLabel(label.replace(duplicateSuffix, '').trim());
}

/**
 * Converts a Punycode label to Unicode. Plain labels stay as they are: the domain functions read numbers as addresses and
 * reject unusual characters that real machine names contain.
 */
function unicodeLabel(label: string): string {
  const encoded = label.startsWith('xn--');
  if (!encoded && isAscii(label)) return label;
  if (!/^[\p{L}\p{N}\p{M}_-]+$/u.test(label)) return label;
  // The second label keeps a number from being read as an address.
  const ascii = domainToASCII(`${label}.x`);
  const unicode = domainToUnicode(ascii);
  const reversible = unicode !== '' && domainToASCII(unicode) === ascii && unicode.split('.').length === 2;
  return reversible ? foldText(unicode.slice(0, -2)) : label;
}
