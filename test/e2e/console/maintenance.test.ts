import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations, openConsole } from '../../support/browser.js';
import { choose, openFromMenu } from '../../support/console.js';
import { eventually, everySecond, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

let environment: TestEnvironment;
let bakery: ReturnType<typeof addBakery>;

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true, pagesOf: 'msp-one', tick: everySecond });
  bakery = addBakery(environment);
  await connectSimulator(environment);
  await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
  await syncNow(environment, bakery.clientId);
});

describe('maintenance windows in a browser', () => {
  let page: Page;

  beforeAll(async () => {
    ({ page } = await openConsole(environment, { role: 'owner' }));
    await openFromMenu(page, 'Maintenance');
    await page.getByRole('heading', { level: 1, name: 'Maintenance windows' }).waitFor();
    await page.getByText('No maintenance is planned').waitFor();
  });

  it('are refused where the form names nothing, at the field that is wrong', async () => {
    await page.getByRole('button', { name: 'Plan maintenance' }).click();
    const form = page.getByRole('dialog');
    await form.getByText('Opens next').waitFor();
    await form.getByLabel('Name').fill('Patch night');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText(/^Name a client, a device or a rule: a window/).waitFor();
    await expectNoAxeViolations(page);
  });

  it('show when they would be open while they are planned', async () => {
    const form = page.getByRole('dialog');
    await form.getByRole('switch', { name: 'Repeats each week' }).press('Space');
    await form.getByText('Give at least one day', { exact: false }).waitFor();
    for (const day of ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'])
      await form.getByText(day, { exact: true }).click();
    await form.getByLabel('Time zone').fill('Pacific/Auckland');
    await form
      .getByText(/10:00.PM to .*12:00.AM \(Pacific\/Auckland\)/)
      .first()
      .waitFor();
    expect(await form.getByText(/\(Pacific\/Auckland\)$/).count()).toBe(5);
    await expectNoAxeViolations(page);
  });

  it('are planned, hold what comes, and show how much', async () => {
    const form = page.getByRole('dialog');
    await form.getByLabel('Time zone').fill('UTC');
    const begun = new Date(Date.now() - 10 * 60_000).toISOString();
    await form.getByLabel('From').fill(begun.slice(11, 16));
    await choose(page, 'Client', 'The Bakery');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The maintenance window is saved.').waitFor();
    await page.getByText('Client The Bakery').waitFor();
    await page.getByText('Open', { exact: true }).waitFor();
    const { companyId, deviceId } = bakery;
    environment.gravityZone.world.addIncident({ companyId, deviceId, name: 'Trojan.Held', severityScore: 95 });
    await syncNow(environment, bakery.clientId);
    await page.reload();
    await page.getByText('1 alert is held').waitFor();
    await expectNoAxeViolations(page);
    expect(environment.core.tickets).toEqual([]);
  });

  it('lead to the alerts they hold, which say until when', async () => {
    await page.getByText('1 alert is held').click();
    await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor();
    await page.getByText('Held', { exact: true }).filter({ visible: true }).first().waitFor();
    await page.getByText('Trojan.Held').first().waitFor();
    await expectNoAxeViolations(page);
  });

  it('are ended before their time, and what they hold acts', async () => {
    await openFromMenu(page, 'Maintenance');
    await page.getByRole('button', { name: 'End Patch night now' }).click();
    await page.getByText('Planned', { exact: true }).waitFor();
    await eventually(async () => environment.core.tickets.length === 1);
    expect(environment.core.tickets[0]?.body).toContain('Maintenance: Held from');
  });

  it('are changed and deleted by who may arrange rules, and read by others', async () => {
    await page.getByRole('button', { name: 'Edit Patch night' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Name').fill('Patch day');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 2, name: 'Patch day' }).waitFor();
    const { page: other } = await openConsole(environment, { role: 'technician', path: '/maintenance' });
    await other.getByRole('heading', { level: 2, name: 'Patch day' }).waitFor();
    expect(await other.getByRole('button', { name: /^(Plan|End|Edit|Delete)/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Delete Patch day' }).click();
    await page.getByText('No maintenance is planned').waitFor();
  });
});
