import { isIP } from 'node:net';
import { domainToASCII, domainToUnicode } from 'node:url';

/** What GravityZone and half-configured machines write when they do not know their own domain name. */
const placeholders = new Set(['', 'undefined', 'null', 'localhost']);

/** The suffix GravityZone puts on the name of a duplicate: the MAC of the machine. */
const duplicateSuffix = /(?<=.)(-[0-9a-f]{12})+$/;

/** NetBIOS keeps 15 characters of a name. */
export const netbiosLength = 15;

/** The whole name, domain included, in one spelling: trimmed, lower-case, NFC, Unicode labels, no trailing dot. */
export function hostName(text: string | null | undefined): string {
  const plain = (text ?? '').normalize('NFC').trim().toLowerCase().normalize('NFC');
  if (isIP(plain.replace(/\.+$/, ''))) return plain.replace(/\.+$/, '');
  return plain
    .split(/[.\u3002\uff0e\uff61]/)
    .map((label) => unicodeLabel(label.trim()))
    .filter((label) => label !== '')
    .join('.');
}

/**
 * The key by which a machine is known: the first label of its fqdn, else of its name, without GravityZone's duplicate
 * suffix. Empty if neither says anything. The label an admin may give a machine never counts.
 */
export function hostKey(name: string | null | undefined, fqdn?: string | null): string {
  const qualified = hostName(fqdn);
  const fromFqdn = isIP(qualified) ? '' : firstLabel(qualified);
  return placeholders.has(fromFqdn) ? firstLabel(hostName(name)) : fromFqdn;
}

/** What NetBIOS would keep of a key. */
export function netbiosKey(key: string): string {
  return [...key].slice(0, netbiosLength).join('');
}

function firstLabel(host: string): string {
  // A machine known by its address only: the first number of an address names nothing.
  if (isIP(host)) return host;
  const label = host.split('.', 1)[0] ?? '';
  return unicodeLabel(label.replace(duplicateSuffix, '').trim());
}

/**
 * Punycode and Unicode forms of a label agree on the Unicode form. Plain labels are left alone: the domain functions
 * read numbers as addresses and refuse the odd characters that real machine names have.
 */
function unicodeLabel(label: string): string {
  const encoded = label.startsWith('xn--');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII begins with its control characters.
  if (!encoded && /^[\x00-\x7f]*$/.test(label)) return label;
  if (!/^[\p{L}\p{N}\p{M}_-]+$/u.test(label)) return label;
  // The second label keeps a number from being read as an address.
  const ascii = domainToASCII(`${label}.x`);
  const unicode = domainToUnicode(ascii);
  const reversible = unicode !== '' && domainToASCII(unicode) === ascii && unicode.split('.').length === 2;
  return reversible ? unicode.slice(0, -2) : label;
}
