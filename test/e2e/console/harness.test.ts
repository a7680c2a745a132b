import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations, type OpenedPage, openConsole } from '../../support/browser.js';
import { eventually, type TestEnvironment, testEnvironment } from '../../support/environment.js';

let environment: TestEnvironment;
let opened: OpenedPage;

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true, pagesOf: 'msp-one' });
  opened = await openConsole(environment, { role: 'technician', viewport: 'phone', colorScheme: 'dark' });
});

describe('a page in the browser of the tests', () => {
  it('is seen by whom, and as large and dark, as it was opened for', async () => {
    expect(await opened.page.getByLabel('Role', { exact: true }).first().inputValue()).toBe('Technician');
    expect(await opened.page.evaluate('innerWidth')).toBe(360);
    expect(await opened.page.evaluate('matchMedia("(prefers-color-scheme: dark)").matches')).toBe(true);
  });

  it('reports no problem, and counts its operations by name', async () => {
    expect(opened.takeProblems()).toEqual([]);
    opened.takeOperations();
    const send = (query: string) => {
      const options = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      };
      return opened.page.evaluate(`fetch('/graphql', ${JSON.stringify(options)}).then((response) => response.text())`);
    };
    await send('query Twice { __typename }');
    await send('query Twice { __typename }');
    expect(opened.takeOperations()).toMatchObject({ Twice: 2 });
  });

  it.each([
    [
      'a request elsewhere',
      'fetch("https://elsewhere.example/").catch(() => undefined)',
      /https:\/\/elsewhere\.example\//,
    ],
    [
      'a picture of elsewhere',
      'new Promise((r) => { const i = new Image(); i.onerror = r; i.src = "https://elsewhere.example/x.png"; })',
      /elsewhere/,
    ],
    [
      'a socket elsewhere',
      'new Promise((r) => { try { new WebSocket("ws://127.0.0.1:9/").onerror = r } catch { r() } })',
      /ws:\/\/127\.0\.0\.1:9/,
    ],
    ['an error of its console', 'console.error("It broke.")', /Console: It broke\./],
    ['an error of its script', 'void setTimeout(() => { throw new Error("It broke.") })', /Script: Error: It broke\./],
    ['an answer of failure', 'fetch("/explorer/nothing").then(() => undefined)', /404/],
  ])('reports %s', async (_what, script, problem) => {
    const reported: string[] = [];
    await opened.page.evaluate(`(async () => { await (${script}); })()`);
    await eventually(async () => {
      reported.push(...opened.takeProblems());
      return problem.test(reported.join('\n'));
    });
  });

  it('is refused for a text without contrast and a button without a name', async () => {
    await opened.page.evaluate(
      'document.body.insertAdjacentHTML("beforeend", "<p style=\'color:#777;background:#888\'>Hardly</p><button></button>")',
    );
    const violations = await expectNoAxeViolations(opened.page).catch((error: Error) => error.message);
    expect(violations).toMatch(/color-contrast[\s\S]*button-name|button-name[\s\S]*color-contrast/);
  });
});
