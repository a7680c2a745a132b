import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lint } from 'cspell';
import { beforeAll, describe, expect, it } from 'vitest';
import { findPhrases, phrases } from '../../../scripts/check-wording.mjs';
import { atEndOfFile } from '../../support/end-of-file.js';

const samples: Record<string, string> = {
  'no more': 'It is no more listed.',
  'any more': 'It is not listed any more.',
  'on the line': 'Whether a device was on the line.',
  'come to match': 'Devices come to match.',
  'is none': 'A false positive is none.',
  "nobody's": "Alerts that are nobody's.",
  'for nobody': 'A filter that asks for nobody.',
  'the begin of': 'The begin of a range.',
};

describe('phrases', () => {
  it('has one sample for every refused phrase', () => {
    for (const { expression } of phrases)
      expect(
        Object.values(samples).filter((sample) => new RegExp(expression).test(sample)),
        expression.source,
      ).toHaveLength(1);
    expect(phrases).toHaveLength(Object.keys(samples).length);
  });

  it.each(Object.entries(samples))('refuses "%s"', (_, sample) => {
    expect(findPhrases(`A line.\n${sample}\n`)).toMatchObject([{ line: 2 }]);
  });

  it('finds a phrase that is broken over two lines of a comment', () => {
    expect(findPhrases('/**\n * It is listed no\n * more.\n */\n')).toMatchObject([{ line: 2, found: 'no more' }]);
  });

  it.each(['At most 5, no more than that.', 'Null if there is none.', 'It is online and no longer listed.'])(
    'accepts "%s"',
    (text) => {
      expect(findPhrases(text)).toEqual([]);
    },
  );
});

describe('words', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opsmerge-bitdefender-wording-'));
  });
  atEndOfFile(() => rm(folder, { recursive: true, force: true }));

  /** The words that cspell reports in `text` with the configuration of this repository. */
  async function reported(text: string): Promise<string[]> {
    const { files: _, ...config } = JSON.parse(await readFile('cspell.json', 'utf8')) as { files: string[] };
    const configFile = join(folder, 'cspell.json');
    await writeFile(configFile, JSON.stringify(config));
    await writeFile(join(folder, 'sample.ts'), text);
    const words: string[] = [];
    const result = await lint(
      ['sample.ts'],
      { root: folder, config: configFile, progress: false, summary: false },
      { issue: ({ text: word }) => words.push(word) },
    );
    expect(result.files).toBe(1);
    return words;
  }

  it('reports every flagged word, also inside an identifier', async () => {
    const { flagWords } = JSON.parse(await readFile('cspell.json', 'utf8')) as { flagWords: string[] };
    const words = flagWords.map((entry) => entry.split('->')[0] ?? '');
    expect(words).not.toHaveLength(0);
    expect(await reported(`// ${words.join(' ')}\nconst reachedAnew = 1;\n`)).toEqual([...words, 'Anew']);
  }, 60_000);

  it('accepts unknown words and the columns that keep their names', async () => {
    expect(await reported('// qwrtzx reseal\nconst row = { toldDate, told_occurrences };\n')).toEqual([]);
  }, 60_000);
});
