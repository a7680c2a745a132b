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

/**
 * Normalises an access URL, which users paste in many forms: https, without trailing slash, query or fragment, ending in
 * `/api`. Throws INVALID_ENDPOINT with a message that explains what is wrong.
 */
export function normaliseEndpoint(input: string): string {
  const trimmed = input.trim();
  if (trimmed === '') refuse('The access URL is empty.');
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  const url = URL.parse(withScheme);
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
