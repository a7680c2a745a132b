import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const read = (file: string) => readFile(file, 'utf8');
const rule = z.object({
  alert: z.string(),
  annotations: z.object({ summary: z.string().min(10), runbook_url: z.string() }),
  labels: z.object({ severity: z.enum(['critical', 'warning']) }),
});
const file = z.object({ groups: z.array(z.object({ rules: z.array(rule) })) });
const tests = z.object({ tests: z.array(z.object({ name: z.string() })) });

const rules = file.parse(parse(await read('deploy/prometheus/alerts.yml'))).groups.flatMap((group) => group.rules);

it('has a section of docs/operations.md for each alert rule, and no other', async () => {
  const [, sections = ''] = /\n## Alerts\n([\s\S]*?)\n## /.exec(await read('docs/operations.md')) ?? [];
  const headings = [
    ...sections.matchAll(/^### (\w+)\n\n- \*\*Means\*\*: .+\n- \*\*Look at\*\*: .+\n- \*\*Do\*\*: .+$/gm),
  ];
  expect(headings.map(([, name]) => name).sort()).toEqual(rules.map(({ alert }) => alert).sort());
  expect(sections.match(/^### /gm)).toHaveLength(rules.length);
});

it('leads from each alert rule to its section', () => {
  for (const { alert, annotations } of rules)
    expect(annotations.runbook_url).toBe(`docs/operations.md#${alert.toLowerCase()}`);
});

it('has a unit test of each alert rule', async () => {
  const { tests: named } = tests.parse(parse(await read('deploy/prometheus/alerts.test.yml')));
  expect(named.map(({ name }) => name).sort()).toEqual(rules.map(({ alert }) => alert).sort());
});
