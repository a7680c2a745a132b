import fastCheck from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accessOf, usableKey } from '../../../src/integration/access.js';

const key = '3f'.repeat(32);
const endpoint = 'https://gz.example.com/api';

describe('an API key', () => {
  test.each([
    key,
    ` ${key}\r\n`,
    `"${key}"`,
    `\u201E${key}\u201C`,
    `'${key}`,
    `\u200B${key.slice(0, 20)}\u00AD${key.slice(20)}\uFEFF`,
    `\u00A0"\u2060${key} "\u3000`,
  ])('is cleaned when pasted as %j', (pasted) => {
    expect(usableKey(pasted)).toBe(key);
  });

  test.each([
    '',
    '""',
    '\u200B'.repeat(20),
    'short',
    `${key} ${key}`,
    `${key}\n${key}`,
    `${key}:`,
    endpoint,
    `${key}\u00E4`,
  ])('is refused when it is %j', (pasted) => {
    expect(() => usableKey(pasted)).toThrow(/This is not an API key: copy it whole/);
  });
});

test('an access survives whatever is pasted around its parts', () => {
  const accident = fastCheck.constantFrom(
    ' ',
    '\t',
    '\n',
    '\u00A0',
    '"',
    "'",
    '\u2018',
    '\u201D',
    '\u00BB',
    '\u200B',
    '\u2060',
    '\uFEFF',
  );
  const accidents = fastCheck.array(accident, { maxLength: 6 }).map((characters) => characters.join(''));
  fastCheck.assert(
    fastCheck.property(accidents, accidents, (before, after) => {
      expect(accessOf({ endpoint: `${before}${endpoint}${after}`, apiKey: `${before}${key}${after}` })).toMatchObject({
        endpoint,
        apiKey: key,
      });
    }),
  );
});
