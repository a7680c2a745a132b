import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { buildSchema } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Identity } from '../../../demo/tokens.js';
import { ClientReportDocument, PortalReportDocument, RevokeReportLinkDocument } from '../../../operations/documents.js';
import { startApp } from '../../../src/app.js';
import { openDatabase } from '../../../src/database/database.js';
import { linkLimits } from '../../../src/domain/request-limits.js';
import { createLogger } from '../../../src/logger.js';
import { clearReportLinks } from '../../../src/report/clear-report-links.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import {
  askWithToken,
  type CreatedLink,
  changeSettings,
  createLink,
  fillReports,
  lastMonth,
} from '../../support/report-world.js';
import { send } from '../../support/typed-operations.js';
import { walkSchema } from '../../support/walk-schema.js';

const reader: Identity = { subject: 'rita', roles: ['read-only'], tenantId: 'msp-one' };
const otherAdmin: Identity = { subject: 'eve', roles: ['owner'], tenantId: 'msp-two' };
const query = PortalReportDocument.toString();
const nameOf = '{ portalBitdefenderReport { clientName name } }';

describe('the link of a report', () => {
  const master = { id: 'main', key: randomBytes(32) };
  let environment: TestEnvironment;
  let bakery: string;
  let butcher: string;
  let other: string;

  const create = async (clientId: string, more: object = {}, identity = technician) => {
    const created = await createLink(environment, { clientId, period: 'MONTH', ...more }, identity);
    expect(created.userErrors).toEqual([]);
    return { token: created.token ?? '', id: created.link?.id ?? '' };
  };
  const open = (token: string, text = nameOf) => askWithToken(environment, token, text);
  const links = async (clientId: string, identity = technician) =>
    (
      await send(environment, identity, ClientReportDocument, { clientId, period: 'MONTH', first: 20 })
    ).bitdefenderReportLinks?.edges.map(({ node }) => node);
  const revoke = async (linkId: string, identity = technician) =>
    (await send(environment, identity, RevokeReportLinkDocument, { linkId })).revokeBitdefenderReportLink;
  const audited = async (id: string) => {
    const { rows } = await environment.database.query(
      'select action, actor, detail from audit_entry where subject = $1 order by at, action',
      [id],
    );
    return rows as { action: string; actor: string; detail: object }[];
  };
  /** The answer to what opens nothing, whatever the reason. */
  let plain: { status: number; text: string };

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true, masterKeys: [master] });
    [bakery = '', butcher = ''] = await fillReports(environment, ['Bakery', 'Butcher']);
    [other = ''] = await fillReports(environment, ['Other'], otherAdmin);
    for (const identity of [admin, otherAdmin]) await changeSettings(environment, { portalEnabled: true }, identity);
    const { status, text } = await open('bdreport1.bWFpbg.e30.AAAA');
    plain = { status, text };
    expect(plain.status).toBe(401);
    expect(JSON.parse(text)).toEqual({
      errors: [{ message: expect.stringContaining('Ask your provider'), extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  const expectPlain = async (token: string) => {
    const { status, text } = await open(token);
    expect({ status, text }).toEqual(plain);
  };

  it('opens the report of its client and period, through the gateway too', async () => {
    const { token, id } = await create(bakery, { day: lastMonth().toISODate() ?? '' });
    const { status, body, headers } = await open(token);
    expect([status, body]).toEqual([
      200,
      { data: { portalBitdefenderReport: { clientName: 'Bakery', name: lastMonth().toFormat('yyyy-MM') } } },
    ]);
    expect(headers.get('cache-control')).toBe('no-store');
    const throughGateway = await askWithToken(environment, token, query, {}, environment.gateway?.url);
    expect(throughGateway.body.errors).toBeUndefined();
    expect(throughGateway.body.data.portalBitdefenderReport).toMatchObject({
      ...{ clientName: 'Bakery', period: 'MONTH' },
      threats: { total: 3, listed: [{ name: 'Ransom.Bakery' }, { name: 'Worm.Bakery' }, { name: 'Adware.Bakery' }] },
    });
    const after = { period: 'MONTH', day: lastMonth().toISODate(), clientId: bakery, timeZone: 'UTC' };
    expect(await audited(id)).toEqual([
      { action: 'REPORT_LINK_CREATED', actor: 'tom', detail: { before: null, after: expect.objectContaining(after) } },
      { action: 'REPORT_LINK_OPENED', actor: 'report-link', detail: { clientId: bakery, isFirst: true } },
    ]);
  });

  it('has the report of its own period, whatever is asked for', async () => {
    const day = lastMonth().set({ day: 10 }).toISODate() ?? '';
    const { token } = await create(bakery, { period: 'WEEK', day, timeZone: 'Asia/Tokyo' });
    const asked = '{ portalBitdefenderReport(period: MONTH, day: "2026-01-01", timeZone: "UTC") { name timeZone } }';
    const { body } = await open(token, asked);
    expect(body.data.portalBitdefenderReport).toEqual({
      name: lastMonth().set({ day: 10 }).toFormat("kkkk-'W'WW"),
      timeZone: 'Asia/Tokyo',
    });
  });

  it('opens until it expires, although its period is longer ago by then than can be asked for', async () => {
    const { token, id } = await create(bakery);
    await environment.database.query("update report_link set day = '2024-01-01' where id = $1", [id]);
    expect((await open(token)).body).toMatchObject({ data: { portalBitdefenderReport: { name: '2024-01' } } });
  });

  it('is put on record once a day, and written no more than that', async () => {
    const { token, id } = await create(bakery);
    for (let time = 0; time < 3; time += 1) await open(token);
    const stored = async () =>
      (
        await environment.database.query(
          'select xmin::text, last_opened_on, days_opened from report_link where id = $1',
          [id],
        )
      ).rows[0];
    const first = await stored();
    expect(first).toMatchObject({ days_opened: 1 });
    await open(token);
    expect(await stored()).toEqual(first);
    expect((await audited(id)).map(({ action }) => action)).toEqual(['REPORT_LINK_CREATED', 'REPORT_LINK_OPENED']);
    await environment.database.query("update report_link set last_opened_on = '2026-01-01' where id = $1", [id]);
    await Promise.all([open(token), open(token)]);
    expect(await stored()).toMatchObject({ days_opened: 2 });
    expect((await audited(id)).at(-1)).toMatchObject({ action: 'REPORT_LINK_OPENED', detail: { isFirst: false } });
    expect(await audited(id)).toHaveLength(3);
    expect((await links(bakery))?.find((link) => link.id === id)).toMatchObject({ daysOpened: 2, state: 'ACTIVE' });
  });

  it('says one thing of what is revoked, expired, tampered with, of another tenant, deleted or never was', async () => {
    const { token, id } = await create(bakery);
    await expectPlain(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`);
    await expectPlain('bdreport1.');

    expect(await revoke(id)).toMatchObject({ link: { state: 'REVOKED' }, userErrors: [] });
    await expectPlain(token);
    const { revokedAt } = (await revoke(id))?.link ?? {};
    expect((await links(bakery))?.find((link) => link.id === id)).toMatchObject({ state: 'REVOKED', revokedAt });
    expect((await audited(id)).filter(({ action }) => action === 'REPORT_LINK_REVOKED')).toHaveLength(1);

    const expired = await create(bakery);
    await environment.database.query('update report_link set expires_at = now() where id = $1', [expired.id]);
    await expectPlain(expired.token);

    const gone = await create(bakery);
    await environment.database.query('delete from report_link where id = $1', [gone.id]);
    await expectPlain(gone.token);

    // A row of another tenant is not found for the one that signed.
    const moved = await create(bakery);
    await environment.database.query("update report_link set tenant_id = 'msp-two' where id = $1", [moved.id]);
    await expectPlain(moved.token);
    await environment.database.query('delete from report_link where id = $1', [moved.id]);
  });

  it('opens no longer once the portal is off, or hidden from its client, or the client was deleted', async () => {
    const { token } = await create(butcher);
    const isOpen = async () => (await open(token)).status === 200;
    expect(await isOpen()).toBe(true);
    await changeSettings(environment, { portalHiddenClientIds: [butcher] });
    await expectPlain(token);
    await changeSettings(environment, { portalHiddenClientIds: [], portalEnabled: false });
    await expectPlain(token);
    await changeSettings(environment, { portalEnabled: true });
    expect(await isOpen()).toBe(true);
    const { clients } = environment.core.world('msp-one');
    const client = clients.get(butcher);
    clients.delete(butcher);
    await expectPlain(token);
    if (client) clients.set(butcher, client);
    // Nobody can say that it was deleted.
    environment.core.faults.down = true;
    const { body } = await open(token);
    environment.core.faults.down = false;
    expect(body).toMatchObject({ data: { portalBitdefenderReport: { clientName: null } } });
  });

  it('leads to one field, and to nothing else that the graph has', async () => {
    const schema = buildSchema(await readFile('schema/bitdefender.graphql', 'utf8'), { assumeValidSDL: true });
    const pools = {
      ID: [bakery],
      String: ['x'],
      Int: [5],
      first: [5],
      Boolean: [true],
      DateTime: ['2100-01-01T00:00:00Z'],
      ...{ url: ['https://hooks.example.com/'], endpoint: [environment.gravityZone.url], apiKey: ['x'] },
    };
    const requests = [
      ...new Map(
        walkSchema(schema, { pools, depth: 3, depthOfSubscriptions: 2 }).map((each) => [each.way, each]),
      ).values(),
    ].filter(({ way }) => way !== 'Query.portalBitdefenderReport');
    expect(requests.length).toBeGreaterThan(80);
    let { token } = await create(bakery);
    const asked = [
      ...requests,
      { way: 'introspection', query: '{ __schema { types { name } } }', variables: {} },
      { way: 'a type', query: '{ __type(name: "Query") { name } }', variables: {} },
      { way: 'service', query: '{ _service { sdl } }', variables: {} },
    ];
    for (const [index, { way, query: text, variables }] of asked.entries()) {
      // A link has its limits too.
      if (index % 50 === 49) ({ token } = await create(bakery));
      const { status, body } = await askWithToken(environment, token, text, variables);
      // Subscriptions may be refused for how they are asked for as well.
      expect(way.startsWith('Subscription.') ? [400, 406] : [400], way).toContain(status);
      expect(body.data ?? null, way).toBeNull();
      expect(body.errors?.length, way).toBeGreaterThan(0);
      expect(JSON.stringify(body), way).not.toMatch(/Bakery|Butcher|Other/);
    }
    // Nobody fills the audit by asking.
    const { rows } = await environment.database.query(
      "select action from audit_entry where actor like 'report-link:%'",
    );
    expect(rows).toEqual([]);
  });

  it('opens no socket, no event stream and no assistant', async () => {
    const { token } = await create(bakery);
    const authorization = `Bearer ${token}`;
    const code = await new Promise<number>((resolve, reject) => {
      const socket = new WebSocket(environment.app.url.replace('http', 'ws'), 'graphql-transport-ws');
      socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } })));
      socket.on('close', resolve);
      socket.on('error', reject);
    });
    expect(code).toBe(4403);
    const events = await fetch(environment.app.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization },
      body: JSON.stringify({ query: 'subscription { bitdefenderThreatDetected { kind } }' }),
    });
    expect(events.headers.get('content-type')).not.toContain('event-stream');
    expect(await events.text()).toContain('SUBSCRIPTION_TRANSPORT');
    const mcp = await fetch(new URL('/mcp', environment.gateway?.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', authorization },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    });
    expect(mcp.status).toBe(401);
  });

  it('is refused by the operator by its id, as tokens are', async () => {
    const { token, id } = await create(bakery);
    expect((await open(token)).status).toBe(200);
    await environment.database.query(
      "insert into token_refusal (kind, value, refused_at) values ('TOKEN', $1, now())",
      [id],
    );
    for (let tries = 0; tries < 100 && (await open(token)).status === 200; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 200));
    await expectPlain(token);
    await environment.database.query('delete from token_refusal');
  });

  it.each<[string, object, string]>([
    ['a client that does not exist', { clientId: 'client-of-nobody' }, 'CLIENT_NOT_FOUND'],
    ['no days', { expiresInDays: 0 }, 'BAD_DAYS'],
    ['too many days', { expiresInDays: 91 }, 'BAD_DAYS'],
    ['a month that has not begun', { day: '2100-01-01' }, 'BAD_DAY'],
    ['a zone that does not exist', { timeZone: 'Europe/Atlantis' }, 'BAD_TIME_ZONE'],
  ])('is not created for %s', async (_, more, code) => {
    const created = await createLink(environment, { clientId: bakery, period: 'MONTH', ...more });
    expect(created).toMatchObject({ token: null, link: null, userErrors: [{ code }] });
  });

  it('is not created while the portal does not show the client anything', async () => {
    await changeSettings(environment, { portalHiddenClientIds: [bakery] });
    const refused = async () => (await createLink(environment, { clientId: bakery, period: 'MONTH' })).userErrors;
    expect(await refused()).toMatchObject([{ code: 'PORTAL_NOT_SHARED', message: expect.stringContaining('hidden') }]);
    await changeSettings(environment, { portalHiddenClientIds: [], portalEnabled: false });
    expect(await refused()).toMatchObject([{ code: 'PORTAL_NOT_SHARED', message: expect.stringContaining('off') }]);
    await changeSettings(environment, { portalEnabled: true });
  });

  it('is created and revoked by people who may, and of their own tenant alone', async () => {
    const { id, token } = await create(bakery);
    for (const identity of [reader, { ...technician, roles: [], scopes: ['bitdefender:write'] } as Identity]) {
      const input = { clientId: bakery, period: 'MONTH' };
      const { errors } = await environment.ask(
        identity,
        'mutation ($input: CreateBitdefenderReportLinkInput!) { createBitdefenderReportLink(input: $input) { token } }',
        { input },
      );
      expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    }
    const foreign = await createLink(environment, { clientId: bakery, period: 'MONTH' }, otherAdmin);
    expect(foreign).toMatchObject({ token: null, userErrors: [{ code: 'CLIENT_NOT_FOUND' }] });
    expect(await revoke(id, otherAdmin)).toMatchObject({ link: null, userErrors: [{ code: 'NOT_FOUND' }] });
    expect(await links(bakery, otherAdmin)).toEqual([]);
    expect((await open(token)).status).toBe(200);
    const own = await create(other, {}, otherAdmin);
    expect((await open(own.token, query)).text).not.toMatch(/Bakery|Butcher/);
  });

  it('is deleted 90 days after it has expired or was revoked', async () => {
    const { id: revoked } = await create(butcher, { expiresInDays: 90 });
    const { id: active } = await create(butcher, { expiresInDays: 90 });
    await revoke(revoked);
    const database = openDatabase(environment.app.databaseUrl, { outside: 'all tenants' });
    const { signal } = new AbortController();
    const clearIn = (days: number) =>
      clearReportLinks.run({
        database,
        tenantId: 'msp-one',
        now: new Date(Date.now() + days * 24 * 3_600_000),
        signal,
      });
    const left = async () => (await links(butcher))?.map(({ id }) => id);
    await clearIn(89);
    expect(await left()).toEqual(expect.arrayContaining([revoked, active]));
    await clearIn(91);
    expect(await left()).not.toContain(revoked);
    expect(await left()).toContain(active);
    await database.close();
  });

  it('is stored nowhere, and shown once', async () => {
    const { token } = await create(bakery);
    await open(token, query);
    const signature = token.split('.').at(-1) ?? '';
    const { rows } = await environment.database.query(
      'select l::text as row from report_link as l union all select a::text from audit_entry as a',
    );
    expect(rows.filter(({ row }) => row.includes(signature))).toEqual([]);
    expect(JSON.stringify(await links(bakery))).not.toContain(signature);
    expect(environment.logged()).not.toContain(signature);
  });

  it('outlives a rotation of the master key, until the old one is forgotten', async () => {
    const before = await create(bakery);
    const fresh = { id: 'fresh', key: randomBytes(32) };
    const start = async (masterKeys: (typeof fresh)[]) => {
      const config = { ...environment.config, port: 0, databaseUrl: environment.app.databaseUrl, masterKeys };
      const app = await startApp(config, createLogger('silent'));
      atEndOfFile(() => app.close());
      return (token: string) => askWithToken({ app }, token, nameOf);
    };
    const both = await start([fresh, master]);
    expect((await both(before.token)).status).toBe(200);
    const alone = await start([fresh]);
    const { status, text } = await alone(before.token);
    expect({ status, text }).toEqual(plain);
  });

  it('has a share of its own: neither links nor people wait for each other', async () => {
    const { token } = await create(bakery);
    const answers = [];
    for (let sent = 0; sent < linkLimits.linkPerMinute + 5; sent += 1)
      answers.push(await open(token, '{ __typename }'));
    expect(answers.slice(0, linkLimits.linkPerMinute).map(({ status }) => status)).not.toContain(429);
    expect(answers.at(-1)).toMatchObject({
      status: 429,
      body: {
        errors: [{ message: expect.stringContaining('With this link'), extensions: { code: 'TOO_MANY_REQUESTS' } }],
      },
    });
    const another = await create(bakery);
    // Far more at once than may wait.
    const many = await Promise.all(Array.from({ length: 40 }, () => open(another.token)));
    expect(many.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(22);
    expect(many.find(({ status }) => status !== 200)?.body).toMatchObject({
      errors: [{ extensions: { code: 'BUSY' } }],
    });
    expect(await links(bakery)).not.toEqual([]);
    expect((await open((await create(bakery)).token)).status).toBe(200);
  });

  it('may be active a hundred times for a client', async () => {
    await environment.database.query(
      `insert into report_link (tenant_id, id, client_id, period, day, time_zone, created_by, created_at, expires_at)
       select 'msp-one', gen_random_uuid(), $1, 'MONTH', '2026-01-01', 'UTC', 'ada', now(), now() + interval '1 day'
       from generate_series(1, 100)`,
      [butcher],
    );
    const refused: CreatedLink = await createLink(environment, { clientId: butcher, period: 'MONTH' });
    expect(refused).toMatchObject({ token: null, userErrors: [{ code: 'TOO_MANY' }] });
  });
});
