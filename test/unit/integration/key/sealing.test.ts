import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFingerprint } from '../../../../src/integration/key/fingerprint.js';
import { createSealer, type MasterKey } from '../../../../src/integration/key/sealing.js';

const masterKey = (id: string): MasterKey => ({ id, key: randomBytes(32) });
const [older, newer] = [masterKey('2025'), masterKey('2026')];
const sealer = createSealer([older]);
const fingerprint = createFingerprint(randomBytes(32).toString('base64'));

const secret = fc.string({ minLength: 8, maxLength: 200, unit: 'grapheme' });
const id = fc.string({ maxLength: 40 });

describe('createSealer', () => {
  it('opens what it sealed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), id, id, (text, tenant, integration) => {
        expect(sealer.open(sealer.seal(text, tenant, integration), tenant, integration)).toBe(text);
      }),
    );
  });

  it('opens what the first release sealed', () => {
    const sealed = 'v1.2026.kgkaFBLcnMEskwZr.9qrL4UrSfLsYuOdtLM1qsg.1lLXKnvi3SDbEw';
    const then = createSealer([{ id: '2026', key: Buffer.alloc(32, 7) }]);
    expect(then.open(sealed, 'tenant', 'connection')).toBe('an API key');
  });

  it('opens for no other tenant or integration', () => {
    fc.assert(
      fc.property(secret, id, id, id, id, (text, tenant, integration, otherTenant, otherIntegration) => {
        fc.pre(tenant !== otherTenant || integration !== otherIntegration);
        const sealed = sealer.seal(text, tenant, integration);
        expect(() => sealer.open(sealed, otherTenant, otherIntegration)).toThrow();
      }),
    );
    expect(() => sealer.open(sealer.seal('secret', 'a', 'b'), 'b', 'a')).toThrow();
    expect(() => sealer.open(sealer.seal('secret', 'a', 'bc'), 'ab', 'c')).toThrow();
  });

  it('does not open when any one character is another', () => {
    const alphabet = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ');
    fc.assert(
      fc.property(secret, fc.nat(), alphabet, (text, place, character) => {
        const sealed = sealer.seal(text, 'tenant', 'connection');
        const at = place % sealed.length;
        fc.pre(sealed[at] !== character);
        expect(() =>
          sealer.open(sealed.slice(0, at) + character + sealed.slice(at + 1), 'tenant', 'connection'),
        ).toThrow();
      }),
      { numRuns: 1_000 },
    );
  });

  it('does not open when spare bits or foreign characters are added', () => {
    const [version, key, nonce, tag = '', text] = sealer.seal('secret', 'tenant', 'connection').split('.');
    const lastCharacters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
    const tags = [...lastCharacters.map((last) => tag.slice(0, -1) + last), `${tag}=`, `${tag}!`, ` ${tag}`];
    const opening = tags.filter((changed) => {
      try {
        return sealer.open([version, key, nonce, changed, text].join('.'), 'tenant', 'connection') === 'secret';
      } catch {
        return false;
      }
    });
    expect(opening).toEqual([tag]);
  });

  it('does not open when cut short', () => {
    const sealed = sealer.seal('secret', 'tenant', 'connection');
    for (let length = 0; length < sealed.length; length++)
      expect(() => sealer.open(sealed.slice(0, length), 'tenant', 'connection')).toThrow();
  });

  it.each([
    ['nothing', '', 'This is not a sealed key.'],
    ['plain text', 'an-api-key', 'This is not a sealed key.'],
    ['another version', 'v2.2025.a.b.c', 'This is not a sealed key.'],
    ['another master key', 'v1.1999.a.b.c', 'add it to MASTER_KEYS'],
  ])('says what is wrong with %s', (_, sealed, message) => {
    expect(() => sealer.open(sealed, 'tenant', 'connection')).toThrow(message);
  });

  it('shows nothing of the secret, and never seals alike twice', () => {
    fc.assert(
      fc.property(secret, (text) => {
        const sealed = sealer.seal(text, 'tenant', 'connection');
        for (const shown of [sealed, fingerprint(text)]) {
          expect(shown).not.toContain(text);
          expect(shown).not.toContain(Buffer.from(text).toString('base64url'));
        }
        expect(sealer.seal(text, 'tenant', 'connection')).not.toBe(sealed);
      }),
    );
  });

  it('does not work without a master key', () => {
    expect(() => createSealer([])).toThrow('There is no master key.');
  });
});

describe('rotation', () => {
  const rotated = createSealer([newer, older]);

  it('opens the old, seals with the new', () => {
    const old = sealer.seal('secret', 'tenant', 'connection');
    expect(rotated.open(old, 'tenant', 'connection')).toBe('secret');
    const resealed = rotated.seal('secret', 'tenant', 'connection');
    expect(resealed).toMatch(/^v1\.2026\./);
    expect(createSealer([newer]).open(resealed, 'tenant', 'connection')).toBe('secret');
    expect(() => sealer.open(resealed, 'tenant', 'connection')).toThrow('add it to MASTER_KEYS');
  });

  it('does not open under the name of another key', () => {
    const old = sealer.seal('secret', 'tenant', 'connection');
    expect(() => rotated.open(old.replace('v1.2025.', 'v1.2026.'), 'tenant', 'connection')).toThrow();
  });

  it('knows what the newest key has sealed', () => {
    const old = sealer.seal('secret', 'tenant', 'connection');
    expect([sealer.isCurrent(old), rotated.isCurrent(old)]).toEqual([true, false]);
    expect(rotated.isCurrent(rotated.seal('secret', 'tenant', 'connection'))).toBe(true);
  });
});

describe('a fingerprint', () => {
  it('is the same for the same key only, and another under another salt', () => {
    fc.assert(
      fc.property(secret, secret, (a, b) => {
        expect(fingerprint(a) === fingerprint(b)).toBe(a === b);
        expect(createFingerprint(randomBytes(32).toString('base64'))(a)).not.toBe(fingerprint(a));
      }),
    );
  });
});
