import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { inputsOf, outputsOf, parts, partsToBuild, readStamp, stampName } from '../../../scripts/build-stamp.mjs';
import { atEndOfFile } from '../../support/end-of-file.js';

const stamp = { inputs: 'a', outputs: 'b', parts };

describe('what the demo builds before it starts', () => {
  it.each([
    ['nothing where all is as it was', stamp, { inputs: 'a', outputs: 'b' }, []],
    ['all where nothing was built', null, { inputs: 'a', outputs: 'b' }, parts],
    ['all where an input is another', stamp, { inputs: 'c', outputs: 'b' }, parts],
    ['all where an output is another', stamp, { inputs: 'a', outputs: 'c' }, parts],
    ['what was left out', { ...stamp, parts: ['service'] }, { inputs: 'a', outputs: 'b' }, ['pages']],
  ])('is %s', (_, last, present, expected) => expect(partsToBuild(last, present)).toEqual(expected));
});

describe('the digest of a project', () => {
  let root: string;
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'opsmerge-bitdefender-build-'));
    const made = root;
    atEndOfFile(async () => rmSync(made, { recursive: true, force: true }));
    write('src/main.ts', 'one');
    write('src/sync/run.ts', 'two');
    write('demo/console/page.tsx', 'three');
    write('package.json', '{}');
    write('node_modules/.package-lock.json', '{"packages":{"react":{"version":"1.0.0"}}}');
    write('node_modules/react/index.js', 'react');
    write('dist/src/main.js', 'compiled');
    write('dist/console/index.html', 'page');
  });

  it('is the same for the same files, wherever they are and whenever they were written', () => {
    const copy = `${root}-copy`;
    cpSync(root, copy, { recursive: true });
    atEndOfFile(async () => rmSync(copy, { recursive: true, force: true }));
    expect(inputsOf(copy)).toBe(inputsOf(root));
    expect(outputsOf(join(copy, 'dist'))).toBe(outputsOf(join(root, 'dist')));
  });

  it.each<[string, () => void]>([
    ['a source that changed', () => write('src/sync/run.ts', 'TWO')],
    ['a source that was deleted', () => rmSync(join(root, 'src/sync/run.ts'))],
    ['a source that is new', () => write('migrations/Migration1.ts', 'four')],
    ['a source that was renamed', () => renameSync(join(root, 'src/main.ts'), join(root, 'src/start.ts'))],
    [
      'a text that moved from one file to another',
      () => {
        write('src/main.ts', 'onet');
        write('src/sync/run.ts', 'wo');
      },
    ],
    ['a page that changed', () => write('demo/console/page.tsx', 'THREE')],
    [
      'another version of a package',
      () => write('node_modules/.package-lock.json', '{"packages":{"react":{"version":"1.0.1"}}}'),
    ],
  ])('differs for %s', (_, change) => {
    const before = inputsOf(root);
    change();
    expect(inputsOf(root)).not.toBe(before);
  });

  it('does not differ for what no build reads', () => {
    const before = inputsOf(root);
    write('docs/page.md', 'five');
    write('data/demo/file', 'six');
    expect(inputsOf(root)).toBe(before);
  });

  it.each<[string, () => void]>([
    ['a removed output', () => rmSync(join(root, 'dist/console/index.html'))],
    ['an output that was cut short', () => write('dist/src/main.js', 'comp')],
    ['a file that nobody built', () => write('dist/src/old.js', 'left')],
  ])('notices %s', (_, change) => {
    const before = outputsOf(join(root, 'dist'));
    change();
    expect(outputsOf(join(root, 'dist'))).not.toBe(before);
  });

  it('is kept in a stamp, which is no output itself', () => {
    const dist = join(root, 'dist');
    expect(readStamp(dist)).toBeNull();
    const before = outputsOf(dist);
    write(`dist/${stampName}`, JSON.stringify(stamp));
    expect(readStamp(dist)).toEqual(stamp);
    expect(outputsOf(dist)).toBe(before);
  });

  it.each(['', '{', '[]', '{"inputs":"a"}'])('is not read from a stamp that is cut short: %s', (text) => {
    write(`dist/${stampName}`, text);
    expect(readStamp(join(root, 'dist'))).toBeNull();
  });
});
