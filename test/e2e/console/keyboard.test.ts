import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openConsole } from '../../support/browser.js';
import { eventually, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

let environment: TestEnvironment;
let page: Page;

const rowOf = (name: string) => page.locator('tbody tr[data-row]').filter({ hasText: name });
const hasFocus = (locator: Locator) => locator.evaluate((element) => element === element.ownerDocument.activeElement);

/** Whether what has the focus, or the box around it, looks different from how it looks without it. */
const isFocusVisible = () =>
  page.evaluate(`(() => {
    const looksOf = (element) => {
      const { outlineStyle, outlineWidth, boxShadow, borderColor, backgroundColor, left } = getComputedStyle(element);
      return [outlineStyle === 'none' ? '' : outlineWidth, boxShadow, borderColor, backgroundColor, left].join();
    };
    const focused = document.activeElement;
    const boxes = [focused];
    while (boxes.length < 4) boxes.push(boxes.at(-1).parentElement ?? focused);
    const looks = () => {
      for (const each of document.getAnimations()) if (each instanceof CSSTransition) each.finish();
      return boxes.map(looksOf).join();
    };
    const before = looks();
    focused.blur();
    const after = looks();
    focused.focus({ focusVisible: true });
    return before !== after;
  })()`);

/** Presses Tab until something has the focus, which must then be visible. */
async function tabTo(wanted: Locator, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press(key);
    if ((await wanted.count()) === 1 && (await hasFocus(wanted))) {
      expect(await isFocusVisible(), `the focus on ${wanted} is visible`).toBe(true);
      return;
    }
  }
  throw new Error(`Tab does not reach ${wanted}.`);
}

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true, pagesOf: 'msp-one' });
  const { companyId, deviceId, clientId } = addBakery(environment);
  environment.core.world('msp-one').addAgent({ clientId, hostname: 'oven-01' });
  await connectSimulator(environment);
  await mapByBdId(environment, { [companyId]: clientId });
  for (const [name, severityScore] of [
    ['Ransom.One', 95],
    ['Trojan.Two', 80],
    ['Adware.Three', 50],
  ] as const)
    environment.gravityZone.world.addIncident({ companyId, deviceId, name, severityScore, filePath: `C:\\${name}` });
  await syncNow(environment, clientId);
  ({ page } = await openConsole(environment));
  await page.getByRole('main').getByRole('link').first().waitFor();
});

describe('the console by keyboard alone', () => {
  it('begins with a link that skips the menu', async () => {
    const skip = page.getByRole('link', { name: 'Skip to content' });
    await page.keyboard.press('Tab');
    expect(await hasFocus(skip)).toBe(true);
    expect((await skip.boundingBox())?.x).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    expect(await hasFocus(page.getByRole('main'))).toBe(true);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.closest("main") !== null')).toBe(true);
  });

  it('opens a screen from the menu', async () => {
    await tabTo(page.getByRole('navigation').getByRole('link', { name: 'Threats' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await rowOf('Ransom.One').waitFor();
    expect(await rowOf('Adware.Three').count()).toBe(0);
  });

  it('filters, and stays at the filter', async () => {
    const severity = page.getByRole('combobox', { name: 'Severity', exact: true });
    await tabTo(severity);
    await page.keyboard.press('ArrowDown');
    const medium = page.getByRole('option', { name: 'Medium (1)' });
    await medium.waitFor();
    await eventually(async () => {
      if ((await severity.getAttribute('aria-activedescendant')) === (await medium.getAttribute('id'))) return true;
      await page.keyboard.press('ArrowDown');
      return false;
    });
    await page.keyboard.press('Enter');
    await rowOf('Adware.Three').waitFor();
    await page.keyboard.press('Escape');
    expect(await hasFocus(severity)).toBe(true);
  });

  it('opens and closes the panel of a threat, and goes back to the list', async () => {
    const list = page.getByRole('region', { name: 'Threats', exact: true });
    await tabTo(list);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog');
    await panel.getByRole('heading', { name: 'History' }).waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await eventually(() => hasFocus(list));
  });

  it('decides, and takes it back', async () => {
    await page.keyboard.press('r');
    await page.getByText('1 resolved').waitFor();
    await eventually(async () => (await page.locator('tbody tr[data-row]').count()) === 2);
    await tabTo(page.getByRole('button', { name: 'Undo' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Undone.').waitFor();
    await eventually(async () => (await page.locator('tbody tr[data-row]').count()) === 3);
  });

  it('keeps the focus within a dialog, and gives it back to what opened it', async () => {
    await tabTo(page.getByRole('navigation').getByRole('link', { name: 'Bitdefender' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    const rotate = page.getByRole('button', { name: 'Rotate the key' });
    await rotate.waitFor();
    await tabTo(rotate);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await eventually(() => hasFocus(dialog.getByLabel('New API key', { exact: true })));
    for (let presses = 0; presses < 8; presses += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.closest("[role=dialog]") !== null')).toBe(true);
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await eventually(() => hasFocus(rotate));
  });

  it('gives the focus back to the button of a menu whose item opened a dialog', async () => {
    const more = page.getByRole('button', { name: /^More about / });
    await tabTo(more);
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Edit' }).waitFor();
    await eventually(async () => {
      await page.keyboard.press('ArrowDown');
      return hasFocus(page.getByRole('menuitem', { name: 'Disconnect' }));
    });
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Nothing more is read from this GravityZone').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await eventually(() => hasFocus(more));
  });
});
