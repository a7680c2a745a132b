import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations, openConsole } from '../../support/browser.js';
import { admin, eventually, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

let environment: TestEnvironment;
let clientId: string;

const rows = (page: Page) => page.locator('tbody tr[data-row]');
const rowOf = (page: Page, name: string) => rows(page).filter({ hasText: name });

const statesOfAlerts = async (): Promise<string[]> => {
  const { bitdefenderAlerts } = await environment.data<{
    bitdefenderAlerts: { edges: { node: { state: string } }[] };
  }>(admin, '{ bitdefenderAlerts(filter: { kind: THREAT }) { edges { node { state } } } }');
  return [...new Set(bitdefenderAlerts.edges.map(({ node }) => node.state))];
};

const ruleNames = async (): Promise<string[]> => {
  const { bitdefenderAlertRules } = await environment.data<{
    bitdefenderAlertRules: { name: string; enabled: boolean }[];
  }>(admin, '{ bitdefenderAlertRules { name enabled } }');
  return bitdefenderAlertRules.map(({ name, enabled }) => (enabled ? name : `${name} (off)`));
};

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true, pagesOf: 'msp-one' });
  const bakery = addBakery(environment);
  clientId = bakery.clientId;
  const site = { id: 'site-ovens', name: 'Ovens' };
  environment.core.world('msp-one').addAgent({ clientId, hostname: 'oven-01', site });
  await connectSimulator(environment);
  await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
  for (const [name, severityScore] of [
    ['Ransom.One', 95],
    ['Trojan.Two', 80],
    ['Adware.Three', 20],
  ] as const)
    environment.gravityZone.world.addIncident({
      companyId: bakery.companyId,
      deviceId: bakery.deviceId,
      name,
      severityScore,
      filePath: `C:\\${name}.exe`,
    });
  await syncNow(environment, bakery.clientId);
});

describe('alerts in a browser', () => {
  let page: Page;

  beforeAll(async () => {
    const opened = await openConsole(environment, { role: 'technician', path: '/alerts' });
    page = opened.page;
    await rowOf(page, 'Ransom.One').waitFor();
    expect(opened.takeOperations()).toEqual({ AlertsPage: 1, LiveAlerts: 1 });
  });

  it('open with what waits for somebody', async () => {
    const { searchParams } = new URL(page.url());
    expect(searchParams.get('state')).toBe('OPEN');
    expect(searchParams.get('suppressed')).toBe('no');
    expect(await rows(page).count()).toBe(3);
  });

  it('are acknowledged in a batch, leave the list, and come back', async () => {
    await page.getByLabel('Select all rows shown').check();
    await page.getByRole('toolbar').getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText('3 acknowledged').waitFor();
    await page.getByText('No alerts match').waitFor();
    expect(await statesOfAlerts()).toEqual(['ACKNOWLEDGED']);
    await page.getByRole('button', { name: 'Undo' }).click();
    await rowOf(page, 'Ransom.One').waitFor();
    expect(await statesOfAlerts()).toEqual(['OPEN']);
    await page.getByRole('button', { name: 'Dismiss' }).click();
  });

  it('are walked by keyboard; one opens with its rules and its history, and stays open when it leaves the list', async () => {
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog');
    for (const title of ['What happened', 'Ticket', 'Rules', 'History'])
      await panel.getByRole('heading', { name: title, exact: true }).waitFor();
    await panel.getByText('Bitdefender high-severity -> ticket', { exact: true }).waitFor();
    await expectNoAxeViolations(page);
    await panel.getByRole('button', { name: 'Resolve' }).click();
    await panel.getByRole('button', { name: 'Reopen' }).click();
    await panel.getByRole('button', { name: 'Acknowledge' }).waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
  });

  it('are snoozed until one of the usual times', async () => {
    await rowOf(page, 'Trojan.Two').getByRole('checkbox').check();
    await page.getByRole('toolbar').getByRole('button', { name: 'Snooze' }).click();
    await page.getByRole('button', { name: 'For 4 hours' }).click();
    await page.getByText('1 snoozed').waitFor();
    await rowOf(page, 'Trojan.Two').waitFor({ state: 'detached' });
    expect((await statesOfAlerts()).toSorted()).toEqual(['OPEN', 'SNOOZED']);
  });

  it('offer no decision to who may only read', async () => {
    const reader = await openConsole(environment, { role: 'read-only', path: '/alerts' });
    await rowOf(reader.page, 'Ransom.One').locator('td').nth(1).click();
    const panel = reader.page.getByRole('dialog');
    await panel.getByRole('heading', { name: 'History' }).waitFor();
    expect(await reader.page.getByRole('checkbox').count()).toBe(0);
    expect(await panel.getByRole('button', { name: 'Resolve' }).count()).toBe(0);
  });
});

