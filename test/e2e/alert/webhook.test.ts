import { beforeAll, describe, expect, it } from 'vitest';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { type JobQueue, openJobQueue } from '../../support/job-queue.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { versionNow } from '../../support/versions.js';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.js';

const save = `mutation ($input: SaveBitdefenderWebhookInput!) { saveBitdefenderWebhook(input: $input) {
  webhook { id name } secret userErrors { code field } } }`;
const saveRule = `mutation ($input: SaveBitdefenderAlertRuleInput!) { saveBitdefenderAlertRule(input: $input) {
  rule { id } userErrors { code field } } }`;
const remove = `mutation ($id: ID!) { deleteBitdefenderWebhook(input: { webhookId: $id }) { userErrors { code } } }`;

interface Saved {
  saveBitdefenderWebhook: { webhook: { id: string } | null; secret: string | null; userErrors: { code: string }[] };
}

describe('a webhook', () => {
  let environment: TestEnvironment;
  let queue: JobQueue;
  let receiver: WebhookReceiver;
  let companyId: string;
  let clientId: string;
  let webhookId: string;
  let machines = 0;

  beforeAll(async () => {
    environment = await testEnvironment({ opsMergeTimeoutMilliseconds: 2_000 });
    queue = await openJobQueue(environment.app.databaseUrl);
    receiver = await startWebhookReceiver();
    companyId = environment.gravityZone.world.addCompany('Bakery').id;
    clientId = environment.core.world('msp-one').addClient({ name: 'The Bakery' }).id;
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
  });

  async function infect(name: string) {
    const { world } = environment.gravityZone;
    machines += 1;
    const deviceId = world.addDevice({ companyId, name: `OVEN-${machines}` }).id;
    world.addIncident({ companyId, deviceId, name, severityScore: 50 });
    await syncNow(environment, clientId);
  }
  const accepted = (count: number) =>
    eventually(async () => {
      await queue.raisePriority();
      return receiver.accepted.size === count && [...receiver.accepted.values()];
    });

  it('is refused without TLS, with a weak secret, or unknown in a rule', async () => {
    const codeOf = async (input: object) =>
      (await environment.data<Saved>(admin, save, { input })).saveBitdefenderWebhook.userErrors[0]?.code;
    expect(await codeOf({ name: 'Mine', url: 'http://example.com/' })).toBe('BAD_URL');
    expect(await codeOf({ name: 'Mine', url: 'https://user:word@example.com/' })).toBe('BAD_URL');
    expect(await codeOf({ name: 'Mine', url: 'https://example.com/', secret: 'short' })).toBe('BAD_SECRET');
    const rule = { name: 'Tell', scope: { kind: 'ALL', clientIds: [] }, conditions: {} };
    const actions = [{ kind: 'WEBHOOK', webhookId: '00000000-0000-4000-8000-000000000000' }];
    expect(await environment.data(admin, saveRule, { input: { ...rule, actions } })).toMatchObject({
      saveBitdefenderAlertRule: { rule: null, userErrors: [{ field: ['input', 'actions', '0', 'webhookId'] }] },
    });
  });

  it('receives an alert once, signed, however it fails', async () => {
    const { url, caCertificate } = receiver;
    const made = await environment.data<Saved>(admin, save, { input: { name: 'Mine', url, caCertificate } });
    webhookId = made.saveBitdefenderWebhook.webhook?.id ?? '';
    receiver.secret = made.saveBitdefenderWebhook.secret ?? '';
    expect(receiver.secret).toMatch(/^whsec_/);
    const actions = [{ kind: 'WEBHOOK', webhookId }];
    const input = { name: 'Tell mine', scope: { kind: 'ALL', clientIds: [] }, conditions: {}, actions };
    await environment.data(admin, saveRule, { input });
    receiver.faults.push('fail', 'redirect', 'hang', 'loseAnswer');
    await infect('Trojan.Hook');
    const done = await eventually(async () => {
      await queue.raisePriority();
      const { bitdefenderAlertDeliveries } = await environment.data<{
        bitdefenderAlertDeliveries: { edges: { node: { id: string; state: string; attempts: number } }[] };
      }>(technician, '{ bitdefenderAlertDeliveries { edges { node { id kind state attempts lastError } } } }');
      const [action] = bitdefenderAlertDeliveries.edges.map(({ node }) => node);
      return action?.state === 'DONE' && action;
    });
    expect(done.attempts).toBe(5);
    expect([...receiver.accepted]).toMatchObject([
      [done.id, { id: done.id, type: 'alert.raised', client: { id: clientId }, alert: { title: 'Trojan.Hook' } }],
    ]);
  });

  it('receives the present number of occurrences', async () => {
    await infect('Trojan.Hook');
    await infect('Trojan.Hook');
    const messages = await accepted(2);
    expect(messages[1]).toMatchObject({ type: 'alert.occurrences', occurrences: 3, machines: { count: 3 } });
  });

  it('shows to the receiver what was changed, and what is old', async () => {
    const { headers, body } = receiver.last ?? { headers: {}, body: '' };
    const late = await startWebhookReceiver(() => new Date(Date.now() + 6 * 60_000));
    late.secret = receiver.secret;
    const { request, Agent } = await import('undici');
    const post = async (to: WebhookReceiver, text: string) => {
      const dispatcher = new Agent({ connect: { ca: to.caCertificate } });
      const sent = { ...headers, 'content-length': String(Buffer.byteLength(text)) };
      const { statusCode } = await request(to.url, { dispatcher, method: 'POST', headers: sent, body: text });
      await dispatcher.close();
      return statusCode;
    };
    expect(await post(receiver, body)).toBe(204);
    expect(receiver.accepted.size).toBe(2);
    expect(await post(receiver, body.replace('Trojan.Hook', 'Trojan.Look'))).toBe(401);
    expect(await post(late, body)).toBe(401);
  });

  it('signs with the old secret and the new one for a day after a rotation', async () => {
    const { rotateBitdefenderWebhookSecret } = await environment.data<{
      rotateBitdefenderWebhookSecret: { secret: string };
    }>(
      admin,
      'mutation ($id: ID!) { rotateBitdefenderWebhookSecret(input: { webhookId: $id }) { secret webhook { previousUntil } } }',
      { id: webhookId },
    );
    await infect('Trojan.Old');
    await accepted(3);
    receiver.secret = rotateBitdefenderWebhookSecret.secret;
    await infect('Trojan.New');
    await accepted(4);
  });

  it('receives plain text, as tickets do', async () => {
    const name = 'Trojan.\u202Eexe.\u2066gpj\u200F';
    await infect(name);
    const messages = await accepted(5);
    expect(messages.at(-1)).toMatchObject({ alert: { title: 'Trojan.exe.gpj' } });

    const { world } = environment.gravityZone;
    const deviceId = world.addDevice({ companyId, name: 'OVEN-PLAIN' }).id;
    world.addIncident({ companyId, deviceId, name, severityScore: 95 });
    await syncNow(environment, clientId);
    const ticket = await eventually(async () => {
      await queue.raisePriority();
      return environment.core.tickets.find(({ title }) => title.includes('gpj'));
    });
    expect(ticket.title).toBe('Bitdefender: Trojan.exe.gpj on OVEN-PLAIN');
    expect(ticket.body).toMatch(/^Threat: Trojan\.exe\.gpj\n/);
    expect(ticket.body).not.toMatch(/\p{Bidi_Control}/u);
  });

  it('keeps its secrets, and its address, out of logs, errors and tables', async () => {
    const rows = await queue.query<{ row: string }>(
      'select t::text as row from webhook t union all select t::text from audit_entry t union all select data::text from pgboss.job',
    );
    const seen = [...rows.map(({ row }) => row), environment.logged()].join('\n');
    expect(seen).not.toContain(receiver.secret);
    const errors = await queue.query<{ row: string }>('select t::text as row from alert_action t');
    const shown = [...errors.map(({ row }) => row), environment.logged()].join('\n');
    expect(shown).not.toContain('canary-in-the-address');
  });

  it('may not reach a forbidden address, nor be deleted while a rule uses it', async () => {
    await environment.data(admin, save, {
      input: {
        webhookId,
        version: await versionNow(environment, 'webhook', { id: webhookId }),
        name: 'Mine',
        url: 'https://169.254.169.254/latest',
      },
    });
    await infect('Trojan.Forbidden');
    const lastError = await eventually(async () => {
      const [row] = await queue.query<{ error: string | null }>(
        'select last_error as error from alert_action order by created_at desc limit 1',
      );
      return row?.error;
    });
    expect(lastError).toBe('The receiver lies at an address that this service may not contact.');
    expect(await environment.data(admin, remove, { id: webhookId })).toMatchObject({
      deleteBitdefenderWebhook: { userErrors: [{ code: 'IN_USE' }] },
    });
  });
});
