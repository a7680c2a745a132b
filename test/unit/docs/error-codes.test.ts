import { glob, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { errorCodesPage } from '../../../scripts/error-codes.mjs';
import { requestErrors } from '../../../src/graphql/codes/request-errors.js';
import { userErrorCodes } from '../../../src/graphql/errors.js';

it('are listed as they are in the code: else run "npm run schema"', async () => {
  expect(await readFile('docs/error-codes.md', 'utf8')).toBe(errorCodesPage(userErrorCodes));
});

it('are all in use', async () => {
  const texts: string[] = [];
  for await (const file of glob('src/**/*.ts'))
    if (!file.endsWith('request-errors.ts')) texts.push(await readFile(file, 'utf8'));
  const code = texts.join('\n');
  expect(Object.keys(requestErrors).filter((name) => !code.includes(`'${name}'`))).toEqual([]);
});

it('say what is wrong and what to do, in sentences', () => {
  for (const [code, { cause, cure }] of userErrorCodes) {
    expect(cause, code).toMatch(/\.$/);
    expect(cure, code).toMatch(/\.$/);
  }
});
