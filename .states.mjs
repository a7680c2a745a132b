import { AxeBuilder } from '@axe-core/playwright';
import chromiumPack from '@sparticuz/chromium';
import { chromium } from 'playwright-core';

const base = 'http://127.0.0.1:4610';
const browser = await chromium.launch({
  executablePath: await chromiumPack.executablePath(),
  args: chromiumPack.args.filter((a) => a !== '--single-process'),
  headless: true,
});
const walk = (node, change) => {
  if (node && typeof node === 'object') {
    change(node);
    for (const each of Object.values(node)) walk(each, change);
  }
  return node;
};
const cases = {
  'today-quiet': [
    '/',
    (d) =>
      walk(d, (n) => {
        if ('unresolvedBySeverity' in n) {
          n.unresolvedBySeverity = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };
        }
        if ('openUnassigned' in n) n.openUnassigned = 0;
        if (n.freshness) n.freshness.stale = false;
        if (n.state === 'FAILING') n.state = 'CONNECTED';
        if (n.openAlerts) n.openAlerts.edges = [];
      }),
  ],
  'today-behind': [
    '/',
    (d) =>
      walk(d, (n) => {
        if (n.freshness) n.freshness.stale = true;
        if ('stale' in n && 'today' in n) n.stale = true;
        if (n.bitdefenderIntegrations)
          n.bitdefenderIntegrations.push(
            {
              ...n.bitdefenderIntegrations[0],
              id: 'x',
              name: 'On premises',
              state: 'FAILING',
              problem: {
                code: 'KEY',
                message: 'GravityZone does not accept the API key.',
                hint: 'Create a new key and rotate it.',
              },
              freshness: { ...n.bitdefenderIntegrations[0].freshness, lastSyncedAt: null },
            },
            { ...n.bitdefenderIntegrations[0], id: 'y', name: 'Old one', state: 'DISCONNECTED' },
          );
      }),
  ],
  'today-none': [
    '/',
    (d) =>
      walk(d, (n) => {
        if (n.bitdefenderIntegrations) n.bitdefenderIntegrations = [];
        if (n.bitdefenderClients) n.bitdefenderClients = [];
        if (n.bitdefenderDevices) n.bitdefenderDevices.edges = [];
      }),
  ],
  'client-stale': [
    '/clients/CLIENT',
    (d) =>
      walk(d, (n) => {
        if (n.freshness) n.freshness.stale = true;
        if ('stale' in n && 'today' in n) n.stale = true;
        if (n.findings)
          n.findings = [
            {
              code: 'STALE_SYNC',
              severity: 'PROBLEM',
              message: 'The last sync was 3 hours ago.',
              evidence: [],
              remedy: { kind: 'MUTATION', name: 'syncBitdefenderClient', message: 'Sync the client now.' },
              integrationId: null,
              companyId: null,
              deviceId: null,
              threatId: null,
            },
            {
              code: 'HOST_NAMES_DIFFER',
              severity: 'WARNING',
              message: 'The device "WIN-ABC123.local" and the agent "WIN-ABC124" have similar names.',
              evidence: [],
              remedy: {
                kind: 'MUTATION',
                name: 'pinBitdefenderDevice',
                message: 'Pin the device to the agent, if they are the same machine.',
              },
              integrationId: null,
              companyId: null,
              deviceId: 'd',
              threatId: null,
            },
            {
              code: 'TIMES_NOT_CERTAIN',
              severity: 'INFORMATION',
              message: 'Nothing shows in which time zone GravityZone writes dates.',
              evidence: [],
              remedy: { kind: 'SETTING', name: 'timeZone', message: 'Set it.' },
              integrationId: null,
              companyId: null,
              deviceId: null,
              threatId: 't',
            },
          ];
        if (n.trend)
          n.trend = Array.from({ length: 30 }, (_, i) => ({
            day: `2026-11-${String(i + 1).padStart(2, '0')}`,
            machines: 38 + Math.floor(i / 8),
            protectedAgents: 20 + Math.floor(i / 2),
          }));
      }),
  ],
  'client-disconnected': [
    '/clients/CLIENT',
    (d) =>
      walk(d, (n) => {
        if ('syncing' in n) n.syncing = false;
        if (n.cadence) {
          n.cadence.nextSyncAt = null;
          n.cadence.active = false;
          n.cadence.reasons = [];
        }
      }),
  ],
  'client-unmapped': [
    '/clients/CLIENT',
    (d) =>
      walk(d, (n) => {
        if (n.companies) n.companies = [];
      }),
  ],
  'device-ambiguous': [
    '/devices/DEVICE',
    (d) =>
      walk(d, (n) => {
        if (n.bitdefenderDevice)
          Object.assign(n.bitdefenderDevice, {
            matchKind: 'AMBIGUOUS',
            matchReason: 'Two agents have the host name "WIN-ABC123", and nothing distinguishes them.',
            agent: null,
            abilities: { canRunScripts: false },
            matchCandidates: [
              { id: 'a', hostname: 'WIN-ABC123' },
              { id: 'b', hostname: 'win-abc123.corp.example' },
            ],
            syncing: false,
            presence: 'MISSING',
            twins: [{ id: 't', bdId: '5f0a6f0b2c1d', presence: 'MISSING' }],
            events: [
              { kind: 'RENAMED', at: new Date(Date.now() - 9e7).toISOString(), before: 'WIN-OLD', after: 'WIN-ABC123' },
              { kind: 'MISSING', at: new Date(Date.now() - 9e6).toISOString(), before: null, after: null },
            ],
          });
      }),
  ],
  'clients-failed': [
    '/clients',
    (d, body) =>
      body.query.includes('ClientsPage')
        ? { errors: [{ message: 'Something broke.', extensions: { code: 'INTERNAL' } }], data: null }
        : d,
  ],
  'devices-forbidden': [
    '/devices',
    () => ({ errors: [{ message: 'A technician may read devices.', extensions: { code: 'FORBIDDEN' } }], data: null }),
  ],
  'today-forbidden': [
    '/',
    () => ({ errors: [{ message: 'A technician may read this.', extensions: { code: 'FORBIDDEN' } }], data: null }),
  ],
  'devices-empty': ['/devices?q=nothinglikeit', (d) => d],
};
const [, , scheme = 'light', size = '1280x800', ...names] = process.argv;
const [width, height] = size.split('x').map(Number);
for (const [name, [path, change]] of Object.entries(cases)) {
  if (names.length > 0 && !names.includes(name)) continue;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
  const page = await context.newPage();
  page.on('pageerror', (e) => console.log('pageerror', e.message.slice(0, 300)));
  page.on(
    'console',
    (m) => ['error', 'warning'].includes(m.type()) && console.log('console', m.type(), m.text().slice(0, 300)),
  );
  await page.route('**/graphql', async (route) => {
    let response;
    try {
      response = await route.fetch();
    } catch {
      return;
    }
    let json;
    try {
      json = await response.json();
    } catch {
      return;
    }
    const body = route.request().postDataJSON();
    const out = change(json, body);
    await route.fulfill({ response, json: out ?? json }).catch(() => {});
  });
  await page.goto(base + path.replace('CLIENT', process.env.CLIENT).replace('DEVICE', process.env.DEVICE ?? ''));
  await page.waitForTimeout(2200);
  const h = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.min(h, 2600) });
  await page.waitForTimeout(300);
  await page.screenshot({ path: `/tmp/w/scrA-shots/s-${name}-${scheme}.png` });
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  console.log(
    name,
    violations
      .map((v) => `AXE ${v.id} ${v.nodes[0].html.slice(0, 200)} ${v.nodes[0].any[0]?.message?.slice(0, 160)}`)
      .join('\n'),
  );
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await context.close();
}
await browser.close();
