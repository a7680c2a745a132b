import type { Page } from 'playwright-core';
import { beforeAll, describe, it } from 'vitest';
import { expectNoAxeViolations, openConsole } from '../../support/browser.js';
import { addClientTo, companyOf, type LivingClient, whenAsked } from '../../support/client-life.js';
import { choose, openFromMenu } from '../../support/console.js';
import { everySecond, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const north = { id: 'site-north', name: 'North' };

describe('the life of a client in a browser', { timeout: 120_000 }, () => {
  let environment: TestEnvironment;
  let bakery: LivingClient;
  let page: Page;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true, pagesOf: 'msp-one', tick: everySecond });
    bakery = addClientTo(environment, 'BAKERY', ['OVEN-01', 'OVEN-02']);
    const world = environment.core.world('msp-one');
    const [agent] = world.agentsOf(bakery.clientId);
    world.moveToSite(agent?.id ?? '', north);
    for (const [place, name] of ['Trojan.North', 'Trojan.Nowhere'].entries())
      environment.gravityZone.world.addIncident({
        ...{ companyId: bakery.companyId, deviceId: bakery.machines[place]?.id ?? null, name, severityScore: 92 },
      });
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
    await syncNow(environment, bakery.clientId);
    page = (await openConsole(environment, { role: 'owner' })).page;
  });

  it('shows the machines of a site, once its client is chosen', async () => {
    await openFromMenu(page, 'Devices');
    await page.getByRole('link', { name: 'OVEN-02' }).waitFor();
    await choose(page, 'Client', /^BAKERY/);
    await choose(page, 'Site', 'North (1)');
    await page.getByRole('link', { name: 'OVEN-02' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'OVEN-01' }).waitFor();
    await expectNoAxeViolations(page);
  });

  it('shows the threats of a site', async () => {
    await openFromMenu(page, 'Threats');
    await page.getByText('Trojan.Nowhere').first().waitFor();
    await choose(page, 'Client', /^BAKERY/);
    await page.keyboard.press('Escape');
    await choose(page, 'Site', 'North (1)');
    await page.getByText('Trojan.Nowhere').first().waitFor({ state: 'detached' });
    await page.getByText('Trojan.North').first().waitFor();
    await expectNoAxeViolations(page);
  });

  it('shows an archived client as such, and that its company rests', async () => {
    environment.core.world('msp-one').setClientState(bakery.clientId, 'ARCHIVED');
    await whenAsked(environment, async () => (await companyOf(environment, bakery.companyId)).restsSince !== null);
    await openFromMenu(page, 'Clients');
    const row = page.getByRole('row').filter({ hasText: 'BAKERY' });
    await row.getByText('Archived').waitFor();
    await row.getByText('Resting').waitFor();
    await expectNoAxeViolations(page);
    await row.getByRole('link', { name: 'BAKERY' }).click();
    await page.getByText(/^This client is archived in OpsMerge/).waitFor();
    await expectNoAxeViolations(page);
    await openFromMenu(page, 'Mappings');
    await page.getByText('Mapped (1)').click();
    await page.getByText('Resting: the client is archived').first().waitFor();
    await expectNoAxeViolations(page);
  });
});
