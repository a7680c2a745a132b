import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { root } from './root.js';

const archives = new URL('../bin/', import.meta.resolve('@sparticuz/chromium'));

/** Unpacks Chromium, fonts and libraries that a system may lack into the folder for temporary files, wherever that is. */
const unpack = `
  import chromium, { inflate } from '@sparticuz/chromium';
  await chromium.executablePath();
  await inflate(${JSON.stringify(fileURLToPath(new URL('al2023.tar.br', archives)))});
`;

/** The configuration of fonts: that of the package names folders of its own choice, and without a font the browser ends at the first list of choices. */
const fontsFile = 'opsmerge-fonts.conf';
const fontsIn = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;

/**
 * The folder of Chromium, from the package of npm: the system needs no browser, no font and no library. It is unpacked once for each release,
 * and only given its name when it is complete, since several processes may do so at the same time.
 */
async function unpackedChromium(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('Chromium of npm runs on Linux on x64 only: name another browser in CONSOLE_BROWSER.');
  const { version } = JSON.parse(await readFile(new URL('../package.json', archives), 'utf8'));
  const folder = join(tmpdir(), `opsmerge-bitdefender-chromium-${version}-${process.getuid?.()}`);
  if (existsSync(join(folder, fontsFile))) return folder;
  // One that was unpacked without it.
  await rm(folder, { recursive: true, force: true });
  const staging = `${folder}.${process.pid}`;
  await mkdir(staging, { recursive: true });
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', unpack], {
    cwd: fileURLToPath(root),
    env: { ...process.env, TMPDIR: staging },
  });
  await writeFile(join(staging, fontsFile), fontsIn(folder));
  await rename(staging, folder).catch(async (error: NodeJS.ErrnoException) => {
    await rm(staging, { recursive: true });
    // Another process was there first.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  return folder;
}

/** What a browser of a system finds by itself. */
async function launchOptions(): Promise<{ executablePath: string; env: NodeJS.ProcessEnv }> {
  const { CONSOLE_BROWSER, ...env } = process.env;
  if (CONSOLE_BROWSER) return { executablePath: CONSOLE_BROWSER, env };
  const folder = await unpackedChromium();
  return {
    executablePath: join(folder, 'chromium'),
    env: { ...env, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: join(folder, fontsFile) },
  };
}

/** Launches the browser, which takes less than a tenth of a second. Whoever launches it closes it. */
export async function launchChromium(): Promise<Browser> {
  const { executablePath, env } = await launchOptions();
  return chromium.launch({
    executablePath,
    env: Object.fromEntries(
      Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    // It shows our own pages only, and root has no sandbox.
    args: ['--no-sandbox', '--font-render-hinting=none', '--disable-webgl'],
  });
}
