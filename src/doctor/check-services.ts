import { connect } from 'node:tls';
import { z } from 'zod';
import type { Config } from '../config.js';
import { cloudInstances } from '../gravityzone/transport/endpoint.js';
import { clockFinding } from './decide.js';
import { type Finding, ok, problem, warning } from './finding.js';

const patienceMilliseconds = 10_000;
const keySet = z.object({ keys: z.array(z.object({ kty: z.string() })).min(1) });

/** Checks that the platform publishes keys for its tokens. */
export async function checkKeySet({ jwksUrl }: Config['auth']): Promise<Finding[]> {
  const about = 'token keys';
  const todo = 'Check AUTH_JWKS_URL: it must give the JSON of a key set (JWKS). Without it nobody can sign in.';
  try {
    const asked = performance.now();
    const response = await fetch(jwksUrl, { signal: AbortSignal.timeout(patienceMilliseconds) });
    if (!response.ok) return [problem(about, `the key set answers with HTTP ${response.status}.`, todo)];
    const parsed = keySet.safeParse(await response.json().catch(() => null));
    if (!parsed.success) return [problem(about, 'the answer is not a set of keys.', todo)];
    const date = Date.parse(response.headers.get('date') ?? '');
    const delay = (performance.now() - asked) / 1_000 + 1;
    return [
      ok(about, `${parsed.data.keys.length} published.`),
      ...(Number.isNaN(date) ? [] : [clockFinding('the server of the key set', new Date(), new Date(date), delay)]),
    ];
  } catch (error) {
    return [problem(about, `the key set cannot be fetched: ${reasonOf(error)}.`, todo)];
  }
}

/** Checks that core answers to our token. */
export async function checkCore({ url, serviceToken }: Config['opsmerge']): Promise<Finding[]> {
  const about = 'OpsMerge core';
  try {
    const response = await fetch(url, {
      method: 'POST',
      // Every call of ours is for one tenant; this one reads nothing of any.
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${serviceToken}`,
        'opsmerge-tenant': 'doctor',
      },
      body: JSON.stringify({ query: '{ __typename }' }),
      signal: AbortSignal.timeout(patienceMilliseconds),
      redirect: 'error',
    });
    if (response.status === 401 || response.status === 403)
      return [problem(about, 'it refuses our token.', 'Set OPSMERGE_TOKEN to a valid token with the role "service".')];
    const answer = z
      .object({ data: z.object({ __typename: z.string() }) })
      .safeParse(await response.json().catch(() => null));
    if (!answer.success)
      return [
        problem(about, `it does not answer as a GraphQL service (HTTP ${response.status}).`, 'Check OPSMERGE_URL.'),
      ];
    return [ok(about, 'it answers to our token.')];
  } catch (error) {
    const todo = 'Check OPSMERGE_URL and the network. Without core no ticket is made and no device is matched.';
    return [problem(about, `it cannot be reached: ${reasonOf(error)}.`, todo)];
  }
}

const cloudHosts = cloudInstances.map((url) => new URL(url).hostname);

/** Checks that GravityZone in the cloud can be reached; `hosts` are for tests. */
export async function checkGravityZone(hosts: readonly string[] = cloudHosts, port = 443): Promise<Finding[]> {
  const reached = await Promise.all(hosts.map((host) => opensTls(host, port)));
  return hosts.map((host, place) => {
    const failure = reached[place];
    const todo = `Allow outgoing HTTPS to ${host}, unless every GravityZone of your tenants is elsewhere.`;
    return failure === null
      ? ok('GravityZone', `${host} can be reached.`)
      : warning('GravityZone', `${host} cannot be reached: ${failure}.`, todo);
  });
}

/** Why no encrypted connection to a host can be made, or null when it can. */
function opensTls(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, servername: host, timeout: patienceMilliseconds });
    const end = (failure: string | null) => {
      socket.destroy();
      resolve(failure);
    };
    socket.once('secureConnect', () => end(null));
    socket.once('timeout', () => end('no answer in time'));
    socket.once('error', (error) => end(reasonOf(error)));
  });
}

/** The reason of a failed request, without what it sent. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const cause = error.cause instanceof Error ? error.cause : error;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
