import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { openDatabase } from '../../../src/database/database.js';
import { clearIdleBudgets } from '../../../src/integration/rate-budget.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { openJobQueue } from '../../support/job-queue.js';
import { connect, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { startWebhookReceiver } from '../../support/webhook-receiver.js';

const testAccess = `mutation ($input: TestBitdefenderIntegrationInput!) { testBitdefenderIntegration(input: $input) {
  test { ok problems { code } } userErrors { code } } }`;
const other: Identity = { ...admin, tenantId: 'msp-two' };

interface Tested {
  testBitdefenderIntegration: {
    test: { ok: boolean; problems: { code: string }[] } | null;
    userErrors: { code: string }[];
  };
}

/** The codes of a test of the simulator by this person; empty if it succeeded. */
async function codesOf(environment: TestEnvironment, identity: Identity): Promise<string[]> {
  const { gravityZone } = environment;
  const input = { endpoint: gravityZone.url, caCertificate: gravityZone.caCertificate, apiKey: gravityZone.addKey() };
  const { testBitdefenderIntegration } = await environment.data<Tested>(identity, testAccess, { input });
  const { test, userErrors } = testBitdefenderIntegration;
  return [...(test?.problems ?? []), ...userErrors].map(({ code }) => code);
}

describe('a network that is not public', () => {
  let environment: TestEnvironment;
  let port: number;
  const allow = (tenantId: string | null, ports: number[] | null) =>
    environment.config.gravityZone.allowedNetworks.splice(0, 9, { network: '127.0.0.0/8', tenantId, ports });

  beforeAll(async () => {
    environment = await testEnvironment({ allowedNetworks: [], webhookNetworks: [] });
    environment.gravityZone.world.addCompany('Pharmacy');
    port = Number(new URL(environment.gravityZone.url).port);
  });

  it.each<[string, string | null, (own: number) => number[] | null, string[], string[]]>([
    ['for all tenants and ports', null, () => null, [], []],
    ['for all tenants at its port', null, (own) => [443, own], [], []],
    ['for one tenant', 'msp-one', (own) => [own], [], ['FORBIDDEN_ADDRESS']],
    ['for another tenant', 'msp-two', () => null, ['FORBIDDEN_ADDRESS'], []],
    ['at another port', null, () => [443], ['FORBIDDEN_ADDRESS'], ['FORBIDDEN_ADDRESS']],
  ])('may be reached by integrations when it is allowed %s', async (_how, tenantId, ports, ofOne, ofTwo) => {
    allow(tenantId, ports(port));
    expect([await codesOf(environment, admin), await codesOf(environment, other)]).toEqual([ofOne, ofTwo]);
  });

  it('may be reached by webhooks only when it is allowed to them', async () => {
    allow(null, null);
    const queue = await openJobQueue(environment.app.databaseUrl);
    const receiver = await startWebhookReceiver();
    const companyId = environment.gravityZone.world.addCompany('Bakery').id;
    const clientId = environment.core.world('msp-one').addClient({ name: 'Bakery' }).id;
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
    const { saveBitdefenderWebhook } = await environment.data<{
      saveBitdefenderWebhook: { webhook: { id: string }; secret: string };
    }>(
      admin,
      'mutation ($input: SaveBitdefenderWebhookInput!) { saveBitdefenderWebhook(input: $input) { webhook { id } secret } }',
      { input: { name: 'Mine', url: receiver.url, caCertificate: receiver.caCertificate } },
    );
    receiver.secret = saveBitdefenderWebhook.secret;
    await environment.data(
      admin,
      'mutation ($input: SaveBitdefenderAlertRuleInput!) { saveBitdefenderAlertRule(input: $input) { userErrors { code } } }',
      {
        input: {
          name: 'Mine',
          scope: { kind: 'ALL', clientIds: [] },
          conditions: {},
          actions: [{ kind: 'WEBHOOK', webhookId: saveBitdefenderWebhook.webhook.id }],
        },
      },
    );
    environment.gravityZone.world.addIncident({ companyId, name: 'Trojan.Hook', severityScore: 50 });
    await syncNow(environment, clientId);
    const action = async () => {
      await queue.raisePriority();
      const { bitdefenderAlertDeliveries } = await environment.data<{
        bitdefenderAlertDeliveries: { edges: { node: { state: string; lastError: string | null } }[] };
      }>(technician, '{ bitdefenderAlertDeliveries { edges { node { state lastError } } } }');
      return bitdefenderAlertDeliveries.edges[0]?.node;
    };
    await eventually(async () => (await action())?.lastError?.includes('may not contact'));
    expect(receiver.accepted.size).toBe(0);
    environment.config.webhooks.allowedNetworks.push({
      network: '127.0.0.0/8',
      tenantId: 'msp-one',
      ports: [Number(new URL(receiver.url).port)],
    });
    await eventually(async () => (await action())?.state === 'DONE');
    expect(receiver.accepted.size).toBe(1);
  });
});

describe('tests of integrations', () => {
  it('are refused beyond the bound of the tenant and hour, whoever asks and wherever, and are on record', async () => {
    const environment = await testEnvironment({ testsPerHour: 3 });
    const { gravityZone } = environment;
    gravityZone.world.addCompany('Bakery');
    const input = { endpoint: gravityZone.url, caCertificate: gravityZone.caCertificate, apiKey: gravityZone.addKey() };
    await environment.data(admin, connect, { input });
    expect(await codesOf(environment, admin)).toEqual([]);
    expect(await codesOf(environment, { ...admin, subject: 'another' })).toEqual([]);
    const calls = gravityZone.calls.length;
    const replica = await environment.startReplica();
    const again = await environment.data<Tested>(admin, testAccess, { input }, replica.url);
    expect(again.testBitdefenderIntegration).toMatchObject({ test: null, userErrors: [{ code: 'TOO_MANY_TESTS' }] });
    const answer = await environment.data<{ connectBitdefender: { userErrors: object[] } }>(admin, connect, { input });
    expect(answer.connectBitdefender.userErrors).toMatchObject([{ code: 'TOO_MANY_TESTS' }]);
    expect(gravityZone.calls).toHaveLength(calls);
    expect(await codesOf(environment, other)).toEqual([]);

    const { bitdefenderAudit } = await environment.data<{ bitdefenderAudit: { edges: { node: object }[] } }>(
      admin,
      '{ bitdefenderAudit(filter: { actions: ["INTEGRATION_TESTED"] }) { edges { node { actor subject detail } } } }',
    );
    const { host } = new URL(gravityZone.url);
    const detail = { endpoint: gravityZone.url };
    expect(bitdefenderAudit.edges.map(({ node }) => node)).toEqual(
      ['another', 'ada', 'ada'].map((actor) => ({ actor, subject: host, detail })),
    );
    await environment.database.query('alter table audit_entry disable trigger user');
    await environment.database.query("update audit_entry set at = at - interval '61 minutes'");
    expect(await codesOf(environment, admin)).toEqual([]);
  });

  it('leave no rate budget behind that is older than a day', async () => {
    const environment = await testEnvironment();
    environment.gravityZone.world.addCompany('Bakery');
    const database = openDatabase(environment.app.databaseUrl);
    atEndOfFile(() => database.close());
    await codesOf(environment, admin);
    await codesOf(environment, admin);
    const ofTests =
      "update rate_budget set calls = jsonb_build_array(extract(epoch from now() - interval '25 hours') * 1000)";
    await environment.database.query(ofTests);
    await connectSimulator(environment);
    await environment.database.query(
      `insert into rate_budget (key_fingerprint, bucket, calls, blocked_until)
       values ('resting', 'default', '[]', now() + interval '1 hour'), ('rested', 'default', '[]', now() - interval '2 days')`,
    );
    await clearIdleBudgets(database);
    const { rows } = await environment.database.query<{ key: string; connected: boolean }>(
      `select distinct key_fingerprint as key, exists (
         select from connection where connection.key_fingerprint = rate_budget.key_fingerprint) as connected
       from rate_budget order by connected`,
    );
    expect(rows).toEqual([
      { key: 'resting', connected: false },
      { key: expect.any(String), connected: true },
    ]);
    expect(await codesOf(environment, admin)).toEqual([]);
  });
});
