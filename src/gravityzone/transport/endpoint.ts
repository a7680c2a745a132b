import { cleanPasted } from '../../domain/pasted-text.js';
import { GravityZoneError } from './errors.js';

/** The instances of the Bitdefender cloud. A key works only on the one that issued it. */
export const cloudInstances = [
  'https://cloud.gravityzone.bitdefender.com/api',
  'https://cloudgz.gravityzone.bitdefender.com/api',
  'https://cloudap.gravityzone.bitdefender.com/api',
] as const;

/** Cloud instance 2 (US, "global"), where most accounts live. */
export const cloudEndpoint: string = cloudInstances[0];

const loginPage = 'gravityzone.bitdefender.com';

function refuse(message: string, hint?: string): never {
  throw new GravityZoneError('INVALID_ENDPOINT', { message, hint });
}

/** What surrounds a URL that is copied out of a sentence or a mail. */
const punctuation = /^[\s(<]+|[\s)>.,;]+$/g;
const scheme = /^[a-z][a-z0-9+.-]*:\/\//i;
/** A scheme that is followed by another one, as when a URL is pasted behind a prefilled one. */
const doubledScheme = /^https?:\/\/(?=https?:\/\/)/i;
/** Characters that no access URL has before and after the first slash; a query is left out. */
const unusualInHost = /["'`<>,;|]/u;
const unusualInPath = /[^\w.:/@~+-]/u;

/** Removes what can only be an accident of copying. Throws INVALID_ENDPOINT where the user must decide. */
function cleanEndpoint(input: string): string {
  const cleaned = cleanPasted(cleanPasted(input).replace(punctuation, '')).replaceAll('\\', '/');
  if (cleaned === '') refuse('The access URL is empty.');
  const address = cleaned.replace(doubledScheme, '').replace(/[?#].*$/su, '');
  if (/\s/u.test(address)) refuse('The access URL contains a blank or a line break.');
  const [host = '', ...path] = address.replace(scheme, '').split('/');
  const [character] = unusualInHost.exec(host) ?? unusualInPath.exec(path.join('/')) ?? [];
  if (character !== undefined) refuse(`The access URL contains the character ${character}, which no access URL has.`);
  return address;
}

/**
 * Normalises an access URL, which users paste in many forms: https, without trailing slash, query or fragment, ending in
 * `/api`. Throws INVALID_ENDPOINT with a message that explains what is wrong.
 */
export function normaliseEndpoint(input: string): string {
  const cleaned = cleanEndpoint(input);
  const url = URL.parse(scheme.test(cleaned) ? cleaned : `https://${cleaned}`);
  if (url === null) refuse('The access URL is not a URL.');
  if (url.protocol !== 'https:') refuse('The access URL must begin with https:// to protect the API key.');
  if (url.username !== '' || url.password !== '') {
    refuse('The access URL must not contain a user name or password.', 'Enter the API key in its own field.');
  }
  const host = url.hostname.replace(/\.$/, '');
  if (host === loginPage) {
    refuse(
      `${loginPage} is the login page, not an API host.`,
      `Use the API host of your instance: ${cloudInstances.join(', ')}.`,
    );
  }
  const path = url.pathname
    .replace(/\/{2,}/g, '/')
    .replace(/\/$/, '')
    .replace(/\/v1\.\d(\/jsonrpc(\/.*)?)?$/i, '');
  const port = url.port === '' ? '' : `:${url.port}`;
  return `https://${host}${port}${/\/api$/i.test(path) ? path.replace(/\/api$/i, '/api') : `${path}/api`}`;
}

/** Whether the endpoint is a host of Bitdefender's own cloud. */
export function isBitdefenderCloud(endpoint: string): boolean {
  return new URL(endpoint).hostname.endsWith(`.${loginPage}`);
}
