import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSigner } from '../../../src/integration/key/signing.js';
import { readToken, writeToken } from '../../../src/report/link-token.js';

const key = (id: string) => ({ id, key: randomBytes(32) });
const [old, fresh, foreign] = [key('2026'), key('2027'), key('2026')];
const signerOf = (...keys: ReturnType<typeof key>[]) => createSigner(keys, 'report link');

const now = new Date('2026-03-18T12:00:00Z');
const later = new Date('2026-04-18T12:00:00Z');
const claims = { tenantId: 'msp-one', linkId: '4f0c1c9e-3c59-4c3f-9a39-0d7a3a8f6f11', expiresAt: later };
const token = writeToken(signerOf(old), claims);

describe('the token of a report link', () => {
  it('says what it was written with', () => {
    expect(readToken(signerOf(old), token, now)).toEqual(claims);
  });

  it('is worth nothing once it has expired', () => {
    expect(readToken(signerOf(old), token, new Date(later.getTime() - 1))).toEqual(claims);
    expect(readToken(signerOf(old), token, later)).toBeNull();
  });

  it('outlives a rotation of the master key, as long as the old one is known', () => {
    expect(readToken(signerOf(fresh, old), token, now)).toEqual(claims);
    expect(readToken(signerOf(fresh), token, now)).toBeNull();
    const newer = writeToken(signerOf(fresh, old), claims);
    expect(readToken(signerOf(old, fresh), newer, now)).toEqual(claims);
    expect(readToken(signerOf(old), newer, now)).toBeNull();
  });

  it('is refused from another service whose master key has the same name', () => {
    expect(readToken(signerOf(old), writeToken(signerOf(foreign), claims), now)).toBeNull();
  });

  it('is refused when its claims are of another tenant, link or time than was signed', () => {
    const [mark, keyId, , signature] = token.split('.');
    const changed = [
      ['msp-two', claims.linkId, later.getTime() / 1_000],
      ['msp-one', '4f0c1c9e-3c59-4c3f-9a39-0d7a3a8f6f12', later.getTime() / 1_000],
      ['msp-one', claims.linkId, later.getTime() / 1_000 + 86_400],
    ];
    for (const said of changed) {
      const text = Buffer.from(JSON.stringify(said)).toString('base64url');
      expect(readToken(signerOf(old), [mark, keyId, text, signature].join('.'), now)).toBeNull();
    }
  });

  it('is refused with any character changed, added or left out', () => {
    fc.assert(
      fc.property(
        fc.nat(token.length - 1),
        fc.constantFrom(...'AZaz09-_.=+/ '),
        fc.constantFrom('change', 'add', 'leave out'),
        (place, character, how) => {
          const rest = token.slice(how === 'add' ? place : place + 1);
          const other = `${token.slice(0, place)}${how === 'leave out' ? '' : character}${rest}`;
          fc.pre(other !== token);
          // The name of a master key is found in whatever way it is written; the signature decides.
          fc.pre(other.split('.')[1] === token.split('.')[1]);
          expect(readToken(signerOf(old), other, now)).toBeNull();
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever is sent', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readToken(signerOf(old), text, now)).toBeNull();
        expect(readToken(signerOf(old), `bdreport1.${text}`, now)).toBeNull();
      }),
    );
  });

  it('is refused where what was signed is not what a link says', () => {
    const odd: unknown[] = [
      {},
      [],
      ['*', claims.linkId, 9e9],
      ['msp-one', 'x', 9e9],
      ['msp-one', claims.linkId, 'soon'],
      null,
    ];
    for (const said of odd) {
      const text = Buffer.from(JSON.stringify(said)).toString('base64url');
      const { signature } = signerOf(old).sign('msp-one', text);
      const keyId = Buffer.from('2026').toString('base64url');
      expect(readToken(signerOf(old), ['bdreport1', keyId, text, signature].join('.'), now)).toBeNull();
    }
  });
});

describe('signatures', () => {
  it('are of one tenant and text', () => {
    const signer = signerOf(old);
    const by = signer.sign('a', 'text');
    expect(signer.isSigned('a', 'text', by)).toBe(true);
    expect(signer.isSigned('b', 'text', by)).toBe(false);
    expect(signer.isSigned('a', 'text ', by)).toBe(false);
    expect(signer.isSigned('a', 'text', { ...by, signature: '' })).toBe(false);
    expect(signer.isSigned('a', 'text', { ...by, signature: `${by.signature}=` })).toBe(false);
    expect(signer.isSigned('a', 'text', { ...by, keyId: 'other' })).toBe(false);
  });

  it('need a master key', () => {
    expect(() => createSigner([], 'report link')).toThrow('There is no master key.');
  });
});
