import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const megabyte = 1024 * 1024;
const tryAccess = `mutation ($input: TestBitdefenderIntegrationInput!) { testBitdefenderIntegration(input: $input) {
  test { ok problems { code message } } userErrors { code } } }`;

let environment: TestEnvironment;
let clientId: string;
/** Of the integration. */
let apiKey: string;

beforeAll(async () => {
  environment = await testEnvironment();
  const { gravityZone, core } = environment;
  apiKey = gravityZone.addKey();
  const company = gravityZone.world.addCompany('Bakery');
  gravityZone.world.addDevice({ companyId: company.id, name: 'PC-01', label: `PC of ${apiKey}` });
  clientId = core.world('msp-one').addClient({ name: 'Bakery' }).id;
  await connectSimulator(environment, admin, apiKey);
  await mapByBdId(environment, { [company.id]: clientId });
});

async function problemsOf(key: string): Promise<{ code: string; message: string }[]> {
  const { url: endpoint, caCertificate } = environment.gravityZone;
  const answer = await environment.data<{ testBitdefenderIntegration: { test: { problems: never[] } } }>(
    admin,
    tryAccess,
    { input: { endpoint, caCertificate, apiKey: key } },
  );
  return answer.testBitdefenderIntegration.test.problems;
}

describe('an answer beyond bounds', () => {
  it.each<[string, string, () => Buffer, RegExp]>([
    ['60 MB of empty lists', 'identity', () => Buffer.from(`[${'[],'.repeat(20 * megabyte)}[]]`), /too large to read/],
    [
      '60 MB of empty lists that were compressed',
      'gzip',
      () => gzipSync(Buffer.from(`[${'[],'.repeat(20 * megabyte)}[]]`)),
      /too large to read/,
    ],
    ['8 MB of empty lists', 'identity', () => Buffer.from(`[${'[],'.repeat(2.6 * megabyte)}[]]`), /more values/],
    ['lists one in the other', 'identity', () => Buffer.from('['.repeat(megabyte)), /more values/],
  ])('is not read: %s', async (_what, header, body, message) => {
    const { gravityZone } = environment;
    const bytes = body();
    gravityZone.contentEncoding = { header, encode: () => bytes };
    const [problems, bystander] = await Promise.all([
      problemsOf(gravityZone.addKey()).finally(() => {
        gravityZone.contentEncoding = null;
      }),
      environment.data({ ...technician, tenantId: 'msp-two' }, '{ bitdefenderThreats { edges { node { id } } } }'),
    ]);
    expect(problems).toEqual([{ code: 'MALFORMED_ANSWER', message: expect.stringMatching(message) }]);
    expect(bystander).toEqual({ bitdefenderThreats: { edges: [] } });
  });
});

describe('a server that repeats the API key', () => {
  const formsOf = () => [
    apiKey,
    Buffer.from(`${apiKey}:`).toString('base64'),
    Buffer.from(apiKey).toString('base64'),
    encodeURIComponent(apiKey),
  ];
  const echo = (httpStatus: number, code: number) => {
    const details = `Refused: ${formsOf().join(' ')}`;
    environment.gravityZone.handler = ({ method }) =>
      method === 'getIncidentsList' || method === 'getApiKeyDetails'
        ? { httpStatus, body: { jsonrpc: '2.0', error: { code, message: details, data: { details } } } }
        : undefined;
  };

  it.each([
    [200, -32602],
    [200, -32000],
    [500, -32000],
    [401, -32001],
  ])('shows, stores and logs none of its forms: HTTP %i, code %i', async (httpStatus, code) => {
    echo(httpStatus, code);
    const problems = await problemsOf(apiKey);
    const run = await syncNow(environment, clientId);
    environment.gravityZone.handler = null;
    expect(run.state).toBe('PARTIAL');
    const { rows } = await environment.database.query(
      `select table_name as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema = 'public'`,
    );
    const stored: string[] = [];
    for (const { name } of rows) {
      const table = await environment.database.query(`select t::text as row from "${name}" t`);
      stored.push(...table.rows.map(({ row }) => String(row)));
    }
    const everything = [JSON.stringify([problems, run]), environment.logged(), ...stored].join('\n');
    expect(formsOf().filter((form) => everything.includes(form))).toEqual([]);
    expect(stored.some((row) => row.includes('PC of [redacted]'))).toBe(true);
    if (code === -32602) expect(JSON.stringify(run)).toContain('[redacted]');
  });
});
