import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acting, rule } from '../../../support/alerts.js';

describe('host name patterns', () => {
  const isLike = (hostname: string, hostnamePattern: string) =>
    acting([rule('r', { conditions: { hostnamePattern } })], { hostname }).length === 1;

  it.each([
    ['SRV-01', 'srv-01', true],
    ['SRV-01', 'srv-0', false],
    ['SRV-01', 'rv-01', false],
    ['SRV-01', '*', true],
    ['SRV-01', '**', true],
    ['SRV-01', 'srv-??', true],
    ['SRV-01', 'srv-?', false],
    ['SRV-01', 'srv-???', false],
    ['SRV-01', '*-*1', true],
    ['SRV-01', '*v-0?*', true],
    ['aXbXc', 'a*x*c', true],
    ['abab', '*ab', true],
    ['ababa', '*ab', false],
    ['a.b', 'a.b', true],
    ['aab', 'a.b', false],
    ['a(b)[c]+$^|{1}\\', 'A(b)[C]+$^|{1}\\', true],
    ['BÜRO-1', 'büro-*', true],
    ['pc-💻', 'pc-?', true],
    ['', '', true],
    ['', '*', true],
    ['', '?', false],
    ['x', '', false],
  ])('"%s" like "%s": %s', (hostname, pattern, like) => {
    expect(isLike(hostname, pattern)).toBe(like);
  });

  it('agrees with the plain definition', () => {
    const plain = (text: string, pattern: string): boolean => {
      if (pattern === '') return text === '';
      if (pattern[0] === '*') return plain(text, pattern.slice(1)) || (text !== '' && plain(text.slice(1), pattern));
      return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && plain(text.slice(1), pattern.slice(1));
    };
    const of = (letters: string) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 8 });
    fc.assert(
      fc.property(of('ab'), of('ab*?'), (text, pattern) => {
        expect(isLike(text.toUpperCase(), pattern)).toBe(plain(text, pattern));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is quick with a hostile pattern', () => {
    const before = process.cpuUsage();
    expect(isLike('a'.repeat(255), `${'*a'.repeat(127)}b`)).toBe(false);
    expect(isLike('a'.repeat(255), `${'*'.repeat(254)}b`)).toBe(false);
    // Of its own work: that others are busy does not count.
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(500);
  });
});
