import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';

const bill = z.object({ bomFormat: z.literal('CycloneDX'), components: z.array(z.object({ 'bom-ref': z.string() })) });
const lockFile = z.object({
  packages: z.record(z.string(), z.object({ version: z.string().optional(), dev: z.boolean().optional() })),
});

it('lists every package that production installs, and no other', () => {
  const { components } = bill.parse(JSON.parse(execFileSync('npm', ['run', 'sbom', '--silent']).toString()));
  const { packages } = lockFile.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  const installed = Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .map(([path, { version }]) => `${path.replace(/^.*node_modules\//, '')}@${version}`);
  expect(installed.length).toBeGreaterThan(100);
  expect(components.map((component) => component['bom-ref']).toSorted()).toEqual([...new Set(installed)].toSorted());
});
