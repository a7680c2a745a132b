import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations, openConsole } from '../../support/browser.js';
import { openFromMenu } from '../../support/console.js';
import { type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { monthOf, seatLooks } from '../../support/seats.js';

let environment: TestEnvironment;
const month = monthOf(new Date());

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true, pagesOf: 'msp-one' });
  const { world } = environment.gravityZone;
  const core = environment.core.world('msp-one');
  const mapping: Record<string, string> = {};
  const add = (name: string, machines: readonly string[]) => {
    const companyId = world.addCompany(name).id;
    mapping[companyId] = core.addClient({ name: `Client ${name}` }).id;
    const at = new Date(Date.now() - 90 * 24 * 3_600_000);
    for (const machine of machines) {
      world.addDevice({ companyId, name: machine, at });
      core.addAgent({ clientId: mapping[companyId] ?? '', hostname: machine });
    }
    return companyId;
  };
  const bakery = add('Bakery', ['OVEN', 'TILL', 'GONE']);
  add('Law', ['DESK']);
  const { integrationId } = await connectSimulator(environment);
  await mapByBdId(environment, mapping);
  await syncNow(environment, mapping[bakery] ?? '');
  const named = (name: string) => [...world.devices.values()].find((device) => device.name === name)?.id ?? '';
  world.deleteDevice(named('GONE'));
  await environment.database.query('update company set next_sync_at = now() where client_id is not null');
  await syncNow(environment, mapping[bakery] ?? '');
  // One that no sync has seen, as if it had been removed before.
  world.seats.begin({ id: 'of nobody', companyId: bakery, managed: true });
  const look = await seatLooks(environment);
  await look(integrationId);
}, 180_000);

describe('seats in a browser', () => {
  it('add up for each company, and open to the machines of a difference', async () => {
    const opened = await openConsole(environment, { role: 'read-only' });
    const { page } = opened;
    opened.takeOperations();
    await openFromMenu(page, 'Seats');
    await page.getByRole('heading', { level: 1, name: 'Seats' }).waitFor();
    await page
      .getByText(
        `${month}: 5 counted for 2 companies: 3 protected, 0 stale, 0 duplicate entries, 1 removed, 1 unexplained.`,
      )
      .waitFor();
    expect(opened.takeOperations()).toMatchObject({ SeatsPage: 1, ClientChoices: 1 });
    const table = page.getByRole('table', { name: 'Seats' });
    const cells = async (name: string) => table.getByRole('row', { name }).locator('td:visible').allTextContents();
    expect((await cells('Bakery')).slice(0, 8)).toEqual(['Bakery', 'Client Bakery', '4', '2', '0', '0', '1', '1']);
    expect((await cells('Law')).slice(0, 8)).toEqual(['Law', 'Client Law', '1', '1', '0', '0', '0', '0']);
    await expectNoAxeViolations(page);

    await table.getByText('Bakery', { exact: true }).click();
    const panel = page.getByRole('dialog');
    await panel.getByText('4 counted = 2 protected + 0 stale + 0 duplicate + 1 removed + 1 unexplained').waitFor();
    await panel.getByText('No known machine explains the rest.').waitFor();
    await panel.getByLabel('Category').click();
    await page.getByRole('option', { name: 'Removed (1)' }).click();
    const machines = panel.getByRole('table', { name: 'Machines' });
    await machines.getByText('Removed · Deleted').waitFor();
    await expect.poll(() => machines.locator('tbody tr').count()).toBe(1);
    expect(await machines.locator('tbody tr td').first().textContent()).toBe('GONE');
    expect(new URL(page.url()).searchParams.get('category')).toBe('REMOVED');
    await expectNoAxeViolations(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectNoAxeViolations(page);
  });

  it('are listed where they differ, and exported', async () => {
    const { page } = await openConsole(environment, {
      role: 'technician',
      path: '/seats',
      // The link of a file leads to the service itself.
      beside: [new URL(environment.app.url).origin],
    });
    const table = page.getByRole('table', { name: 'Seats' });
    await table.getByText('Law', { exact: true }).waitFor();
    await page.getByLabel('Only where the numbers differ').check();
    await table.getByText('Law', { exact: true }).waitFor({ state: 'detached' });
    await table.getByText('Bakery', { exact: true }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).last().click(),
    ]);
    expect(download.suggestedFilename()).toBe('bitdefender-seat-machines.csv');
  });

  it('fit on a phone, and say that there are none in another month', async () => {
    const { page } = await openConsole(environment, { role: 'technician', path: '/seats', viewport: 'phone' });
    await page.getByRole('table', { name: 'Seats' }).getByText('Bakery', { exact: true }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await expectNoAxeViolations(page);
    await page.goto(new URL('/seats?month=2020-01', page.url()).href);
    await page.getByText('No seats', { exact: true }).waitFor();
  });
});
