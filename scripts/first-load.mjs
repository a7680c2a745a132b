// What a browser loads before a page shows anything.
import { gzipSync } from 'node:zlib';

/** The most that the console may load at first, in gzipped bytes. */
export const longestFirstLoad = 350_000;

/**
 * The gzipped bytes of a page: itself, its script with all that this imports at once, and their styles. What is imported later is not
 * among them, nor are pictures and fonts. Takes the output of a build of Vite with one page.
 */
export function firstLoad(output) {
  const byName = new Map(output.map((file) => [file.fileName, file]));
  const loaded = new Set(output.map(({ fileName }) => fileName).filter((name) => name.endsWith('.html')));
  const follow = (name) => {
    const file = byName.get(name);
    if (file === undefined || loaded.has(name)) return;
    loaded.add(name);
    for (const next of [...(file.imports ?? []), ...(file.viteMetadata?.importedCss ?? [])]) follow(next);
  };
  for (const { fileName, isEntry } of output) if (isEntry) follow(fileName);
  return [...loaded].reduce((sum, name) => sum + gzipSync(byName.get(name).code ?? byName.get(name).source).length, 0);
}
