import type { Locator, Page } from 'playwright-core';

/** Opens a screen by the menu, as a person does. */
export async function openFromMenu(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name, exact: true }).click();
}

/** Chooses an option of a dropdown by its label. */
export async function choose(within: Page | Locator, label: string, option: string | RegExp): Promise<void> {
  const page = 'page' in within ? within.page() : within;
  // The box around the input of several choices takes the click.
  await within.getByRole('combobox', { name: label, exact: true }).click({ force: true });
  await page.getByRole('option', { name: option }).click();
}

/** Looks as somebody else, by the switch of roles. */
export async function lookAs(page: Page, role: string | RegExp): Promise<void> {
  await choose(page, 'Role', role);
}

/** Keeps what the service answers a page, over HTTP and WebSocket, to look for what must not be in it. */
export function keepAnswers(page: Page): () => Promise<string[]> {
  const answers: Promise<string>[] = [];
  page.on('response', (response) => {
    const isGraph = new URL(response.url()).pathname === '/graphql';
    // An answer whose page was left no longer has a text.
    if (isGraph) answers.push(response.text().catch(() => ''));
  });
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => answers.push(Promise.resolve(payload.toString()))),
  );
  return () => Promise.all(answers);
}

/** Everything that a page shows, holds in its inputs, and keeps for later. */
export async function everythingKept(page: Page): Promise<string> {
  const kept = await page.evaluate(`(async () => JSON.stringify([
    [...document.querySelectorAll('input, textarea')].map(({ value }) => value),
    { ...localStorage }, { ...sessionStorage }, document.cookie, location.href, history.state,
    (await indexedDB.databases()).map(({ name }) => name), await caches.keys(),
  ]))()`);
  return `${await page.content()} ${kept}`;
}

/** The screens of the menu, as the owner sees it. */
export const ofMenu = [
  '/',
  '/threats',
  '/clients',
  '/devices',
  '/seats',
  '/alerts',
  '/rules',
  '/mutes',
  '/maintenance',
  '/diagnostics',
  '/settings/bitdefender',
  '/settings/bitdefender/mappings',
  '/settings/digest',
  '/settings/assistants',
  '/runs',
  '/jobs',
  '/audit',
];
/** Those below a screen of the menu. */
export const ofOne = ['/clients/$client', '/clients/$client/report', '/devices/$device'];
/** Asks nothing of the graph; its test is `assistants.test.ts`. */
const besideGraph = '/settings/assistants';
export const allScreens = [
  ...ofMenu.filter((path) => path !== besideGraph),
  ...ofOne,
  '/portal',
  '/portal?report=month',
];

/** Waits until a screen shows what it has, and asks for nothing more. */
export async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
}
