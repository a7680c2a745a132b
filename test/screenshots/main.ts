import 'reflect-metadata';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { startDemoDatabase } from '../../demo/database.js';
import { demoPorts, requireDemoPorts } from '../../demo/settings.js';
import { startDemo } from '../../demo/start-demo.js';
import { launchChromium } from '../support/chromium.js';
import { root } from '../support/root.js';

/** Pictures of a screen: a phone sees it as long as it is, a desktop as much as fits. */
const looks = [
  { name: 'desktop-light', colorScheme: 'light', viewport: { width: 1_440, height: 900 } },
  { name: 'desktop-dark', colorScheme: 'dark', viewport: { width: 1_440, height: 900 } },
  { name: 'phone-light', colorScheme: 'light', viewport: { width: 360, height: 740 } },
  { name: 'phone-dark', colorScheme: 'dark', viewport: { width: 360, height: 740 } },
] as const;

interface Screen {
  name: string;
  path: string;
  role?: { role: string; clientId: string | null };
  /** What is done before the picture is taken. */
  prepare?: (page: Page) => Promise<void>;
}

const owner = { role: 'owner', clientId: null };
const firstLink = (list: string) => async (page: Page) => {
  const title = await page.locator('main h1').first().textContent();
  await page.locator(`main a[href^="${list}/"]`).first().click();
  await page
    .locator('main h1')
    .filter({ hasNotText: title ?? '' })
    .waitFor();
};

const screens: Screen[] = [
  { name: 'today', path: '/' },
  { name: 'threats', path: '/threats' },
  {
    name: 'threat',
    path: '/threats?severity=CRITICAL&order=NEWEST',
    prepare: async (page) => {
      await page.locator('tbody tr[data-row] td').nth(2).click();
      await page.getByRole('dialog').getByRole('heading', { level: 2 }).waitFor();
    },
  },
  { name: 'clients', path: '/clients' },
  { name: 'client', path: '/clients', prepare: firstLink('/clients') },
  { name: 'devices', path: '/devices' },
  {
    name: 'badge',
    path: '/devices?knownTo=BOTH',
    prepare: async (page) => {
      await page
        .getByRole('button', { name: /^Bitdefender: / })
        .first()
        .focus();
      await page.getByRole('tooltip').first().waitFor();
    },
  },
  { name: 'device', path: '/devices?knownTo=BOTH', prepare: firstLink('/devices') },
  { name: 'alerts', path: '/alerts' },
  { name: 'rules', path: '/rules' },
  { name: 'seats', path: '/seats' },
  { name: 'mutes', path: '/mutes' },
  { name: 'maintenance', path: '/maintenance' },
  { name: 'diagnostics', path: '/diagnostics' },
  { name: 'integrations', path: '/settings/bitdefender' },
  { name: 'mappings', path: '/settings/bitdefender/mappings' },
  { name: 'digest', path: '/settings/digest' },
  { name: 'assistants', path: '/settings/assistants' },
  { name: 'runs', path: '/runs' },
  { name: 'jobs', path: '/jobs' },
  { name: 'audit', path: '/audit' },
  {
    name: 'client-report',
    path: '/clients',
    prepare: async (page) => {
      await firstLink('/clients')(page);
      await page.getByRole('link', { name: 'Reports' }).click();
      await page.getByRole('heading', { level: 1, name: /^Security report/ }).waitFor();
    },
  },
  { name: 'report', path: '/portal?report=month', role: { role: 'portal', clientId: 'client-1' } },
  { name: 'portal', path: '/portal', role: { role: 'portal', clientId: 'client-1' } },
];
/** Those of the README, as they are named there. */
const published = new Map([
  ['today desktop-light', 'today'],
  ['threat desktop-dark', 'threat'],
]);

const say = (text: string) => process.stdout.write(`${text}\n`);
const folder = fileURLToPath(new URL('data/screenshots/', root));
const pictures = fileURLToPath(new URL('docs/pictures/', root));

/** Takes pictures of all screens of the demo into `data/screenshots/`, and those of the README into `docs/pictures/`. */
async function takeScreenshots(): Promise<void> {
  const ports = demoPorts(process.argv.slice(2));
  await requireDemoPorts(ports);
  const dataFolder = await mkdtemp(join(tmpdir(), 'opsmerge-bitdefender-screenshots-'));
  // As root, PostgreSQL runs as another user, who has to enter it.
  await chmod(dataFolder, 0o755);
  const demo = await startDemo({ ports, database: startDemoDatabase(dataFolder), say: () => undefined });
  const browser = await launchChromium();
  try {
    await demo.ready;
    await mkdir(folder, { recursive: true });
    for (const { name: look, colorScheme, viewport } of looks)
      for (const { name, path, role = owner, prepare } of screens) {
        const context = await browser.newContext({
          viewport,
          colorScheme,
          locale: 'en-GB',
          reducedMotion: 'reduce',
        });
        await context.addInitScript({
          content: `sessionStorage.setItem('demo-identity', ${JSON.stringify(JSON.stringify(role))})`,
        });
        const page = await context.newPage();
        await page.goto(`http://127.0.0.1:${ports.gateway}${path}`);
        await page.locator('main h1').first().waitFor();
        await page.waitForLoadState('networkidle');
        await prepare?.(page);
        await page.mouse.move(0, 0);
        await page.waitForLoadState('networkidle');
        await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' });
        await page.evaluate(
          'Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined)))',
        );
        const fullPage = viewport.width < 500;
        await page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage });
        const picture = published.get(`${name} ${look}`);
        if (picture) await page.screenshot({ path: join(pictures, `${picture}.png`) });
        await context.close();
      }
    say(`${looks.length * screens.length} pictures are in ${folder}.`);
  } finally {
    await browser.close();
    await demo.close();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

await takeScreenshots();
