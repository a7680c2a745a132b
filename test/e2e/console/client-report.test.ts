import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations, openConsole, openPage, viewports } from '../../support/browser.js';
import { choose, everythingKept } from '../../support/console.js';
import { type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { changeSettings, dayOfLastMonth, fillReports, lastMonth } from '../../support/report-world.js';
import { plantedThreat, plantThreats } from '../../support/threats.js';

let environment: TestEnvironment;
let clientId: string;
/** The address of the link that was created. */
let address: string;

const name = lastMonth().toFormat('yyyy-MM');
/** What A4 leaves of a line between the margins, in pixels. */
const paperWidth = 703;

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true, pagesOf: 'msp-one' });
  [clientId = ''] = await fillReports(environment, ['Bakery']);
  const { rows } = await environment.database.query('select id from company where client_id = $1', [clientId]);
  await plantThreats(
    environment.database,
    Array.from({ length: 60 }, (_, number) =>
      plantedThreat({
        ...{ companyId: rows[0]?.id, clientId, hostName: `a-rather-long-host-name-${number % 12}.bakery.example.com` },
        ...{ hostKey: `host-${number % 12}`, detectedAt: dayOfLastMonth(7) },
        name: `Gen:Variant.Trojan.${'WithoutAnyBlank'.repeat(6)}.${number}`,
      }),
    ),
  );
}, 180_000);

/** What is wider than the place it has, and is cut on paper. */
const cut = (page: Page) =>
  page.evaluate<string[]>(`[...document.querySelectorAll('main *')].flatMap((each) => {
    const { right } = each.getBoundingClientRect();
    const hides = getComputedStyle(each).overflowX !== 'visible' && each.scrollWidth > each.clientWidth + 1;
    return right > document.documentElement.clientWidth + 1 || hides ? [each.outerHTML.slice(0, 120)] : [];
  })`);