describe('rules in a browser', () => {
  let page: Page;

  beforeAll(async () => {
    const opened = await openConsole(environment, { role: 'owner', path: '/rules' });
    page = opened.page;
    await page.getByRole('heading', { name: 'Bitdefender high-severity -> ticket' }).waitFor();
    expect(opened.takeOperations()).toEqual({ RuleChoices: 1, RulesPage: 1 });
  });

  it('are tried on past alerts before one is switched on', async () => {
    const name = 'Bitdefender medium and low -> notify';
    const rule = page.getByRole('switch', { name: `Switch on ${name}` });
    await rule.press('Space');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Alerts considered').waitFor();
    await dialog.getByText('Adware.Three').waitFor();
    expect(await ruleNames()).toContain(`${name} (off)`);
    await dialog.getByRole('button', { name: 'Switch on' }).click();
    await page.getByRole('switch', { name: `Switch off ${name}` }).waitFor();
    expect(await ruleNames()).toContain(name);
  });

  it('change their order by keyboard, which stays on the rule', async () => {
    const [first = '', second = '', third = ''] = await ruleNames();
    await page.getByRole('button', { name: `Move ${first} down` }).press('Enter');
    await page.getByText(`${first} is now number 2 of 5.`).waitFor({ state: 'attached' });
    await page.keyboard.press('Enter');
    await page.getByText(`${first} is now number 3 of 5.`).waitFor({ state: 'attached' });
    expect((await ruleNames()).slice(0, 3)).toEqual([second, third, first]);
  });

  it('say at the input what is wrong, and are stored, changed and deleted', async () => {
    await page.getByRole('button', { name: 'New rule' }).click();
    const editor = page.getByRole('dialog', { name: 'New rule' });
    await editor.getByRole('button', { name: 'Save' }).click();
    await editor.getByText('A name has 1 to 200 characters.').waitFor();
    await editor.getByText('Name the team that gets the ticket.').waitFor();
    await expectNoAxeViolations(page);
    await editor.getByLabel('Name', { exact: false }).first().fill('Night watch');
    await editor.getByRole('combobox', { name: 'Team' }).click();
    await page.getByRole('option', { name: 'Security' }).click();
    await editor.getByRole('button', { name: 'Save' }).click();
    await editor.waitFor({ state: 'detached' });
    expect(await ruleNames()).toContain('Night watch (off)');

    await page.getByRole('button', { name: 'Edit: Night watch' }).first().click();
    const edited = page.getByRole('dialog', { name: 'Edit the rule' });
    await edited.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog', { name: 'Delete this rule?' }).getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'Night watch' }).waitFor({ state: 'detached' });
    expect(await ruleNames()).toHaveLength(5);
  });

  it('are limited to sites of their clients, where there are some', async () => {
    await page.getByRole('button', { name: 'New rule' }).click();
    const editor = page.getByRole('dialog', { name: 'New rule' });
    await editor.getByLabel('Name', { exact: false }).first().fill('Ovens alone');
    await editor.getByText('Only these', { exact: true }).click();
    await editor.getByRole('combobox', { name: 'Clients' }).click();
    const sites = editor.getByRole('combobox', { name: 'Sites' });
    expect(await sites.count()).toBe(0);
    await page.getByRole('option', { name: 'The Bakery' }).click();
    await sites.click();
    await page.getByRole('option', { name: 'Ovens (1)' }).click();
    await editor.getByText('left to rules for whole clients').waitFor();
    await editor.getByRole('combobox', { name: 'Team' }).click();
    await page.getByRole('option', { name: 'Security' }).click();
    await editor.getByRole('button', { name: 'Try on the last 30 days' }).click();
    await editor.getByText('Ransom.One').waitFor();
    await expectNoAxeViolations(page);
    await editor.getByRole('button', { name: 'Save' }).click();
    await editor.waitFor({ state: 'detached' });
    await page.getByText('Only The Bakery, at Ovens').waitFor();

    // Read back; without its client, the site is gone too.
    await page.getByRole('button', { name: 'Edit: Ovens alone' }).first().click();
    const edited = page.getByRole('dialog', { name: 'Edit the rule' });
    await edited.getByText('Ovens (1)').waitFor();
    await edited.getByRole('combobox', { name: 'Clients' }).press('Backspace');
    await edited.getByRole('combobox', { name: 'Sites' }).waitFor({ state: 'detached' });
    await edited.getByRole('button', { name: 'Save' }).click();
    await edited.getByText('Name the clients it is for.').waitFor();
    await edited.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog', { name: 'Delete this rule?' }).getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'Ovens alone' }).waitFor({ state: 'detached' });
  });

  it('name causes once they are about degraded protection alone', async () => {
    await page.getByRole('button', { name: 'New rule' }).click();
    const editor = page.getByRole('dialog', { name: 'New rule' });
    await editor.getByLabel('Name', { exact: false }).first().fill('Isolated');
    const causes = editor.getByRole('combobox', { name: 'Causes of degraded protection' });
    expect(await causes.count()).toBe(0);
    await editor.getByRole('combobox', { name: 'Kinds of alerts' }).click();
    await page.getByRole('option', { name: 'Protection', exact: true }).click();
    await causes.click();
    await page.getByRole('option', { name: 'Isolated from the network' }).click();
    await editor.getByRole('combobox', { name: 'Team' }).click();
    await page.getByRole('option', { name: 'Security' }).click();
    await editor.getByRole('button', { name: 'Save' }).click();
    await editor.waitFor({ state: 'detached' });
    await page.getByText(/^Degraded protection · .*Isolated from the network/).waitFor();
    await page.getByRole('button', { name: 'Edit: Isolated' }).first().click();
    const edited = page.getByRole('dialog', { name: 'Edit the rule' });
    await edited.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog', { name: 'Delete this rule?' }).getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'Isolated' }).waitFor({ state: 'detached' });
  });

  it('are only read by a technician', async () => {
    const technician = await openConsole(environment, { role: 'technician', path: '/rules' });
    await technician.page.getByRole('heading', { name: 'Bitdefender high-severity -> ticket' }).waitFor();
    expect(await technician.page.getByRole('switch').count()).toBe(0);
    expect(await technician.page.getByRole('button', { name: 'New rule' }).count()).toBe(0);
  });
});

