import { Kind, OperationTypeNode, parse } from 'graphql';
import { createClient } from 'graphql-sse';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExplorerSetting } from '../../../demo/explorer/setting.js';
import type { VisitorRole } from '../../../demo/pages/choices.js';
import { isPermitted, permissions } from '../../../src/auth/permissions.js';
import { eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { operationsOf, readScreens } from '../../support/screens.js';
import { plantedThreat, plantThreats } from '../../support/threats.js';

const threat = plantedThreat({ tenantId: 'msp-one' });
let environment: TestEnvironment;
let page: URL;
let clientId: string;
let setting: ExplorerSetting;

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true, pagesOf: 'msp-one' });
  page = new URL('/', environment.gateway?.url);
  clientId = environment.core.world('msp-one').addClient({ name: 'Bakery' }).id;
  await plantThreats(environment.database, [threat]);
  setting = await (await get('/explorer/setting')).json();
});

const get = (path: string) => fetch(new URL(path, page));

const operations = () => setting.screens.flatMap((screen) => screen.operations);

const tokenOf = async (role: string): Promise<string> => {
  const response = await fetch(new URL('/session/token', page), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role, clientId }),
  });
  return (await response.json()).token;
};

describe('the page to try the graph', () => {
  it('is made of files that are served here, with no script in the page itself', async () => {
    const response = await get('/explorer/');
    const html = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(html).not.toMatch(/<script[^>]*>[^<]|<style|\son\w+=/);
    const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address = '']) => address);
    expect(addresses.filter((address) => !/^\/explorer\/assets\/[\w-]+\.(js|css)$|^data:,$/.test(address))).toEqual([]);
    const files = addresses.filter((address) => address.startsWith('/'));
    expect(files.map((file) => file.replace(/^.*\./, ''))).toEqual(expect.arrayContaining(['js', 'css']));
    for (const file of files) {
      const served = await get(file);
      const type = file.endsWith('.js') ? 'text/javascript; charset=utf-8' : 'text/css; charset=utf-8';
      expect({ file, status: served.status, type: served.headers.get('content-type') }).toEqual({
        file,
        status: 200,
        type,
      });
      const content = await served.text();
      if (file.endsWith('.css')) expect(content).not.toMatch(/@import|url\((?!["']?data:)/);
    }
  });

  it('lets the browser load nothing of other hosts, and no script but its files', async () => {
    const policy = (await get('/explorer/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe/);
  });

  it('has no other pages and methods', async () => {
    expect((await get('/explorer/assets/..%2findex.html')).status).toBe(404);
    expect((await get('/explorer/secrets')).status).toBe(404);
    expect((await fetch(new URL('/explorer/', page), { method: 'POST' })).status).toBe(405);
    expect((await fetch(new URL('/explorer/setting', page), { method: 'POST' })).status).toBe(405);
    expect((await get('/explorer')).url).toBe(new URL('/explorer/', page).href);
  });

  it('is not there without the demo', async () => {
    const plain = await testEnvironment({ gateway: true });
    for (const path of ['/explorer/', '/explorer/setting'])
      expect((await fetch(new URL(path, plain.gateway?.url))).status).toBe(404);
  });
});

describe('the collection of the page', () => {
  it('has every operation of the screens, with what it is for', () => {
    const written = [...readScreens().values()].flatMap(operationsOf).map(({ name }) => name?.value);
    expect(
      operations()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(written.toSorted());
    expect(operations().filter(({ about }) => !/^[A-Z].*\.$/.test(about))).toEqual([]);
    expect(setting.screens.filter(({ about }) => !/^[A-Z].*\.$/.test(about))).toEqual([]);
  });

  it('marks who may use all of an operation, also of what is added to types of core', () => {
    const rolesOf = (wanted: string) => operations().find(({ name }) => name === wanted)?.roles;
    expect(rolesOf('PortalWeek')).toEqual(['portal']);
    expect(rolesOf('TicketThreats')).toEqual(['owner', 'technician', 'read-only']);
    expect(rolesOf('TriageThreats')).toEqual(['owner', 'technician']);
    expect(rolesOf('UpdateSettings')).toEqual(['owner']);
  });

  it('gives each operation the variables that it requires, of things that are there', async () => {
    const variables = await (await get('/explorer/variables?of=ThreatPage')).json();
    expect(variables).toEqual({ id: threat.id });
    expect(await (await get('/explorer/variables?of=ClientTab')).json()).toEqual({ clientId });
    expect((await get('/explorer/variables?of=Nothing')).status).toBe(404);
  });

  it.each([
    ['owner', 'PortalWeek', 'UpdateSettings'],
    ['technician', 'UpdateSettings', 'TriageThreats'],
    ['read-only', 'TriageThreats', 'ThreatsPage'],
    ['portal', 'ThreatsPage', 'PortalWeek'],
  ])('gives as %s what the permission map permits, and refuses the rest, such as %s', async (role, other, own) => {
    const token = await tokenOf(role);
    const refused: string[] = [];
    for (const { name, kind, text: query, roles } of operations()) {
      if (kind === OperationTypeNode.SUBSCRIPTION) continue;
      const variables = await (await get(`/explorer/variables?of=${name}`)).json();
      const response = await fetch(environment.gateway?.url ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
      });
      const { errors = [] } = await response.json();
      const forbidden = errors
        .filter(({ extensions }: { extensions: { code: string } }) => extensions.code === 'FORBIDDEN')
        .map(({ path }: { path: string[] }) => path[0]);
      const wanted = rootsOf(query).filter(
        ({ field }) => !isPermitted({ roles: [role as VisitorRole], scopes: [] }, field),
      );
      const found = rootsOf(query).filter(({ key }) => forbidden.includes(key));
      expect({ name, found }).toEqual({ name, found: wanted });
      if (wanted.length === 0) continue;
      refused.push(name);
      expect(roles, name).not.toContain(role);
    }
    expect(refused).toContain(other);
    expect(refused).not.toContain(own);
  });

  it('streams a subscription to the page', async () => {
    const token = await tokenOf('technician');
    const client = createClient({
      url: environment.gateway?.url ?? '',
      headers: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
    });
    const query = 'subscription { bitdefenderThreatChanged { threat { id note } } }';
    const events = client.iterate({ query });
    const first = events.next();
    const mutation = `mutation ($input: TriageBitdefenderThreatsInput!) {
      triageBitdefenderThreats(input: $input) { userErrors { code } } }`;
    let arrived: unknown = null;
    void first.then((event) => {
      arrived = event.value;
    });
    await eventually(async () => {
      await environment.data(technician, mutation, {
        input: { ids: [threat.id], decision: 'NOTE', note: `${Date.now()}` },
      });
      return arrived;
    });
    expect(arrived).toMatchObject({ data: { bitdefenderThreatChanged: { threat: { id: threat.id } } } });
    client.dispose();
  });
});

/** The root fields of an operation that belong to this service, with the names of their results. */
function rootsOf(query: string): { field: string; key: string }[] {
  const root = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };
  return parse(query)
    .definitions.flatMap((node) => (node.kind === Kind.OPERATION_DEFINITION ? [node] : []))
    .flatMap(({ operation, selectionSet }) =>
      selectionSet.selections.flatMap((node) =>
        node.kind === Kind.FIELD
          ? [{ field: `${root[operation]}.${node.name.value}`, key: node.alias?.value ?? node.name.value }]
          : [],
      ),
    )
    .filter(({ field }) => permissions[field] !== undefined);
}
