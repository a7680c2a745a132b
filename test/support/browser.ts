import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { VisitorRole } from '../../demo/pages/choices.js';
import { launchChromium } from './chromium.js';
import { atEndOfFile } from './end-of-file.js';
import { type PageWatch, watchPage } from './page-watch.js';

let launched: Promise<Browser> | null = null;

/** The browser of the test file, closed at its end. */
function openBrowser(): Promise<Browser> {
  launched ??= launchChromium().then((browser) => {
    atEndOfFile(async () => {
      launched = null;
      await browser.close();
    });
    return browser;
  });
  return launched;
}

/** Sizes of windows; what is usable on a phone of this width is so on all. */
export const viewports = { desktop: { width: 1_440, height: 900 }, phone: { width: 360, height: 740 } } as const;

export interface OpeningOptions {
  /** Who looks; of the portal, of which client, and bound to which site. */
  role?: Exclude<VisitorRole, 'portal'> | { portalOf: string; siteId?: string };
  /** The address within the gateway, with its search. */
  path?: string;
  viewport?: keyof typeof viewports;
  colorScheme?: 'light' | 'dark';
  /** Other origins that the page may reach, such as that of the stage. */
  beside?: string[];
}

/** What serves pages: an environment of tests, or a demo. */
export interface Served {
  gateway: { url: string } | null;
}

export interface OpenedPage extends PageWatch {
  page: Page;
}

/** Opens a page of an environment that has pages and a gateway, as somebody with a browser of their own. */
export async function openPage(
  environment: Served,
  { role = 'owner', path = '/', viewport = 'desktop', colorScheme = 'light', beside = [] }: OpeningOptions = {},
): Promise<OpenedPage> {
  const address = new URL(path, environment.gateway?.url);
  const browser = await openBrowser();
  const context = await browser.newContext({
    viewport: viewports[viewport],
    colorScheme,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(patienceMilliseconds);
  const identity =
    typeof role === 'string'
      ? { role, clientId: null }
      : { role: 'portal', clientId: role.portalOf, siteId: role.siteId ?? null };
  await context.addInitScript({ content: `(${keepIdentity})(${JSON.stringify(JSON.stringify(identity))})` });
  const page = await context.newPage();
  const watch = watchPage(page, [address.origin, ...beside]);
  atEndOfFile(async () => {
    await context.close();
    expect(watch.takeProblems()).toEqual([]);
  });
  const response = await page.goto(address.href);
  if (response?.status() === 503) throw new Error('The pages are not built: run "npm run build".');
  return { page, ...watch };
}

/** Opens a screen of the console, and waits until its frame is there. */
export async function openConsole(environment: Served, options: OpeningOptions = {}): Promise<OpenedPage> {
  const opened = await openPage(environment, options);
  await opened.page.getByRole('main').waitFor();
  return opened;
}

/** Ends what hangs. */
const patienceMilliseconds = 60_000;

/** What the demo's page keeps of a choice of role; the role that the switch chose later stays. */
const keepIdentity = `(identity) => {
  if (location.protocol === 'http:' && sessionStorage.getItem('demo-identity') === null) sessionStorage.setItem('demo-identity', identity);
}`;

const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Expects that a page violates no rule of WCAG 2, A and AA, that axe can judge. */
export async function expectNoAxeViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(levels).analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}, at ${target.join(' ')}: ${failureSummary}`),
  );
  expect(found, found.join('\n')).toEqual([]);
}
