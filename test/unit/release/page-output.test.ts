import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bundledPackages, firstLoad } from '../../../scripts/page-output.mjs';

/** What cannot be compressed, so that each file counts for what it is. */
const content = (length: number) => randomBytes(length).toString('base64');
const gzipped = (...texts: string[]) => texts.reduce((sum, text) => sum + gzipSync(text).length, 0);

const [html, main, shared, screen, style, later] = [100, 2_000, 1_000, 5_000, 700, 900].map(content) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const output = [
  { fileName: 'index.html', source: html },
  {
    fileName: 'main.js',
    isEntry: true,
    code: main,
    imports: ['shared.js'],
    viteMetadata: { importedCss: new Set(['main.css']) },
  },
  // Of each other: it is counted once.
  { fileName: 'shared.js', code: shared, imports: ['main.js'] },
  {
    fileName: 'screen.js',
    code: screen,
    imports: ['shared.js'],
    viteMetadata: { importedCss: new Set(['later.css']) },
  },
  { fileName: 'main.css', source: style },
  { fileName: 'later.css', source: later },
  { fileName: 'font.woff2', source: new Uint8Array(3_000) },
];

describe('the first load of a page', () => {
  it('is the page, its script, what that imports at once, and their styles', () => {
    expect(firstLoad(output)).toBe(gzipped(html, main, shared, style));
  });

  it('grows by what is imported at once', () => {
    const eager = output.map((file) => (file.isEntry ? { ...file, imports: ['shared.js', 'screen.js'] } : file));
    expect(firstLoad(eager)).toBe(gzipped(html, main, shared, style, screen, later));
  });
});

it('names the packages in a page as the lock file does', () => {
  const moduleIds = [
    '/home/x/demo/console/main.tsx',
    '/home/x/node_modules/react/index.js',
    '/home/x/node_modules/react/cjs/react.production.js',
    '\0/home/x/node_modules/@mantine/core/esm/index.mjs?commonjs',
    '/home/x/node_modules/a/node_modules/@b/c/index.js',
  ];
  expect(bundledPackages([{ fileName: 'main.js', moduleIds }])).toEqual([
    'node_modules/@mantine/core',
    'node_modules/a/node_modules/@b/c',
    'node_modules/react',
  ]);
});
