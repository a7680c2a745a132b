import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { visitorRoles } from '../../../demo/pages/choices.js';
import { type TestEnvironment, testEnvironment } from '../../support/environment.js';

let environment: TestEnvironment;
let page: URL;
let clientId: string;
const north = { id: 'site-north', name: 'North' };

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true, pagesOf: 'msp-one' });
  page = new URL('/', environment.gateway?.url);
  const world = environment.core.world('msp-one');
  clientId = world.addClient({ name: 'Bakery' }).id;
  world.addAgent({ clientId, hostname: 'OVEN-01', site: north });
});

const get = (path: string) => fetch(new URL(path, page));

/** Asks for a token as a page of some origin does, at a host name that leads here. */
function askToken(body: object, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  const content = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const asked = request(
      new URL('/session/token', page),
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(content),
          origin: page.origin,
          ...headers,
        },
      },
      (response) =>
        text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject),
    );
    asked.once('error', reject).end(content);
  });
}

const tokenOf = async (role: string): Promise<string> => JSON.parse((await askToken({ role, clientId })).body).token;

describe('the session of the demo', () => {
  it('offers the roles, and the clients with nothing but their names and sites', async () => {
    expect(await (await get('/session/choices')).json()).toEqual({
      roles: visitorRoles,
      clients: [{ id: clientId, name: 'Bakery', sites: [north] }],
    });
  });

  it('has no other pages and methods', async () => {
    expect((await get('/session/token')).status).toBe(405);
    expect((await fetch(new URL('/session/choices', page), { method: 'POST' })).status).toBe(405);
    expect((await get('/session/secrets')).status).toBe(404);
  });

  it('is not there without the demo', async () => {
    const plain = await testEnvironment({ gateway: true });
    expect((await fetch(new URL('/session/choices', plain.gateway?.url))).status).toBe(404);
    const asked = await fetch(new URL('/session/token', plain.gateway?.url), { method: 'POST', body: '{}' });
    expect(asked.status).toBe(404);
  });
});

describe('a token for a page', () => {
  it.each(visitorRoles)('makes its visitor a person of the role %s', async (role) => {
    const [, claims = ''] = (await tokenOf(role)).split('.');
    const { roles, tenant, client } = JSON.parse(Buffer.from(claims, 'base64url').toString());
    expect({ roles, tenant, client }).toEqual({
      roles: [role],
      tenant: 'msp-one',
      client: role === 'portal' ? clientId : undefined,
    });
  });

  it('binds a visitor of the portal to a site, and nobody else', async () => {
    const claimsFor = async (role: string) => {
      const { token } = JSON.parse((await askToken({ role, clientId, siteId: north.id })).body);
      return JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString());
    };
    expect((await claimsFor('portal')).sites).toEqual([north.id]);
    expect(await claimsFor('owner')).not.toHaveProperty('sites');
  });

  it.each([
    ['a page of another host', { origin: 'https://attacker.example' }],
    ['a page of another port', { origin: 'http://127.0.0.1:1' }],
    ['a page without an origin', { origin: 'null' }],
    ['a host name that leads here', { host: 'attacker.example', origin: 'http://attacker.example' }],
  ])('is refused to %s', async (_who, headers) => {
    const { status, body } = await askToken({ role: 'owner' }, headers);
    expect({ status, body: JSON.parse(body) }).toEqual({
      status: 403,
      body: { message: 'Only pages of this machine are answered.' },
    });
  });

  it.each([
    ['an unknown role', { role: 'service' }, {}, 400],
    ['the portal of an unknown client', { role: 'portal', clientId: 'nobody' }, {}, 400],
    ['the portal of no client', { role: 'portal' }, {}, 400],
    ['a site of no client', { role: 'portal', siteId: 'site-north' }, {}, 400],
    ['a form', { role: 'owner' }, { 'content-type': 'text/plain' }, 415],
    ['a long text', { role: 'owner', more: 'x'.repeat(2_000) }, {}, 413],
  ])('is refused to %s', async (_what, body, headers, status) => {
    const answer = await askToken(body, headers);
    expect({ status: answer.status, token: JSON.parse(answer.body).token }).toEqual({ status, token: undefined });
  });
});
