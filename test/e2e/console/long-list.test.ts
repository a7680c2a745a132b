import { beforeAll, describe, expect, it } from 'vitest';
import { type OpenedPage, openConsole } from '../../support/browser.js';
import { eventually, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { plantedThreat, plantThreats } from '../../support/threats.js';

const total = 100_000;
const perPage = 50;

let environment: TestEnvironment;
let opened: OpenedPage;

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true, pagesOf: 'msp-one' });
  environment.core.world('msp-one').addClient({ id: 'client-1', name: 'The Bakery' });
  const first = Date.parse('2026-03-01T00:00:00Z');
  for (let start = 0; start < total; start += 20_000)
    await plantThreats(
      environment.database,
      Array.from({ length: 20_000 }, (_, place) =>
        plantedThreat({
          name: `Trojan.${start + place}`,
          detectedAt: new Date(first + (start + place) * 1_000),
        }),
      ),
    );
  opened = await openConsole(environment, { path: '/threats' });
  await opened.page
    .getByText(`${total - 1}`)
    .first()
    .waitFor();
});

const rows = () => opened.page.locator('tbody tr[data-row]');
const scrollToEnd = () =>
  opened.page.getByRole('region', { name: 'Threats' }).evaluate((region) => {
    region.scrollTop = region.scrollHeight;
  });
const loaded = async () => Number((await opened.page.getByText(/loaded$/).textContent())?.split(' ')[0]);

describe('a list of 100,000 threats in a browser', () => {
  it('loads one page, and reports the length of the whole list', async () => {
    expect(await loaded()).toBe(perPage);
    await opened.page.getByText(`${perPage} of ${total} loaded`).waitFor();
    expect(opened.takeOperations()).toMatchObject({ ThreatsPage: 1 });
  });

  it('loads a page for each that is scrolled to, and keeps only rows on screen in the page', async () => {
    for (let pages = 2; pages <= 6; pages += 1) {
      await scrollToEnd();
      await eventually(async () => (await loaded()) >= pages * perPage);
      expect(await rows().count()).toBeLessThan(70);
    }
    expect(await loaded()).toBeLessThanOrEqual(8 * perPage);
    expect(opened.takeOperations().ThreatsPage).toBeLessThanOrEqual(7);
    const last = await rows().last().getAttribute('aria-rowindex');
    expect(Number(last)).toBeGreaterThan(5 * perPage);
  });
});
