import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const source = (path: string) => readFile(new URL(`../../../../src/${path}`, import.meta.url), 'utf8');

it('names functions that exist when it describes the path of one threat', async () => {
  const [comment = ''] = (await source('sync/run/run-sync.ts')).split('*/');
  const text = comment.replaceAll(/\n \* */g, ' ');
  const hops = [...text.matchAll(/((?:`\w+`(?: or )?)+)(?:[^`(]*)\(([\w/.-]+\.ts)\)/g)];
  expect(hops.length).toBeGreaterThan(10);
  for (const [, functions = '', path = ''] of hops)
    for (const [, name] of functions.matchAll(/`(\w+)`/g))
      expect(await source(path), path).toMatch(new RegExp(`export (async )?(function\\*?|const) ${name}\\b`));
});
