import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeyScrubber } from '../../../../src/gravityzone/transport/scrub-key.js';

const key = 'Key+/of.a=tenant?$(1)';
const basic = Buffer.from(`${key}:`).toString('base64');

describe('createKeyScrubber', () => {
  const scrub = createKeyScrubber(key);

  it.each([
    ['as it is', key],
    ['in capitals', key.toUpperCase()],
    ['in its Basic header', `Authorization: Basic ${basic}`],
    ['in its Basic header without padding', `Basic ${basic.replace(/=+$/, '')}`],
    ['in base64', Buffer.from(key).toString('base64')],
    ['in base64 for URLs', Buffer.from(key).toString('base64url')],
    ['in a URL', `https://gz.example/?key=${encodeURIComponent(key)}`],
    ['in a URL, in small letters', `?key=${encodeURIComponent(key).toLowerCase()}`],
    ['in a URL, in base64', `?auth=${encodeURIComponent(basic)}`],
  ])('removes the key %s', (_how, text) => {
    const shown = scrub({ error: { message: `before ${text} after`, data: [text, { details: text }] }, [text]: 1 });
    const written = JSON.stringify(shown).toLowerCase();
    for (const form of [key, basic.replace(/=+$/, ''), encodeURIComponent(key), Buffer.from(key).toString('base64url')])
      expect(written).not.toContain(form.toLowerCase());
    expect(written).toContain('before');
    expect(written).toContain('after');
    expect(written).toContain('[redacted]');
  });

  it('removes any key from wherever it stands, and changes nothing else', () => {
    const keys = fc.stringMatching(/^[\x21-\x39\x3b-\x7e]{8,64}$/);
    fc.assert(
      fc.property(keys, fc.jsonValue(), (apiKey, value) => {
        const clean = createKeyScrubber(apiKey);
        const text = JSON.stringify(value);
        fc.pre(!text.toLowerCase().includes(apiKey.toLowerCase()));
        const shown = clean([structuredClone(value), `x${apiKey}y`, Buffer.from(`${apiKey}:`).toString('base64')]);
        expect(shown.slice(1)[0]).toBe('x[redacted]y');
        expect(String(shown[2])).toMatch(/^\[redacted\]=*$/);
      }),
    );
  });

  it('keeps what holds no key', () => {
    const answer = { id: 'a', list: [1, null, true, 'text', { 'a name': 'Key+/of.a=tenan' }] };
    expect(scrub(structuredClone(answer))).toEqual(answer);
  });
});
