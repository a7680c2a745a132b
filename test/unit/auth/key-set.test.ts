import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { cooldownMilliseconds, createKeySet, KeysUnavailableError } from '../../../src/auth/key-set.js';
import { createAuthenticate } from '../../../src/auth/viewer.js';
import { atEndOfFile } from '../../support/end-of-file.js';

const minute = 60_000;
const hour = 60 * minute;

/** An issuer whose key set can be changed, and can fail. */
async function startIssuer() {
  const issued = new Map<string, CryptoKey>();
  const published: object[] = [];
  const issuer = { url: '', status: 200, fetches: 0 };
  const server = createServer((_request, response) => {
    issuer.fetches += 1;
    response.writeHead(issuer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: published }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  atEndOfFile(() => new Promise((closed) => server.close(closed)));
  issuer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return Object.assign(issuer, {
    async publish(kid: string) {
      const { publicKey, privateKey } = await generateKeyPair('ES256');
      issued.set(kid, privateKey);
      published.push({ ...(await exportJWK(publicKey)), kid, alg: 'ES256' });
    },
    sign(kid: string, change: (token: SignJWT) => SignJWT = (token) => token) {
      const token = new SignJWT({ tenant: 'msp', roles: ['admin'] }).setProtectedHeader({ alg: 'ES256', kid });
      const whole = token.setSubject('ada').setIssuer('issuer').setAudience('audience').setExpirationTime('1h');
      return change(whole).sign(issued.get(kid) as CryptoKey);
    },
  });
}

describe('the keys of the platform', () => {
  let issuer: Awaited<ReturnType<typeof startIssuer>>;
  let now = 0;
  const verify = (keys: ReturnType<typeof createKeySet>, token: string) =>
    jwtVerify(token, keys, { currentDate: new Date() });

  beforeAll(async () => {
    issuer = await startIssuer();
    await issuer.publish('first');
  });

  it('uses the last good keys while the key set cannot be fetched, for a day', async () => {
    now = 0;
    issuer.status = 200;
    const keys = createKeySet(issuer.url, () => now);
    const token = await issuer.sign('first');
    await verify(keys, token);
    issuer.status = 503;
    for (now of [11 * minute, 12 * minute, 23 * hour]) await verify(keys, token);
    now = 25 * hour;
    await expect(verify(keys, token)).rejects.toBeInstanceOf(KeysUnavailableError);
    issuer.status = 200;
    await verify(keys, token);
  });

  it('fetches keys again in the background once they are ten minutes old', async () => {
    now = 0;
    issuer.status = 200;
    const keys = createKeySet(issuer.url, () => now);
    const token = await issuer.sign('first');
    await verify(keys, token);
    const before = issuer.fetches;
    now = 9 * minute;
    await verify(keys, token);
    expect(issuer.fetches).toBe(before);
    now = 11 * minute;
    await verify(keys, token);
    await expect.poll(() => issuer.fetches).toBe(before + 1);
    await verify(keys, token);
    expect(issuer.fetches).toBe(before + 1);
  });

  it('asks to try again when a key is unknown right after a fetch', async () => {
    issuer.status = 200;
    const keys = createKeySet(issuer.url);
    await verify(keys, await issuer.sign('first'));
    await issuer.publish('second');
    const token = await issuer.sign('second');
    await expect(verify(keys, token)).rejects.toBeInstanceOf(KeysUnavailableError);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + cooldownMilliseconds + 1 });
    try {
      await verify(keys, token);
    } finally {
      vi.useRealTimers();
    }
  });

  it('refuses a key that a fetch of its own did not bring, also right after it', async () => {
    issuer.status = 200;
    const keys = createKeySet(issuer.url);
    const stranger = await startIssuer();
    await stranger.publish('forged');
    const token = await stranger.sign('forged');
    for (const _ of [1, 2])
      await expect(verify(keys, token)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  });

  it('accepts a token that starts to be valid within five seconds, no later', async () => {
    issuer.status = 200;
    const authenticate = createAuthenticate({ jwksUrl: issuer.url, issuer: 'issuer', audience: 'audience' });
    const ahead = (seconds: number) =>
      issuer.sign('first', (token) => token.setNotBefore(Math.floor(Date.now() / 1_000) + seconds));
    expect((await authenticate(`Bearer ${await ahead(3)}`)).subject).toBe('ada');
    await expect(authenticate(`Bearer ${await ahead(60)}`)).rejects.toThrow('not valid here');
  });
});
