import { describe, expect, it } from 'vitest';
import { BadClaimsError, rememberViewers, type Viewer, viewerOf } from '../../../src/auth/viewer.js';

describe('rememberViewers', () => {
  let now = 0;
  const asked: (string | undefined)[] = [];
  const remembered = (ends: number, refuse = () => false) => {
    now = 1_000_000;
    asked.length = 0;
    return rememberViewers(
      async (authorization) => {
        asked.push(authorization);
        if (refuse()) throw new Error('Refused.');
        const tenantId = `tenant of ${authorization}`;
        const nothing = { roles: [], scopes: [], clientId: null, siteIds: null, tokenId: null };
        return { ...nothing, tenantId, subject: 's', name: 's', expiresAt: new Date(ends) } satisfies Viewer;
      },
      () => now,
    );
  };

  it('gives each token its own viewer, verified once in half a minute', async () => {
    const authenticate = remembered(9_000_000);
    for (const token of ['a', 'b', 'a', 'A']) expect((await authenticate(token)).tenantId).toBe(`tenant of ${token}`);
    expect(asked).toEqual(['a', 'b', 'A']);
    now += 29_999;
    await authenticate('a');
    expect(asked).toHaveLength(3);
    now += 1;
    await authenticate('a');
    expect(asked).toHaveLength(4);
  });

  it('never trusts a token beyond its end', async () => {
    const authenticate = remembered(1_000_500);
    await authenticate('a');
    now += 499;
    await authenticate('a');
    expect(asked).toHaveLength(1);
    now += 1;
    await authenticate('a');
    expect(asked).toHaveLength(2);
  });

  it('asks again after a refusal, and about no token at all', async () => {
    let refused = true;
    const authenticate = remembered(9_000_000, () => refused);
    await expect(authenticate('a')).rejects.toThrow('Refused.');
    refused = false;
    await authenticate('a');
    await authenticate(undefined);
    await authenticate(undefined);
    expect(asked).toEqual(['a', 'a', undefined, undefined]);
  });

  it('forgets before there are too many', async () => {
    const authenticate = remembered(9_000_000);
    for (let number = 0; number <= 1_000; number += 1) await authenticate(`token ${number}`);
    await authenticate('token 1000');
    expect(asked).toHaveLength(1_001);
    await authenticate('token 0');
    expect(asked).toHaveLength(1_002);
  });
});

const ids = (count: number) => Array.from({ length: count }, (_, number) => `site-${String(number).padStart(3, '0')}`);

