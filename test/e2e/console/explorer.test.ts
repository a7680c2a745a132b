import { beforeAll, expect, it } from 'vitest';
import { type OpenedPage, openPage } from '../../support/browser.js';
import { eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { type PlantedThreat, plantedThreat, plantThreats } from '../../support/threats.js';

let threat: PlantedThreat;
let environment: TestEnvironment;
let opened: OpenedPage;
let clientId: string;

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true, pagesOf: 'msp-one' });
  ({ id: clientId } = environment.core.world('msp-one').addClient({ name: 'Bakery' }));
  threat = plantedThreat({ tenantId: 'msp-one', clientId });
  await plantThreats(environment.database, [threat]);
  opened = await openPage(environment, { path: '/explorer/' });
});

const chooseRole = (role: string) => opened.page.getByLabel('Role').selectOption(role);

/** Opens an operation of the collection and waits until it is in the editor. */
async function open(operation: string): Promise<void> {
  await opened.page.getByRole('button', { name: new RegExp(`${operation}$`) }).click();
  await opened.page.locator('.graphiql-query-editor .CodeMirror', { hasText: operation }).waitFor();
}

/**
 * Writes an operation into the editor, in place of what is there. Not by a click: where a click takes the page longer than 100 ms, CodeMirror takes
 * itself to have lost the focus that it has just got, and ignores what is typed.
 */
async function write(operation: string): Promise<void> {
  const editor = opened.page.locator('.graphiql-query-editor');
  await editor.locator('textarea').focus();
  await opened.page.keyboard.press('ControlOrMeta+A');
  await opened.page.keyboard.insertText(operation);
  await editor.locator('.CodeMirror', { hasText: operation }).waitFor();
}

const run = () => opened.page.getByRole('button', { name: /^Execute query/ }).click();
const answer = (text: string | RegExp) => opened.page.locator('.result-window', { hasText: text });

it('runs an operation of a screen and shows its answer', async () => {
  await chooseRole('technician');
  await open('ThreatsPage');
  await run();
  // The editor has in the page only the lines that fit.
  await answer('"totalCount": 1').waitFor();
  expect(opened.takeOperations()).toMatchObject({ IntrospectionQuery: 1, ThreatsPage: 1 });
});

it('fills in the variables that an operation needs', async () => {
  await open('ClientTab');
  await opened.page.locator('.graphiql-editor-tool', { hasText: clientId }).first().waitFor();
  await run();
  await answer('"client": {').waitFor();
  expect(opened.takeOperations()).toEqual({ ClientTab: 1 });
});

it('shows what is refused to the role that was chosen', async () => {
  await chooseRole('portal');
  expect(await opened.page.getByRole('combobox', { name: /^Client/ }).inputValue()).not.toBe('');
  await open('ThreatsPage');
  await run();
  await answer('FORBIDDEN').waitFor();
});

it('shows the events of a subscription', async () => {
  await chooseRole('technician');
  await write('subscription Changes { bitdefenderThreatChanged { threat { id note } } }');
  await run();
  const shown = answer(threat.id);
  const mutation = `mutation ($input: TriageBitdefenderThreatsInput!) {
    triageBitdefenderThreats(input: $input) { userErrors { code } } }`;
  const input = { ids: [threat.id], decision: 'NOTE' };
  await eventually(async () => {
    await environment.data(technician, mutation, { input: { ...input, note: `${Date.now()}` } });
    return shown.isVisible();
  });
  await opened.page.getByRole('button', { name: /^Stop query/ }).click();
});

it('loads from the gateway alone, and reports no error', () => {
  expect(opened.takeProblems()).toEqual([]);
});
