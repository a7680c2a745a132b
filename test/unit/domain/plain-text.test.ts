import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainLine, plainText, plainValue } from '../../../src/domain/plain-text.js';

describe('plainText', () => {
  it.each([
    ['Trojan.One on OVEN-01', 'Trojan.One on OVEN-01'],
    ['one\r\ntwo\rthree\u2028four\u0085five', 'one\ntwo\nthree\nfour\nfive'],
    ['a\tb', 'a b'],
    ['a\0b\x07c\x1b[31md\x7fe\x9bf', 'abc[31mdef'],
    ['invoice\u202Egpj.exe', 'invoicegpj.exe'],
    ['\u2066a\u2069\u200Fb\u061Cc\u200Ed', 'abcd'],
    ['\uFEFFa', 'a'],
    [`a${String.fromCodePoint(0xe0049, 0xe0067, 0xe006e)}b`, 'ab'],
    ['half \uD83D', 'half \uFFFD'],
    ['Größe, שלום, 日本, 👩‍💻', 'Größe, שלום, 日本, 👩‍💻'],
    ['<b>*not* markup</b>', '<b>*not* markup</b>'],
  ])('writes %j as %j', (text, expected) => {
    expect(plainText(text)).toBe(expected);
  });

  it('leaves nothing that controls, in one line or more, and changes plain text no further', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const plain = plainText(text);
        expect(plain).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}\p{Cs}\uFEFF]/u);
        expect(plainText(plain)).toBe(plain);
        expect(plainLine(text)).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      }),
    );
  });
});

it('keeps a text that is one line from becoming two', () => {
  expect(plainLine('Trojan\nSeverity: LOW\r\n')).toBe('Trojan Severity: LOW');
});

it('reaches every text of a payload, and leaves what is no text', () => {
  const at = new Date(0);
  expect(plainValue({ a: ['x\u202Ey', { b: 'c\0' }], at, count: 1, none: null, is: true })).toEqual({
    a: ['xy', { b: 'c' }],
    at,
    count: 1,
    none: null,
    is: true,
  });
});
