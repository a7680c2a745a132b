import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { coreContract } from '../../../demo/core/contract.js';

describe('npm run check:core', () => {
  const run = async (...args: string[]) => {
    const script = 'scripts/check-core/main.mjs';
    const ended = promisify(execFile)(process.execPath, [script, ...args]).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    );
    return ended;
  };

  it('ends with 0 for the contract itself', async () => {
    const { code, stdout } = await run('schema/opsmerge.graphql');
    expect(stdout).toBe(
      'schema/opsmerge.graphql: 0 differences from schema/opsmerge.graphql, 0 errors of composition.\n',
    );
    expect(code).toBe(0);
  });

  it('ends with 1 and a sentence for each thing that a changed core breaks', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'core-'));
    const file = join(folder, 'core.graphql');
    await writeFile(file, coreContract().replace('hostname: String!', 'hostname: Int!'));
    const { code, stdout } = await run(file);
    await rm(folder, { recursive: true });
    expect(stdout).toContain('Agent.hostname is Int! in core, and this service needs String!.');
    for (const composer of ['Apollo', 'The Guild', 'WunderGraph']) expect(stdout).toContain(`${composer}'s composer: `);
    expect(code).toBe(1);
  });

  it.each([[[]], [['no/such/file.graphql']], [['package.json']]])('ends with 2 where it is given %s', async (args) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).not.toContain('    at ');
  });
});
