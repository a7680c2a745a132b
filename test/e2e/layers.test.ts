import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { forbiddenFor, layers, overrides } from '../../scripts/layers.mjs';
import { atEndOfFile } from '../support/end-of-file.js';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

interface Diagnostic {
  category: string;
  location: { path: string | { file: string }; start?: { line: number } };
}

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opsmerge-bitdefender-layers-'));
  const config = JSON.parse(await readFile(join(root, 'biome.json'), 'utf8'));
  await writeFile(join(folder, 'biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }));
});

atEndOfFile(() => rm(folder, { recursive: true, force: true }));

/** Lints these files, by path from the folder, with the project's own configuration. */
async function lint(files: Record<string, string>): Promise<{ rule: string; file: string; line: number }[]> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  const biome = join(root, 'node_modules/.bin/biome');
  const { stdout } = await run(biome, ['lint', '--reporter=json', '--max-diagnostics=none', '.'], {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: { stdout: string }) => error);
  await rm(join(folder, 'src'), { recursive: true, force: true });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
  return diagnostics.map(({ category, location: { path, start } }) => ({
    rule: category,
    file: relative('.', typeof path === 'string' ? path : path.file),
    line: start?.line ?? 0,
  }));
}

/** Every folder of src/ that holds files, and the files beside them. */
async function rooms(): Promise<string[]> {
  const entries = await readdir(join(root, 'src'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const places = files.map((file) => relative(join(root, 'src'), file));
  return [...new Set(places.map((place) => (place.includes('/') ? dirname(place) : place)))];
}

it('lists every folder of src in exactly one layer', async () => {
  const tops = new Set((await rooms()).map((room) => room.split('/')[0]));
  expect(layers.flat().toSorted()).toEqual([...tops].toSorted());
});

it('finds in biome.json what scripts/layers.mjs generates', async () => {
  const { overrides: configured } = JSON.parse(await readFile(join(root, 'biome.json'), 'utf8'));
  expect(configured).toEqual(overrides());
});

it('refuses every upward import planted in every room, by value and by type', async () => {
  const files: Record<string, string> = {};
  const expected: string[] = [];
  for (const room of await rooms()) {
    const place = room.split('/')[0] ?? '';
    const file = room.endsWith('.ts') ? `src/${room}` : `src/${room}/planted.ts`;
    const lines: string[] = [];
    for (const other of forbiddenFor(place)) {
      const target = other.endsWith('.ts') ? `src/${other.replace(/\.ts$/, '.js')}` : `src/${other}/planted.js`;
      const specifier = relative(dirname(file), target).replace(/^(?!\.)/, './');
      lines.push(`import { a${lines.length} } from '${specifier}';`);
      lines.push(`import type { B${lines.length} } from '${specifier}';`);
      lines.push(`export { c${lines.length} } from '${specifier}';`);
      lines.push(`export const d${lines.length} = import('${specifier}');`);
    }
    files[file] = `${lines.join('\n')}\n`;
    expected.push(...lines.map((_line, index) => `${file}:${index + 1}`));
  }
  const refused = (await lint(files)).filter(({ rule }) => rule === 'lint/style/noRestrictedImports');
  const found = new Set(refused.map(({ file, line }) => `${file}:${line}`));
  expect(expected.filter((place) => !found.has(place))).toEqual([]);
  expect(expected.length).toBeGreaterThan(1_000);
}, 120_000);

it('refuses a circle of types', async () => {
  const found = await lint({
    'src/threat/list/one.ts': "import type { Two } from './two.js';\nexport interface One {\n  two: Two;\n}\n",
    'src/threat/list/two.ts': "import type { One } from './one.js';\nexport interface Two {\n  one: One;\n}\n",
  });
  expect(found.map(({ rule }) => rule)).toContain('lint/suspicious/noImportCycles');
}, 120_000);

describe('the size of rooms and entry points', () => {
  it('keeps at most 20 files in a folder of src, the tables aside', async () => {
    const entries = await readdir(join(root, 'src'), { recursive: true, withFileTypes: true });
    const counts = new Map<string, number>();
    for (const entry of entries.filter((one) => one.isFile()))
      counts.set(entry.parentPath, (counts.get(entry.parentPath) ?? 0) + 1);
    const crowded = [...counts].filter(([folder, count]) => count > 20 && !folder.endsWith('database/tables'));
    expect(crowded).toEqual([]);
  });

  it.each(['app.ts', 'graph.ts'])('keeps %s within 150 lines', async (file) => {
    expect((await readFile(join(root, 'src', file), 'utf8')).split('\n').length).toBeLessThanOrEqual(151);
  });
});