describe('viewerOf', () => {
  const claims = { sub: 'ada', tenant: 'msp-one', roles: ['admin'], exp: 1_000 };

  it('takes who it is from the claims', () => {
    expect(viewerOf({ ...claims, name: 'Ada', jti: 'token-1', iss: 'https://id.example' })).toEqual({
      tenantId: 'msp-one',
      subject: 'ada',
      name: 'Ada',
      roles: ['admin'],
      scopes: [],
      clientId: null,
      siteIds: null,
      tokenId: 'token-1',
      expiresAt: new Date(1_000_000),
    });
  });

  it.each([
    ['roles that are not ours', { roles: ['root', 'technician'] }, ['technician'], []],
    ['scopes as one text', { scope: 'openid bitdefender:read tickets:write' }, ['admin'], ['bitdefender:read']],
    ['scopes as a list', { scopes: ['bitdefender:write'] }, ['admin'], ['bitdefender:write']],
    [
      'scopes in both forms',
      { scope: 'bitdefender:execute', scopes: ['bitdefender:read'] },
      ['admin'],
      ['bitdefender:read', 'bitdefender:execute'],
    ],
    ['scopes that are not ours', { scope: 'bitdefender:admin bitdefender bitdefender:READ' }, ['admin'], []],
    ['scopes without roles', { roles: undefined, scope: 'bitdefender:read' }, [], ['bitdefender:read']],
    [
      'a portal token with more',
      { roles: ['owner', 'portal', 'admin'], client: 'c', scope: 'bitdefender:write' },
      ['portal'],
      [],
    ],
  ])('reads %s', (_what, given, roles, scopes) => {
    expect(viewerOf({ ...claims, ...given })).toMatchObject({ roles, scopes });
  });

  it.each([
    'msp-one',
    '0b9f7a52-6a5e-4f1c-9a58-0f1b2c3d4e5f',
    'auth0|5f7c8ec7c33c6c004bbafe82',
    'ada+test@msp.example',
    'clients/12',
    'urn:opsmerge:tenant:7',
    'Q2xpZW50OjE=',
    '_id~1',
    'x'.repeat(255),
  ])('accepts the id %j', (id) => {
    expect(viewerOf({ ...claims, sub: id, tenant: id, client: id })).toMatchObject({ tenantId: id, clientId: id });
  });

  it.each([
    '',
    ' ',
    ' victim',
    'victim ',
    'victim\n',
    '\tvictim',
    'vic tim',
    'victim\0',
    'victim\u200b',
    '\ufeffvictim',
    'victim\u00a0',
    '\u202evictim',
    'v\u0456ctim',
    'victim,other',
    "'victim'",
    '-victim',
    'x'.repeat(256),
  ])('refuses the id %j in every claim, and names the claim', (id) => {
    for (const claim of ['tenant', 'sub', 'client'])
      expect(() => viewerOf({ ...claims, [claim]: id }), claim).toThrow(`The claim "${claim}" of the token`);
  });

  it.each([
    ['no tenant', { tenant: undefined }, 'tenant'],
    ['a tenant that is no text', { tenant: ['msp-one'] }, 'tenant'],
    ['neither roles nor scopes', { roles: undefined }, 'roles'],
    ['roles as one text', { roles: 'admin' }, 'roles'],
    ['no end', { exp: undefined }, 'exp'],
    ['a portal role without a client', { roles: ['portal'] }, 'client'],
  ])('refuses %s', (_what, given, claim) => {
    expect(() => viewerOf({ ...claims, ...given })).toThrow(BadClaimsError);
    expect(() => viewerOf({ ...claims, ...given })).toThrow(claim);
  });

  describe('of a portal user', () => {
    const portal = { ...claims, roles: ['portal'], client: 'client-1' };

    it.each([
      ['no sites as the whole client', {}, null],
      ['one site', { sites: ['site-1'] }, ['site-1']],
      ['several, in order and each once', { sites: ['b', 'a', 'b'] }, ['a', 'b']],
      ['as many as there may be', { sites: ids(100) }, ids(100)],
    ])('takes %s', (_what, given, siteIds) => {
      expect(viewerOf({ ...portal, ...given })).toMatchObject({ roles: ['portal'], clientId: 'client-1', siteIds });
    });

    it.each([
      ['an empty list', []],
      ['null', null],
      ['one text', 'site-1'],
      ['an empty text', ''],
      ['words', 'site-1 site-2'],
      ['an object', { 0: 'site-1' }],
      ['a wildcard', ['*']],
      ['a text that is not an id, among others', ['site-1', ' site-2']],
      ['an empty id', ['site-1', '']],
      ['a number', [7]],
      ['null among them', [null]],
      ['lists in a list', [['site-1']]],
      ['more than there may be', ids(101)],
      ['the same one too often', Array.from({ length: 101 }, () => 'site-1')],
    ])('is refused with sites that are %s', (_what, sites) => {
      expect(() => viewerOf({ ...portal, sites })).toThrow(BadClaimsError);
      expect(() => viewerOf({ ...portal, sites })).toThrow('The claim "sites" of the token');
    });

    it('keeps its sites whatever else its token lists', () => {
      const more = { roles: ['owner', 'portal'], scope: 'bitdefender:read', sites: ['site-1'] };
      expect(viewerOf({ ...portal, ...more })).toMatchObject({ roles: ['portal'], scopes: [], siteIds: ['site-1'] });
    });
  });

  it.each([
    ['an admin', { roles: ['admin'] }],
    ['a program', { roles: undefined, scope: 'bitdefender:read' }],
    ['a service', { roles: ['service'], client: 'client-1' }],
    ['nobody that is known', { roles: ['customer'], client: 'client-1' }],
  ])('refuses sites of %s, who would see everything', (_who, given) => {
    const call = () => viewerOf({ ...claims, ...given, sites: ['site-1'] });
    expect(call).toThrow(BadClaimsError);
    expect(call).toThrow('The claim "sites" of the token');
  });
});
