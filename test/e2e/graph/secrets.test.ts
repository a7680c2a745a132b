import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { allApis } from '../../../demo/gravityzone/simulator.js';
import { callTool, connectAssistant } from '../../support/assistant.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { admin, eventually, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { connect, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { versionNow } from '../../support/versions.js';

const testIntegration = `mutation ($input: TestBitdefenderIntegrationInput!) {
  testBitdefenderIntegration(input: $input) { test { ok problems { code message hint } } userErrors { code message } } }`;
const rotate = `mutation ($input: RotateBitdefenderKeyInput!) {
  rotateBitdefenderKey(input: $input) { integration { state } userErrors { code message } } }`;
const disconnect = `mutation ($input: DisconnectBitdefenderInput!) {
  disconnectBitdefender(input: $input) { integration { state } userErrors { code message } } }`;
const nameReport = `mutation ($input: UpdateBitdefenderIntegrationInput!) {
  updateBitdefenderIntegration(input: $input) { userErrors { code message } } }`;
const everything = `{
  bitdefenderIntegrations { id name endpoint state keySetAt keySetBy problem { code message hint }
    report { state problem { code message hint } } failedRows { reason } }
  bitdefenderCompanies(first: 100) { edges { node { name } } }
  bitdefenderSyncRuns(first: 100) { edges { node { state plan streams { warnings problem { code message hint } } } } }
  bitdefenderAlerts { edges { node { title deliveries { lastError } } } }
  bitdefenderAudit { edges { node { actor action subject detail } } } }`;

/** Not a secret, but hidden like one in the name of a company: whoever looks must find it. */
const planted = 'planted-and-found';

