import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Identity } from '../../../demo/tokens.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { openSocket } from '../../support/live.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

let environment: TestEnvironment;
let clientId: string;
let threatId: string;

beforeAll(async () => {
  environment = await testEnvironment();
  const { world } = environment.gravityZone;
  const company = world.addCompany('Bakery');
  const device = world.addDevice({ companyId: company.id, name: 'OVEN-01' });
  world.addIncident({ companyId: company.id, deviceId: device.id, name: 'Trojan.Oven', severityScore: 95 });
  clientId = environment.core.world('msp-one').addClient({ name: 'Bakery' }).id;
  await connectSimulator(environment, { ...admin, roles: ['owner'] });
  await mapByBdId(
    environment,
    { [company.id]: clientId },
    { ...admin, roles: [], scopes: ['bitdefender:read', 'bitdefender:write'] },
  );
  await syncNow(environment, clientId);
  const list = '{ bitdefenderThreats { edges { node { id } } } }';
  const { bitdefenderThreats } = await environment.data<{ bitdefenderThreats: { edges: { node: { id: string } }[] } }>(
    technician,
    list,
  );
  threatId = String(bitdefenderThreats.edges[0]?.node.id);
});

const post = async (token: string, query = '{ bitdefenderSettings { timeZone } }') => {
  const response = await fetch(environment.app.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, body: await response.json() };
};

const closeOf = (token: string) =>
  new Promise<number>((resolve, reject) => {
    const socket = new WebSocket(environment.app.url.replace('http', 'ws'), 'graphql-transport-ws');
    const payload = { authorization: `Bearer ${token}` };
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload })));
    socket.on('close', resolve);
    socket.on('error', reject);
  });

describe('roles and scopes', () => {
  const requests = () => ({
    list: '{ bitdefenderThreats { edges { node { id } } } }',
    suggestions: '{ bitdefenderMappingSuggestions { score } }',
    audit: '{ bitdefenderAudit { edges { node { id } } } }',
    webhooks: '{ bitdefenderWebhooks { id } }',
    sync: `mutation { syncBitdefenderClient(input: { clientId: "${clientId}" }) { userErrors { code } } }`,
    triage: `mutation { triageBitdefenderThreats(input: { ids: ["${threatId}"], decision: NOTE, note: "Seen" }) { userErrors { code } } }`,
    rules: 'mutation { reorderBitdefenderAlertRules(input: { ruleIds: [] }) { userErrors { code } } }',
    settings: 'mutation { updateBitdefenderSettings(input: { portalEnabled: false }) { userErrors { code } } }',
  });
  const everything = ['list', 'suggestions', 'audit', 'webhooks', 'sync', 'triage', 'rules', 'settings'];

  it.each<[string, Partial<Identity>, string[]]>([
    ['an owner', { roles: ['owner'] }, everything],
    ['an admin', { roles: ['admin'] }, everything],
    ['a technician', { roles: ['technician'] }, ['list', 'suggestions', 'sync', 'triage']],
    ['a read-only user', { roles: ['read-only'] }, ['list', 'suggestions']],
    ['a service', { roles: ['service'] }, ['list']],
    ['a token to read', { roles: [], scopes: ['bitdefender:read'] }, ['list', 'suggestions']],
    ['a token to execute', { roles: [], scopes: ['bitdefender:execute'] }, ['sync']],
    ['a token to write', { roles: [], scopes: ['bitdefender:write'] }, ['triage', 'rules']],
    [
      'a read-only user with a scope',
      { roles: ['read-only'], scopes: ['openid', 'bitdefender:execute'] },
      ['list', 'suggestions', 'sync'],
    ],
    ['a token without rights', { roles: [] }, []],
  ])('let %s do what they allow', async (_who, identity, expected) => {
    const allowed: string[] = [];
    for (const [name, query] of Object.entries(requests())) {
      const { errors } = await environment.ask(
        { subject: 'someone', tenantId: 'msp-one', roles: [], ...identity },
        query,
      );
      if (errors === undefined) allowed.push(name);
      else
        expect(
          errors.map(({ extensions }) => extensions?.code),
          name,
        ).toEqual(['FORBIDDEN']);
    }
    expect(allowed).toEqual(expected);
  });

  it('open subscriptions to a read-only user, and nothing else to a portal token with scopes', async () => {
    const watch = async (identity: Identity) => {
      const client = await openSocket(environment, identity);
      const query = 'subscription { bitdefenderThreatDetected(after: "WyIwIl0") { cursor } }';
      const events = client.iterate<{ bitdefenderThreatDetected: object }>({ query });
      const first = await events.next().catch((errors: unknown) => ({ value: { data: null, errors } }));
      await events.return?.();
      await client.dispose();
      return first.value;
    };
    const reader: Identity = { subject: 'rita', roles: ['read-only'], tenantId: 'msp-one' };
    expect((await watch(reader)).data).toEqual({ bitdefenderThreatDetected: { cursor: expect.any(String) } });
    const portal: Identity = { ...reader, roles: ['portal', 'owner'], scopes: ['bitdefender:read'], clientId };
    expect((await watch(portal)).data ?? null).toBeNull();
  });
});

