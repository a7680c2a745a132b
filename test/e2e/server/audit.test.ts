import { readFile } from 'node:fs/promises';
import { type Audit, serverAudits } from 'graphql-http';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';

/** The audits whose answer stays another one, by their ids. docs/routers.md says why. */
const kept = ['572B', 'FDE2', '7B9B'];

describe('the audits of GraphQL over HTTP', () => {
  let environment: TestEnvironment;
  let authorization: string;
  let audits: Audit[];

  beforeAll(async () => {
    environment = await testEnvironment();
    authorization = `Bearer ${await environment.tokens.issue(technician)}`;
    audits = serverAudits({
      url: environment.app.url,
      fetchFn: (url: string, init: RequestInit) =>
        fetch(url, { ...init, headers: { ...Object.fromEntries(new Headers(init.headers)), authorization } }),
    });
  });

  it.each(['MUST', 'SHOULD'])('pass where an answer %s be so, but for those that are kept', async (word) => {
    const wanted = audits.filter(({ name }) => name.startsWith(`${word} `));
    expect(wanted.length).toBeGreaterThan(10);
    const failed: string[] = [];
    for (const audit of wanted) {
      const result = await audit.fn();
      if (result.status !== 'ok') failed.push(audit.id);
    }
    expect(failed).toEqual(word === 'MUST' ? [] : kept);
  });

  it('are documented where they are kept, and only there', async () => {
    const [, table = ''] =
      /## GraphQL over HTTP\n([\s\S]*?)\n## /.exec(await readFile('docs/routers.md', 'utf8')) ?? [];
    const documented = [...table.matchAll(/^\| `(\w{4})` \| ([^|]+) \|/gm)].map(([, id, name]) => [id, name]);
    expect(documented).toEqual(kept.map((id) => [id, audits.find((audit) => audit.id === id)?.name]));
  });
});