describe('mutes in a browser', () => {
  it('say what is missing, are added, and are ended', async () => {
    const { page } = await openConsole(environment, { role: 'technician', path: '/mutes' });
    await page.getByText('Nothing is muted').waitFor();
    await page.getByRole('button', { name: 'Mute alerts' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Mute', exact: true }).click();
    await dialog.getByText('Name a client, a device or a threat').waitFor();
    await dialog.getByLabel('Name of the threat').fill('EICAR');
    await dialog.getByLabel('Reason').fill('We test the alerting.');
    await dialog.getByRole('button', { name: 'Mute', exact: true }).click();
    await page.getByText('We test the alerting.').waitFor();
    await page.getByRole('button', { name: 'End the mute of Any client · Threat EICAR now' }).click();
    await page.getByText('Nothing is muted').waitFor();
    await page.getByLabel('Show those that are over').check();
    await page.getByText('Over', { exact: true }).waitFor();
  });
});

describe('records in a browser', () => {
  it('open a sync run with its streams', async () => {
    const { page } = await openConsole(environment, { role: 'read-only', path: '/runs' });
    await rows(page).first().click();
    const panel = page.getByRole('dialog');
    for (const stream of ['Inventory', 'Matching', 'Incidents', 'Quarantine'])
      await panel.getByRole('cell', { name: stream, exact: true }).waitFor();
    await expectNoAxeViolations(page);
  });

  it('say who changed what, and what differs', async () => {
    const { page } = await openConsole(environment, { role: 'owner', path: '/audit?action=RULE_ENABLED' });
    await rowOf(page, 'Switched on a rule').first().click();
    const panel = page.getByRole('dialog');
    await panel.getByRole('heading', { name: 'Difference' }).waitFor();
    await panel.getByRole('cell', { name: 'true', exact: true }).waitFor();
    await expectNoAxeViolations(page);
  });

  it('keep the audit from a technician', async () => {
    const { page } = await openConsole(environment, { role: 'technician', path: '/audit' });
    await page.getByText('The audit is for administrators.').waitFor();
    expect(await page.getByRole('link', { name: 'Audit' }).count()).toBe(0);
  });
});

describe('the portal in a browser', () => {
  it('is a friendly page while the provider shows nothing, and the week of the client once it does', async () => {
    const { page } = await openConsole(environment, { role: { portalOf: clientId }, path: '/portal' });
    await page.getByText('Nothing to see here yet').waitFor();
    await expectNoAxeViolations(page);
    const { bitdefenderSettings } = await environment.data<{ bitdefenderSettings: { version: string } }>(
      admin,
      '{ bitdefenderSettings { version } }',
    );
    await environment.data(
      admin,
      'mutation ($version: String!) { updateBitdefenderSettings(input: { version: $version, portalEnabled: true }) { userErrors { code } } }',
      { version: bitdefenderSettings.version },
    );
    await page.reload();
    await page.getByRole('heading', { name: '3 threats were found on 1 machine' }).waitFor();
    await page.getByText('Ransom.One').waitFor();
    await expectNoAxeViolations(page);
    // The week before, by its link.
    await page.getByRole('main').getByRole('listitem').nth(1).getByRole('link').click();
    await eventually(async () => new URL(page.url()).searchParams.has('week'));
    await page.getByText('None of your machines was concerned.').waitFor();
  });
});

describe('screens on a phone', () => {
  const paths = ['/alerts', '/rules', '/rules?rule=new', '/mutes', '/maintenance', '/runs', '/jobs', '/audit'];
  it.each(paths.flatMap((path) => (['light', 'dark'] as const).map((colorScheme) => [path, colorScheme] as const)))(
    '%s has no violation of WCAG AA in %s, and does not scroll to the side',
    async (path, colorScheme) => {
      const { page } = await openConsole(environment, { path, viewport: 'phone', colorScheme });
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByRole('status', { name: 'Loading' }).waitFor({ state: 'detached' });
      await expectNoAxeViolations(page);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    },
  );
});

describe('degraded protection in a browser', () => {
  it('is tried before its rule is switched on, raised, and leads to the machines', async () => {
    const { world } = environment.gravityZone;
    for (const device of world.devices.values()) if (device.name === 'OVEN-01') device.productOutdated = true;
    await syncNow(environment, clientId);
    const { page } = await openConsole(environment, { role: 'owner', path: '/rules' });
    const name = 'Bitdefender protection degraded -> notify';
    await page.getByRole('switch', { name: `Switch on ${name}` }).press('Space');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('It would raise alerts now of').waitFor();
    await dialog.getByText('Product out of date').waitFor();
    expect(await dialog.getByText('Alerts considered').count()).toBe(0);
    await expectNoAxeViolations(page);
    await dialog.getByRole('button', { name: 'Switch on' }).click();
    await page.getByRole('switch', { name: `Switch off ${name}` }).waitFor();

    for (const device of world.devices.values()) if (device.name === 'OVEN-01') device.policy.name = 'Another policy';
    await syncNow(environment, clientId);
    await page.goto(new URL('/alerts?kind=DEGRADATION', page.url()).href);
    await rowOf(page, 'Bitdefender product out of date: 1 machine').click();
    const panel = page.getByRole('dialog');
    await panel.getByText('OVEN-01').waitFor();
    await panel.getByRole('link', { name: 'List them' }).click();
    await page.waitForURL(/\/devices\?.*PRODUCT_OUTDATED/);
    await page.getByText('OVEN-01').first().waitFor();
  });
});