/** A secret as it might be written down. */
const formsOf = (secret: string | Buffer): string[] => {
  const bytes = Buffer.from(secret);
  const forms = [bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url'), bytes.toString('hex')];
  if (typeof secret === 'string') forms.push(secret, Buffer.from(`${secret}:`).toString('base64').replace(/=+$/, ''));
  return forms;
};

describe('what is secret', () => {
  const masterKey = randomBytes(32);
  const wrongKey = randomBytes(32).toString('hex');
  const answers: string[] = [];
  const notified: string[] = [];
  const userTokens: string[] = [];
  let environment: TestEnvironment;
  let keys: string[];

  beforeAll(async () => {
    environment = await testEnvironment({
      gateway: true,
      masterKeys: [{ id: 'canary', key: masterKey }],
    });
    environment.database.on('notification', ({ payload }) => notified.push(payload ?? ''));
    await environment.database.query('listen opsmerge_bitdefender');
    recordTokens();
    recordAnswers();
    await oneWholeRun();
  });

  function recordTokens() {
    const issue = environment.tokens.issue.bind(environment.tokens);
    vi.spyOn(environment.tokens, 'issue').mockImplementation(async (identity) => {
      const token = await issue(identity);
      userTokens.push(token);
      return token;
    });
    atEndOfFile(() => vi.restoreAllMocks());
  }

  function recordAnswers() {
    const send = globalThis.fetch;
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, options) => {
      const response = await send(url, options);
      if ([environment.app.url, environment.gateway?.url].includes(String(url)))
        answers.push(await response.clone().text());
      return response;
    });
  }

  /** Everything that is ever done with a key, well and badly. */
  async function oneWholeRun() {
    const { gravityZone, core } = environment;
    const { url: endpoint, caCertificate, world, faults } = gravityZone;
    const companyId = world.addCompany(`Bakery ${Buffer.from(planted).toString('base64')}`).id;
    const deviceId = world.addDevice({ companyId, name: 'OVEN-01' }).id;
    const clientId = core.world('msp-one').addClient({ name: 'The Bakery' }).id;
    core.world('msp-one').addAgent({ clientId, hostname: 'oven-01' });
    const tryAccess = (input: object) => environment.data(admin, testIntegration, { input });

    // Refused before there is an integration.
    for (const query of [testIntegration, connect]) {
      await environment.data(admin, query, { input: { endpoint, caCertificate, apiKey: wrongKey } });
      await environment.data(admin, query, { input: { endpoint: 'https://127.0.0.1:1/api', apiKey: wrongKey } });
    }
    await tryAccess({ endpoint: `https://${wrongKey}@localhost/api`, apiKey: wrongKey });
    await tryAccess({ endpoint, caCertificate: `not a certificate ${wrongKey}`, apiKey: wrongKey });

    const ofReports = gravityZone.addKey({ enabledApis: [...allApis, 'reports'] });
    const connected = await connectSimulator(environment, admin, ofReports);
    const { integrationId } = connected;
    keys = [connected.apiKey, gravityZone.addKey()];
    for (const kind of ['malformedJson', 'otherJson', 'serverErrorJson', 'redirect', 'forbidden'] as const) {
      faults.add({ kind, times: Number.POSITIVE_INFINITY });
      await tryAccess({ endpoint, caCertificate, apiKey: keys[0] });
      faults.clear();
    }
    await provokeInputErrors();

    await mapByBdId(environment, { [companyId]: clientId });
    core.faults.failMutations = 1;
    world.addIncident({ companyId, deviceId, name: 'Trojan.Oven', severityScore: 95 });
    await syncNow(environment, clientId);
    await eventually(async () => core.tickets.length === 1);

    // A report that is read, and one whose link leads to another server: the key goes with the download.
    const report = world.scheduleReport({ name: 'Audit' });
    world.addAuditEvent({ deviceId });
    await environment.data(admin, nameReport, {
      input: {
        integrationId,
        version: await versionNow(environment, 'integration', { id: integrationId }),
        reportName: 'Audit',
      },
    });
    for (const link of [null, `${new URL('/api', endpoint.replace(/:\d+/, ':1')).href}/report?key=none`]) {
      report.link = link;
      await environment.database.query('update connection set report_checked_at = null');
      await syncNow(environment, clientId);
      const { rows } = await environment.database.query('select report_state from connection');
      expect(rows).toEqual([{ report_state: link === null ? 'READ' : 'REFUSED' }]);
    }

    core.faults.down = true;
    await syncNow(environment, clientId);
    core.faults.clear();
    for (const kind of ['malformedJson', 'noItems', 'badKey'] as const) {
      faults.add({ kind, times: Number.POSITIVE_INFINITY });
      expect((await syncNow(environment, clientId)).state).not.toBe('SUCCEEDED');
      faults.clear();
    }

    await environment.data(admin, rotate, { input: { integrationId, apiKey: wrongKey } });
    await environment.data(admin, rotate, { input: { integrationId, apiKey: keys[1] } });
    expect((await syncNow(environment, clientId)).state).toBe('SUCCEEDED');
    for (const url of [environment.app.url, undefined]) await environment.data(admin, everything, {}, url);
    await askAssistant();
    await environment.data(admin, disconnect, { input: { integrationId } });
    for (const token of userTokens.slice(0, 3)) await refusedSocket(`${token}x`);
    await environment.ask({ ...admin, expiresIn: 1_000_000_000 }, everything, {}, environment.app.url);
  }

  /** Input that is refused before it reaches us, by those who like to repeat what they were given. */
  async function provokeInputErrors() {
    const { url } = environment.app;
    const [apiKey] = keys;
    const inputs = [
      { apiKey, nonsense: 1 },
      { apiKey: [apiKey] },
      { apiKey: { apiKey } },
      { endpoint: apiKey },
      apiKey,
    ];
    for (const input of inputs) {
      await environment.ask(admin, connect, { input }, url);
      const literal = JSON.stringify(input).replace(/"(\w+)":/g, '$1:');
      await environment.ask(
        admin,
        `mutation { connectBitdefender(input: ${literal}) { userErrors { code } } }`,
        {},
        url,
      );
    }
    await environment.ask(admin, `mutation { connectBitdefender "${apiKey}" }`, {}, url);
    for (const body of [`{"variables": {"apiKey": ${apiKey}}}`, `${apiKey}`, `{"${apiKey}`])
      await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await environment.tokens.issue(admin)}`,
        },
        body,
      });
  }

  /** Every tool that needs no argument, and one with an argument that is refused. */
  async function askAssistant() {
    const assistant = await connectAssistant(environment, admin);
    const { tools } = await assistant.listTools();
    const calls = tools
      .filter(({ inputSchema }) => inputSchema.required === undefined)
      .map(({ name }) => [name, {}] as const);
    expect(calls.length).toBeGreaterThan(15);
    for (const [name, given] of [...calls, ['list_threats', { first: keys[0] }] as const])
      answers.push((await callTool(assistant, name, given)).text);
  }

  function refusedSocket(token: string): Promise<void> {
    return new Promise((resolve) => {
      const socket = new WebSocket(environment.app.url.replace('http', 'ws'), 'graphql-transport-ws');
      const payload = { authorization: `Bearer ${token}` };
      socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload })));
      socket.on('message', (data) => answers.push(String(data)));
      socket.on('close', (_code, reason) => {
        answers.push(String(reason));
        resolve();
      });
    });
  }

  /** Every row of every table of every schema, job queue included. */
  async function dump(): Promise<string> {
    const { rows: tables } = await environment.database.query(
      `select table_schema, table_name from information_schema.tables
       where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
    );
    const lines: string[] = [];
    for (const { table_schema, table_name } of tables) {
      const { rows } = await environment.database.query(
        `select t::text as row from "${table_schema}"."${table_name}" as t`,
      );
      lines.push(...rows.map(({ row }) => `${table_schema}.${table_name}: ${row}`));
    }
    return lines.join('\n');
  }

  async function places(): Promise<Record<string, string>> {
    return {
      log: environment.logged(),
      answers: answers.join('\n'),
      tables: await dump(),
      notifications: notified.join('\n'),
      'calls to GravityZone': JSON.stringify(environment.gravityZone.calls),
      tickets: JSON.stringify([environment.core.tickets, environment.core.notifications]),
    };
  }

  /** Where a text stands, in any form, with what stands before it. */
  const found = (where: Record<string, string>, text: string | Buffer) =>
    Object.entries(where).flatMap(([place, content]) =>
      formsOf(text)
        .map((form) => content.toLowerCase().indexOf(form.toLowerCase()))
        .filter((index) => index >= 0)
        .map((index) => `${place}: ${content.slice(Math.max(0, index - 120), index)}`),
    );
  const placesOf = (where: Record<string, string>, text: string) => [
    ...new Set(found(where, text).map((line) => line.split(':')[0])),
  ];

  it('would be found where it stood', async () => {
    const where = await places();
    expect(placesOf(where, planted)).toEqual(['answers', 'tables']);
    expect(placesOf(where, 'serving')).toContain('log');
    expect(placesOf(where, 'msp-one')).toEqual(expect.arrayContaining(['tables', 'notifications', 'tickets']));
    expect(placesOf(where, 'getNetworkInventoryItems')).toContain('calls to GravityZone');
    // The queue's jobs are among the tables.
    expect(where.tables).toMatch(/pgboss\.\S+: .*tenantId/);
    // Each provocation has left its mark.
    const marks = [
      'BAD_KEY',
      'CONNECTION_REFUSED',
      'MALFORMED_ANSWER',
      'OPSMERGE_UNAVAILABLE',
      'KEY_ROTATED',
      'DISCONNECTED',
    ];
    expect(marks.filter((mark) => !where.answers?.includes(mark))).toEqual([]);
    expect(answers.filter((answer) => answer.includes('got invalid value')).length).toBeGreaterThan(3);
  });

  it('stands nowhere', async () => {
    const where = await places();
    expect(userTokens.length).toBeGreaterThan(20);
    const secrets = {
      'the first key': keys[0] ?? '',
      'the key after rotation': keys[1] ?? '',
      'a wrong key': wrongKey,
      'the service token': environment.config.opsmerge.serviceToken,
      'the master key': masterKey,
    };
    for (const [name, secret] of Object.entries(secrets)) expect(found(where, secret), name).toEqual([]);
    // Nor the beginning of one, as parsers show of what they cannot read; nor where we are installed.
    for (const key of [...keys, wrongKey])
      expect(answers.filter((answer) => answer.includes(key.slice(0, 8)))).toEqual([]);
    expect(answers.filter((answer) => answer.includes('node_modules'))).toEqual([]);
    // A signature is what makes a token one.
    for (const token of [environment.config.opsmerge.serviceToken, ...userTokens])
      expect(found(where, token.split('.')[2] ?? token)).toEqual([]);
  });

  it('is sealed, not kept', async () => {
    const { rows } = await environment.database.query('select sealed_key from connection');
    expect(rows).toHaveLength(1);
    expect(rows[0].sealed_key).toMatch(/^v1\.canary\./);
  });
});
