import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { expect, it } from 'vitest';
import { readConfig } from '../../../src/config.js';

const read = (file: string) => readFile(file, 'utf8');

/** The variables that src/config.ts reads, from the keys of its schema. */
async function variables(): Promise<string[]> {
  const [, schema = ''] = /z\.object\(\{\n([\s\S]*?)\n\}\);/.exec(await read('src/config.ts')) ?? [];
  return [...schema.matchAll(/^ {2}([A-Z][A-Z0-9_]*):/gm)].flatMap(([, name = '']) => name).sort();
}

it('lists every variable of src/config.ts in .env.example, and no other', async () => {
  const example = await read('.env.example');
  const listed = [...example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=/gm)].flatMap(([, name = '']) => name);
  expect(listed.sort()).toEqual(await variables());
});

it('documents every variable of src/config.ts in docs/configuration.md, and no other', async () => {
  const [, table = ''] = /## Variables\n([\s\S]*?)\n## /.exec(await read('docs/configuration.md')) ?? [];
  const documented = [...table.matchAll(/^\| `([A-Z][A-Z0-9_]*)` \|/gm)].flatMap(([, name = '']) => name);
  expect(documented.sort()).toEqual(await variables());
});

it('accepts every value of .env.example once the two secrets are given', async () => {
  const uncommented = (await read('.env.example')).replaceAll(/^# ([A-Z][A-Z0-9_]*=)/gm, '$1');
  const secrets = { MASTER_KEYS: `main:${Buffer.alloc(32).toString('base64')}`, OPSMERGE_TOKEN: 'token' };
  expect(() => readConfig(parseEnv(uncommented))).toThrow(/MASTER_KEYS: is required\n +OPSMERGE_TOKEN: is required$/);
  expect(readConfig({ ...parseEnv(uncommented), ...secrets })).toMatchObject({ port: 4001, tick: '*/10 * * * * *' });
});
