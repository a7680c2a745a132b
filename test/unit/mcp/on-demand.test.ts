import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

/** The files and packages that an entry imports at its start, with those that they import; what is imported in a function comes later. */
function loadedWith(entry: string, found = new Set<string>()): Set<string> {
  if (found.has(entry)) return found;
  found.add(entry);
  const text = readFileSync(entry, 'utf8');
  for (const [, kind, name = ''] of text.matchAll(/^(import|export) (?!type )[^;]*?'([^']+)';$/gm)) {
    const path = join(dirname(entry), name.replace(/\.js$/, '.ts'));
    if (!name.startsWith('.')) found.add(name);
    else if (existsSync(path)) loadedWith(path, found);
    else throw new Error(`${entry}: ${kind} of ${name} leads nowhere.`);
  }
  return found;
}

it('loads neither the SDK nor the tools before the first message of an assistant', () => {
  const loaded = [...loadedWith('src/app.ts')];
  expect(loaded).toContain('express');
  expect(loaded).toContain('src/server/mcp-route.ts');
  expect(loaded.filter((name) => /modelcontextprotocol|src\/mcp\//.test(name))).toEqual([]);
  expect([...loadedWith('src/mcp/answer-http.ts')]).toContain('@modelcontextprotocol/sdk/server/index.js');
});
