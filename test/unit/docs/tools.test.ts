import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { mostCharacters } from '../../../src/mcp/tool-answer.js';
import { tools } from '../../../src/mcp/written-tools.js';

const page = readFileSync('docs/ask-in-words.md', 'utf8');

it('lists every tool of assistants with its title and query, and no other', () => {
  const rows = [...page.matchAll(/^\| `(\w+)` \| (.+) \| `(\w+)` \|$/gm)].map(([, ...row]) => row);
  expect(rows).toEqual(tools.map(({ name, title, operation }) => [name, title, operation]));
});

it('names the bound of an answer', () => {
  expect(page).toContain(`At most ${mostCharacters.toLocaleString('en')} characters`);
});
