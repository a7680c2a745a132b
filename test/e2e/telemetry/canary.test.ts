import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { eventually, everySecond, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { listen } from '../../support/live.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { askWithToken, changeSettings } from '../../support/report-world.js';
import { type RecordedTelemetry, recordTelemetry } from '../../support/telemetry.js';
import { startWebhookReceiver } from '../../support/webhook-receiver.js';

/** In every name that the main path meets: tenant, person, client, company, machine, file, threat, rule. */
const canary = 'canary';
const tenantId = `${canary}-tenant`;
const admin: Identity = { subject: `${canary}-ada`, name: 'Ada Canary', roles: ['admin'], tenantId };

const saveWebhook = `mutation ($input: SaveBitdefenderWebhookInput!) { saveBitdefenderWebhook(input: $input) {
  webhook { id } secret userErrors { code message } } }`;
const saveRule = `mutation ($input: SaveBitdefenderAlertRuleInput!) { saveBitdefenderAlertRule(input: $input) {
  rule { id } userErrors { code message } } }`;
const detected = 'subscription { bitdefenderThreatDetected { kind threat { name } } }';
const exportThreats = '{ exportBitdefenderThreats(filter: { minimumSeverity: UNKNOWN, status: ALL }) { url } }';
const share = `mutation ($input: CreateBitdefenderReportLinkInput!) { createBitdefenderReportLink(input: $input) {
  token link { id } userErrors { code message } } }`;
const links = `query ($clientId: ID!) { bitdefenderReportLinks(clientId: $clientId) { edges { node {
  id client { id } name state createdByUser { id } lastOpenedOn } } }
  bitdefenderAudit(first: 100) { edges { node { action subject detail } } } }`;
const search = `query CanaryOperation($text: String) {
  canaryAlias: bitdefenderThreats(filter: { search: $text }) { edges { node { name hostName filePath } } } }`;

describe('what is recorded', () => {
  const masterKey = randomBytes(32);
  let telemetry: RecordedTelemetry;
  let environment: TestEnvironment;
  let secrets: string[];
  let spans: string;
  let metrics: string;
  let linkToken: string;
  let answersAfter: string;

  beforeAll(async () => {
    telemetry = await recordTelemetry();
    environment = await testEnvironment({ tick: everySecond, masterKeys: [{ id: 'main', key: masterKey }] });
    const { world, faults } = environment.gravityZone;
    const companyId = world.addCompany('Canary Company').id;
    const deviceId = world.addDevice({ companyId, name: 'CANARY-HOST' }).id;
    const core = environment.core.world(tenantId);
    const clientId = core.addClient({ name: 'Canary Client' }).id;
    core.addAgent({ clientId, hostname: 'canary-host' });

    const receiver = await startWebhookReceiver();
    const { apiKey } = await connectSimulator(environment, admin);
    const webhook = await environment.data<{ saveBitdefenderWebhook: { webhook: { id: string }; secret: string } }>(
      admin,
      saveWebhook,
      { input: { name: 'Canary receiver', url: `${receiver.url}?canary=1`, caCertificate: receiver.caCertificate } },
    );
    const { secret } = webhook.saveBitdefenderWebhook;
    receiver.secret = secret;
    await environment.data(admin, saveRule, {
      input: {
        name: 'Canary rule',
        scope: { kind: 'ALL', clientIds: [] },
        conditions: {},
        actions: [{ kind: 'WEBHOOK', webhookId: webhook.saveBitdefenderWebhook.webhook.id }],
      },
    });
    await mapByBdId(environment, { [companyId]: clientId }, admin);
    const listener = await listen(environment, admin, 'bitdefenderThreatDetected', detected);
    // What fails leaves its code, and nothing of what it says.
    environment.core.faults.failMutations = 2;
    const incident = {
      companyId,
      deviceId,
      name: 'Canary.Threat',
      filePath: 'C:\\Users\\Canary\\x.exe',
      severityScore: 95,
    };
    world.addIncident(incident);
    world.addQuarantineItem({ deviceId, threatName: 'Canary.Quarantined' });
    await syncNow(environment, clientId, admin);
    faults.add({ kind: 'malformedJson', times: 1 });
    await syncNow(environment, clientId, admin);
    // The second success shows the time between two reads; the fault may meet the run after the one it was meant for.
    await eventually(async () => {
      await syncNow(environment, clientId, admin);
      return /^bitdefender_cadence_seconds_count/m.test(await telemetry.scrape());
    });
    await eventually(async () => environment.core.tickets.length === 1 && receiver.accepted.size > 0);
    await eventually(async () => listener.events.length >= 1, 30);
    await environment.data(admin, search, { text: 'canary' });
    await environment.ask(admin, 'query Canary { canary }');
    await environment.ask({ ...admin, roles: ['portal'], clientId: 'canary' }, search, { text: 'canary' });
    await fetch(new URL('/exports/canary', environment.app.url));
    const exported = await environment.data<{ exportBitdefenderThreats: { url: string } }>(admin, exportThreats);
    const { url } = exported.exportBitdefenderThreats;
    expect(await (await fetch(url)).text()).toContain('Canary');
    await fetch(url);
    await listener.leave();
    linkToken = await shareReport(clientId);
    // A sweep of device states has run, and everything of the last run has ended.
    metrics = await eventually(async () => {
      const text = await telemetry.scrape();
      return /bitdefender_sweep_seconds_count/.test(text) && /^bitdefender_subscriptions 0$/m.test(text) && text;
    });
    const { serviceToken } = environment.config.opsmerge;
    const exportLinks = url.split('/exports/').at(-1)?.split('~') ?? [];
    secrets = [apiKey, secret, serviceToken, await environment.tokens.issue(admin), ...exportLinks, linkToken];
    spans = telemetry
      .spans()
      .map(({ name, attributes, events, status, links, resource }) =>
        JSON.stringify({
          name,
          attributes,
          events,
          status,
          links: links.map((link) => link.attributes),
          resource: resource.attributes,
        }),
      )
      .join('\n');
  });

  /** Creates the link of a report, opens it as people do and as they should not; gives its token. */
  async function shareReport(clientId: string): Promise<string> {
    await changeSettings(environment, { portalEnabled: true }, admin);
    const { createBitdefenderReportLink: created } = await environment.data<{
      createBitdefenderReportLink: { token: string };
    }>(admin, share, { input: { clientId, period: 'WEEK', day: new Date().toISOString().slice(0, 10) } });
    const { token } = created;
    const { body } = await askWithToken(environment, token, '{ portalBitdefenderReport { clientName } }');
    expect(body).toEqual({ data: { portalBitdefenderReport: { clientName: 'Canary Client' } } });
    await askWithToken(environment, `${token}x`, '{ canary }');
    await askWithToken(environment, token, 'query Canary { canary }');
    await askWithToken(environment, token, '{ __typename }', {}, `${environment.app.url}?link=x`);
    answersAfter = JSON.stringify([body, await environment.data(admin, links, { clientId })]);
    return token;
  }

  it('holds no part of the token of a report link, nor does any answer after the one that created it', () => {
    for (const part of linkToken.split('.').filter((each) => each.length > 10)) {
      expect(`${spans}\n${metrics}`.includes(part)).toBe(false);
      expect(environment.logged().includes(part)).toBe(false);
      expect(answersAfter.includes(part)).toBe(false);
    }
    expect(answersAfter).toContain('REPORT_LINK_OPENED');
    expect(linkToken.split('.')).toHaveLength(4);
  });

  it('holds spans of everything that was done', () => {
    const names = new Set(telemetry.spans().map(({ name }) => name));
    for (const name of ['webhook', 'core BitdefenderCreateTicket', 'job deliver', 'job sweep', 'live events'])
      expect(names).toContain(name);
    expect(names).toContain('websocket subscription');
  });

  it('holds no name of a tenant, client, person, machine or threat in any span', () => {
    expect(spans.split('\n').filter((span) => /canary/i.test(span))).toEqual([]);
  });

  it('holds no such name in any metric', () => {
    expect(metrics.split('\n').filter((line) => /canary/i.test(line))).toEqual([]);
  });

  it('holds no secret in any form', () => {
    const forms = secrets.flatMap((secret) => [
      secret,
      Buffer.from(`${secret}:`).toString('base64').replace(/=+$/, ''),
    ]);
    forms.push(masterKey.toString('base64').replace(/=+$/, ''), masterKey.toString('hex'));
    for (const form of forms) expect(`${spans}\n${metrics}`.includes(form)).toBe(false);
  });

  it('names no machine of ours and no address', () => {
    expect(spans).not.toMatch(/127\.0\.0\.1|localhost|https?:\/\//);
    expect(metrics).not.toMatch(/127\.0\.0\.1|localhost|https?:\/\//);
  });

  it('has no label that grows with what clients send', () => {
    const labels = new Set([...metrics.matchAll(/[{,]([a-z_]+)="/g)].map(([, label]) => label));
    expect([...labels].sort()).toEqual(
      [
        ...['activity', 'bucket', 'freshness', 'kind', 'le', 'method', 'operation', 'outcome', 'quantile', 'queue'],
        ...['pool', 'reason', 'route', 'source', 'state', 'status', 'stream', 'task', 'topic', 'transport'],
        ...['service_instance_id', 'service_name', 'telemetry_sdk_language', 'telemetry_sdk_name'],
        'telemetry_sdk_version',
      ].sort(),
    );
  });

  it('serves every metric that the dashboard and the alert rules name', async () => {
    const folder = new URL('../../../deploy/', import.meta.url);
    const files = ['grafana/dashboard.json', 'prometheus/alerts.yml', 'prometheus/alerts.test.yml'];
    const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')));
    const named = new Set(texts.join('\n').match(/\bbitdefender_\w+/g));
    const served = new Set([...metrics.matchAll(/^(bitdefender_\w+)[ {]/gm)].map(([, name]) => name));
    expect([...named].filter((name) => !served.has(name))).toEqual([]);
    expect(named.size).toBeGreaterThan(30);
  });
});