describe('reports in a browser', () => {
  it('are shown to the MSP, and not shared while the portal is off', async () => {
    const { page, takeOperations } = await openConsole(environment, {
      role: 'technician',
      path: `/clients/${clientId}`,
    });
    await page.getByRole('link', { name: 'Reports' }).click();
    await page.getByRole('heading', { level: 1, name: 'Security report for Bakery' }).waitFor();
    await page.getByText('no link opens').waitFor();
    expect(takeOperations()).toMatchObject({ ClientReport: 1 });
    expect(await page.getByRole('button', { name: 'Create a link' }).isDisabled()).toBe(true);
    await page.getByText(/^63 threats were found on 13 machines/).waitFor();
    await page.getByText('3 of 4 machines were protected.').waitFor();
    await expectNoAxeViolations(page);
    await changeSettings(environment, { portalEnabled: true });
  });

  it('are shared by a link, whose address is shown once', async () => {
    const { page } = await openConsole(environment, { role: 'technician', path: `/clients/${clientId}/report` });
    await choose(page, 'Expires after', '14 days');
    await page.getByRole('button', { name: 'Create a link' }).click();
    await page.getByText('The link was created.').waitFor();
    const shown = page.getByRole('status').filter({ hasText: 'Copy it now' }).locator('pre');
    address = (await shown.textContent()) ?? '';
    expect(address).toMatch(/\/report#bdreport1\.[\w.-]+$/);
    const links = page.getByRole('table', { name: 'Links' });
    await links.getByText(name).waitFor();
    await links.getByText('Active').waitFor();
    await links.getByText('Never').waitFor();
    await expectNoAxeViolations(page);
    await page.reload();
    await links.getByText('Active').waitFor();
    expect(await everythingKept(page)).not.toContain(new URL(address).hash.slice(1));
  });

  it('open behind the link without signing in, and leave no trace of its token', async () => {
    const urls: string[] = [];
    const { page, takeOperations } = await openPage(environment, { path: '/' });
    takeOperations();
    await page.context().clearCookies();
    page.on('request', (request) => urls.push(request.url()));
    await page.goto(address);
    await page.getByRole('heading', { level: 1, name: 'Security report' }).waitFor();
    await page.getByText('Bakery', { exact: true }).waitFor();
    await page.getByText(/^63 threats were found on 13 machines/).waitFor();
    await page.getByText('13 more threats are not listed here.').waitFor();
    expect(takeOperations()).toMatchObject({ PortalReport: 1 });
    expect(await page.getByRole('navigation').count()).toBe(0);
    const token = new URL(address).hash.slice(1);
    expect(urls.filter((url) => new URL(url).pathname !== '/report' && url.includes(token))).toEqual([]);
    expect(
      await page.evaluate(
        'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, document.title])',
      ),
    ).not.toContain(token);
    expect(await page.locator('meta[name="robots"]').getAttribute('content')).toContain('noindex');
    const { headers } = await fetch(new URL('/report', environment.gateway?.url), { headers: { accept: 'text/html' } });
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it.each(['light', 'dark'] as const)('can be read by everybody, %s and on a phone', async (colorScheme) => {
    const { page } = await openPage(environment, { path: '/', colorScheme });
    await page.goto(address);
    await page.getByText(/^63 threats were found/).waitFor();
    await expectNoAxeViolations(page);
    await page.setViewportSize(viewports.phone);
    await expectNoAxeViolations(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewports.phone.width);
  });

  it.each(['light', 'dark'] as const)('print on A4 with nothing cut, from a %s screen', async (colorScheme) => {
    const { page } = await openPage(environment, { path: '/', colorScheme });
    await page.goto(address);
    await page.getByText(/^63 threats were found/).waitFor();
    const printed = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    // 50 threats take some pages, and not a page each.
    const pages = printed.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(1);
    expect(pages).toBeLessThan(8);
    const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(printed) ?? [];
    expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([595, 842]);
    await page.setViewportSize({ width: paperWidth, height: 1_000 });
    await page.emulateMedia({ media: 'print', colorScheme });
    expect(await cut(page)).toEqual([]);
    const styles = await page.evaluate<string[]>(`[
      getComputedStyle(document.querySelector('tbody tr')).breakInside,
      getComputedStyle(document.querySelector('thead')).display,
      getComputedStyle(document.body).backgroundColor,
      String(getComputedStyle(document.querySelector('.not-printed')).display),
    ]`);
    expect(styles).toEqual(['avoid', 'table-header-group', 'rgb(255, 255, 255)', 'none']);
  });

  it('are printed without the token in the address', async () => {
    const { page } = await openPage(environment, { path: '/' });
    await page.goto(address);
    await page.getByText(/^63 threats were found/).waitFor();
    await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    expect(new URL(page.url()).hash).toBe('');
    await page.evaluate("window.dispatchEvent(new Event('afterprint'))");
    expect(page.url()).toBe(address);
  });

  it('are in the portal too, by week and month', async () => {
    const { page, takeOperations } = await openConsole(environment, { role: { portalOf: clientId }, path: '/portal' });
    await page.getByRole('link', { name: 'Reports' }).click();
    await page.getByText(/^63 threats were found/).waitFor();
    await page.getByRole('button', { name: 'Earlier' }).click();
    await page.getByText(/^1 threat was found/).waitFor();
    expect(page.url()).toContain(`report=month&day=${lastMonth().minus({ days: 1 }).toISODate()}`);
    await page.getByRole('button', { name: 'Later' }).click();
    await page.getByText(/^63 threats were found/).waitFor();
    await page.getByRole('radiogroup', { name: 'Period' }).getByText('Week').click();
    await page.waitForURL(/report=week/);
    expect(takeOperations()).toMatchObject({ PortalWeek: 1, PortalReport: expect.any(Number) });
    await expectNoAxeViolations(page);
    await page.goto(`${new URL(page.url()).origin}/portal?report=month&day=2001-01-01`);
    await page.getByRole('link', { name: 'Go to the last month' }).click();
    await page.getByText(/^63 threats were found/).waitFor();
    await page.getByRole('link', { name: 'Your week' }).click();
    await page.getByRole('heading', { level: 1, name: 'Your week' }).waitFor();
  });

  it('no longer open once the link is revoked, and say one thing', async () => {
    const { page } = await openConsole(environment, { role: 'owner', path: `/clients/${clientId}/report` });
    const links = page.getByRole('table', { name: 'Links' });
    await links.getByText(/^On 1 day, last /).waitFor();
    await page.getByRole('button', { name: `Revoke the link to ${name}` }).click();
    await page.getByText('The link no longer opens.').waitFor();
    await links.getByText('Revoked').waitFor();

    const visitor = await openPage(environment, { path: '/' });
    const texts: string[] = [];
    for (const ended of [
      address,
      address.slice(0, -3),
      `${address.split('#')[0]}`,
      `${address.split('#')[0]}#nonsense`,
    ]) {
      await visitor.page.goto('about:blank');
      await visitor.page.goto(ended);
      await visitor.page.getByText('This link leads to no report').waitFor();
      texts.push((await visitor.page.getByRole('main').textContent()) ?? '');
    }
    expect(new Set(texts).size).toBe(1);
    await expectNoAxeViolations(visitor.page);
    // The browser reports answers that refuse.
    for (const problem of visitor.takeProblems()) expect(problem).toMatch(/401|Failed to load resource/);
  });

  it('are not offered to be shared by who only reads', async () => {
    const { page } = await openConsole(environment, { role: 'read-only', path: `/clients/${clientId}/report` });
    await page.getByText(/^63 threats were found/).waitFor();
    expect(await page.getByRole('button', { name: 'Create a link' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Revoke/ }).count()).toBe(0);
  });
});