describe('claims', () => {
  it.each([
    ['tenant', { tenantId: ' msp-one' }],
    ['tenant', { tenantId: 'msp-one\n' }],
    ['tenant', { tenantId: 'msp-\u200bone' }],
    ['sub', { subject: 'tom smith' }],
    ['client', { roles: ['portal' as const], clientId: 'client-1 ' }],
  ])('that are no ids are refused over HTTP and WebSocket, and logged: %s %j', async (claim, more) => {
    const token = await environment.tokens.issue({ ...technician, ...more });
    const before = environment.logged().length;
    const message = expect.stringContaining(`The claim "${claim}" of the token cannot be used.`);
    expect(await post(token)).toEqual({
      status: 401,
      body: { errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] },
    });
    expect(await closeOf(token)).toBe(4403);
    const lines = environment
      .logged()
      .slice(before)
      .split('\n')
      .filter((line) => line.includes('a token was refused'));
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toContain(`The claim \\"${claim}\\"`);
  });
});

describe('the refusal of a token', () => {
  const run = promisify(execFile);
  /** What an operator types, on the database of the service. */
  const refuse = async (...words: string[]) => {
    const { stdout } = await run(process.execPath, ['dist/src/refuse.main.js', ...words], {
      env: {
        DATABASE_URL: environment.app.databaseUrl,
        MASTER_KEYS: `main:${Buffer.alloc(32).toString('base64')}`,
        AUTH_JWKS_URL: environment.config.auth.jwksUrl,
        AUTH_ISSUER: environment.config.auth.issuer,
        AUTH_AUDIENCE: environment.config.auth.audience,
        OPSMERGE_URL: environment.config.opsmerge.url,
        OPSMERGE_TOKEN: 'unused',
      },
    });
    return stdout;
  };
  const stolen: Identity = { subject: 'thief', roles: ['technician'], tenantId: 'msp-one' };

  it.each([
    ['subject', '--subject', 'thief', stolen, { ...stolen, tokenId: 'another' }, { ...stolen, subject: 'thief2' }],
    ['token', '--token', 'jti-1', { ...stolen, tokenId: 'jti-1' }, undefined, { ...stolen, tokenId: 'jti-2' }],
  ])(
    'ends requests and sockets of a %s at once, until it is lifted',
    async (_what, flag, value, refused, also, other) => {
      const token = await environment.tokens.issue(refused);
      const others = await environment.tokens.issue(other);
      expect((await post(token)).status).toBe(200);
      const closed = closeOf(token);
      const bystander = await openSocket(environment, other, { lazy: false });
      let isOpen = true;
      bystander.on('closed', () => {
        isOpen = false;
      });

      expect(await refuse(flag, value, '--reason', 'lost')).toMatch(
        new RegExp(`Refused: .*${value}[^]*  ${value}  lost`),
      );
      expect(await closed).toBe(4403);
      const message = 'This token has been refused by the operator.';
      expect(await post(token)).toEqual({
        status: 401,
        body: { errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] },
      });
      expect(await closeOf(token)).toBe(4403);
      if (also) expect((await post(await environment.tokens.issue(also))).status).toBe(401);
      expect((await post(others)).status).toBe(200);
      expect(isOpen).toBe(true);
      await bystander.dispose();

      expect(await refuse(flag, value, '--lift')).toContain('Lifted');
      await eventually(async () => (await post(token)).status === 200);
    },
  );

  it('lists nothing and refuses nothing when nothing is named', async () => {
    expect(await refuse()).toBe('');
    await expect(refuse('--lift')).rejects.toMatchObject({ code: 1 });
    await expect(refuse('--subject', '')).rejects.toMatchObject({ code: 1 });
  });
});
