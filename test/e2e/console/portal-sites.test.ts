import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations, type OpeningOptions, openConsole } from '../../support/browser.js';
import { addClientTo, type LivingClient } from '../../support/client-life.js';
import { lookAs } from '../../support/console.js';
import { type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { changeSettings } from '../../support/report-world.js';

const north = { id: 'site-north', name: 'North' };
const south = { id: 'site-south', name: 'South' };

describe('the portal of somebody who is bound to a site, in a browser', { timeout: 120_000 }, () => {
  let environment: TestEnvironment;
  let bakery: LivingClient;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true, pagesOf: 'msp-one' });
    bakery = addClientTo(environment, 'BAKERY', ['OVEN-01', 'TILL-02']);
    const world = environment.core.world('msp-one');
    for (const [place, agent] of world.agentsOf(bakery.clientId).entries())
      world.moveToSite(agent.id, place === 0 ? north : south);
    for (const [place, name] of ['Trojan.North', 'Trojan.South'].entries())
      environment.gravityZone.world.addIncident({
        ...{ companyId: bakery.companyId, deviceId: bakery.machines[place]?.id ?? null, name, severityScore: 92 },
      });
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
    await syncNow(environment, bakery.clientId);
    await changeSettings(environment, { portalEnabled: true });
  });

  const openPortal = (options: OpeningOptions = {}) =>
    openConsole(environment, { role: { portalOf: bakery.clientId, siteId: north.id }, path: '/portal', ...options });

  it('says which site it is about, and shows nothing of another one', async () => {
    const { page, takeOperations } = await openPortal();
    await page.getByRole('heading', { name: '1 threat was found on 1 machine' }).waitFor();
    expect(await page.getByRole('note').textContent()).toBe('You see the machines of one site: North.');
    await page.getByText('Trojan.North').waitFor();
    const shown = await page.getByRole('main').textContent();
    for (const other of ['Trojan.South', 'TILL-02', 'South']) expect(shown).not.toContain(other);
    expect(takeOperations()).toMatchObject({ PortalWeek: 1 });
    await expectNoAxeViolations(page);
  });

  it('says so on a report too, which has no numbers of the whole client', async () => {
    const { page } = await openPortal({
      path: `/portal?report=month&day=${new Date().toISOString().slice(0, 10)}`,
      colorScheme: 'dark',
    });
    await page.getByText(/^1 threat was found/).waitFor();
    expect(await page.getByRole('note').textContent()).toBe('You see the machines of one site: North.');
    await page.getByText(/^This is recorded for all machines of your company together/).waitFor();
    const shown = await page.getByRole('main').textContent();
    for (const other of ['Trojan.South', 'TILL-02', 'South']) expect(shown).not.toContain(other);
    await expectNoAxeViolations(page);
  });

  it.each(['light', 'dark'] as const)('has no violation of WCAG AA on a phone in %s', async (colorScheme) => {
    const { page } = await openPortal({ viewport: 'phone', colorScheme });
    await page.getByRole('note').waitFor();
    await expectNoAxeViolations(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  it('is one of those that the demo looks as, beside the whole client', async () => {
    const { page } = await openConsole(environment, { role: 'owner' });
    await lookAs(page, /^Portal: BAKERY$/);
    await page.getByRole('heading', { name: '2 threats were found on 2 machines' }).waitFor();
    expect(await page.getByRole('note').count()).toBe(0);
    await lookAs(page, 'Portal: BAKERY, North');
    await page.getByRole('heading', { name: '1 threat was found on 1 machine' }).waitFor();
    await page.getByRole('note').waitFor();
  });
});
