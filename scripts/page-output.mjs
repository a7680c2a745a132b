// What there is to know of a page that Vite built, by the output of the build.
import { gzipSync } from 'node:zlib';

/** The most that the console may load at first, in gzipped bytes. */
export const longestFirstLoad = 350_000;

/**
 * The gzipped bytes that a browser loads before the page shows anything: the page, its script with all that this imports at once, and their
 * styles. What is imported later is not among them, nor are pictures and fonts.
 */
export function firstLoad(output) {
  const byName = new Map(output.map((file) => [file.fileName, file]));
  const loaded = new Set();
  const follow = (name) => {
    const file = byName.get(name);
    if (file === undefined || loaded.has(file)) return;
    loaded.add(file);
    for (const next of [...(file.imports ?? []), ...(file.viteMetadata?.importedCss ?? [])]) follow(next);
  };
  for (const { fileName, isEntry } of output) if (isEntry || fileName.endsWith('.html')) follow(fileName);
  return [...loaded].reduce((sum, { code, source }) => sum + gzipSync(code ?? source).length, 0);
}

/** The packages of which the page has something in it, as a lock file names them. */
export function bundledPackages(output) {
  const modules = output.flatMap(({ moduleIds = [] }) => moduleIds);
  const paths = modules.flatMap(
    (id) => /\/(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? [],
  );
  return [...new Set(paths)].toSorted();
}
