import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Release } from './releases.js';
import { root } from './root.js';

const run = promisify(execFile);

/**
 * Builds a release out of the history, with its own lock file, in a folder of its own commit: a second run finds it built. Gives the path
 * of its entry, which runs on this Node.js.
 */
export async function buildRelease({ commit }: Release): Promise<string> {
  const folder = join(tmpdir(), `opsmerge-bitdefender-release-${userInfo().uid}-${commit.slice(0, 12)}`);
  const entry = join(folder, 'dist', 'src', 'main.js');
  if (existsSync(entry)) return entry;
  const unfinished = `${folder}.${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const archive = join(unfinished, 'release.tar');
  await run('git', ['archive', '--format=tar', `--output=${archive}`, commit], { cwd: root });
  await run('tar', ['-xf', archive, '-C', unfinished]);
  // Scripts would only bring a Node.js and a PostgreSQL, which it gets from here.
  const options = { cwd: unfinished, maxBuffer: 16 * 1024 ** 2 };
  await run('npm', ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'], options);
  await run(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'], options);
  await run('npm', ['prune', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], options);
  // Another run may have been quicker.
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true, force: true }));
  return entry;
}
