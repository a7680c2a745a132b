// Refuses phrases that plain technical English has a better word for. Single words are in cspell.json, which does not see phrases.
import { glob, readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

/** What is refused, and what to write instead. A space stands for any white space, line ends included. */
export const phrases = [
  { expression: /\bno more\b(?! than\b)/gi, instead: 'no longer' },
  { expression: /\bany more\b(?! than\b)/gi, instead: '"no longer" before the verb' },
  { expression: /\bon the line\b/gi, instead: 'online' },
  { expression: /\b(?:come|comes|came|coming) to match\b/gi, instead: 'match' },
  { expression: /(?<!\bthere )\b(?:is|are|was|were) none\b/gi, instead: '"is not one", or the noun' },
  { expression: /\bnobody['’]s\b/gi, instead: 'unassigned, or whose it is' },
  { expression: /\basks? for nobody\b/gi, instead: 'matches no one' },
  { expression: /\bthe begin of\b/gi, instead: 'the start of' },
];

const places = [
  '*.md',
  '.github/**/*.{md,yml}',
  'docs/**/*.md',
  '{schema,operations}/*.graphql',
  'operations/*.yaml',
  '{src,demo,test,scripts}/**/*.{ts,tsx,js,mjs,graphql}',
];

/** These contain the phrases in order to refuse them. */
const exceptions = new Set(['scripts/check-wording.mjs', 'test/unit/docs/wording.test.ts']);

/** Takes the text of a file; gives the refused phrases in it, each with its line. Those broken over two lines of a comment are found too. */
export function findPhrases(text) {
  const oneLine = text.replaceAll(/\n[\t ]*(?:\*|\/\/|#)?[\t ]*/g, (end) => ' '.repeat(end.length));
  return phrases.flatMap(({ expression, instead }) => {
    const spaced = new RegExp(expression.source.replaceAll(' ', '\\s+'), expression.flags);
    return [...oneLine.matchAll(spaced)].map(({ 0: found, index }) => ({
      line: text.slice(0, index).split('\n').length,
      found: found.replaceAll(/\s+/g, ' '),
      instead,
    }));
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  let count = 0;
  for await (const file of glob(places)) {
    if (exceptions.has(file)) continue;
    for (const { line, found, instead } of findPhrases(await readFile(file, 'utf8'))) {
      count += 1;
      process.stderr.write(`${file}:${line} - "${found}": write ${instead}\n`);
    }
  }
  process.exitCode = count > 0 ? 1 : 0;
}
