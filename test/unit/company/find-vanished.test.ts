import fastCheck from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findVanished } from '../../../src/company/find-vanished.js';

const company = { bdId: 'company', kind: 'COMPANY' };
const other = { bdId: 'other', kind: 'COMPANY' };
const folder = { bdId: 'folder', kind: 'FOLDER' };
const own = { bdId: 'own', kind: 'COMPANY' };
const known = [own, company, other, folder];
const both = ['COMPANY', 'FOLDER'];

describe('findVanished', () => {
  it.each([
    ['a walk shows all', both, ['company', 'other', 'folder'], []],
    ['a company is not shown', both, ['other', 'folder'], ['company']],
    ['a folder is not shown', both, ['company', 'other'], ['folder']],
    ['only a folder is shown', both, ['folder'], ['company', 'other']],
    ['folders were not asked for', ['COMPANY'], ['other'], ['company']],
    ['companies were not asked for', ['FOLDER'], ['other'], ['folder']],
    ['nothing was asked for', [], ['company'], []],
    ['only devices are shown', both, ['device'], []],
    ['nothing is shown', both, [], []],
    ['only the own company is shown', both, ['device', 'own'], ['company', 'other', 'folder']],
  ])('finds what is gone when %s', (_when, askedKinds, shown, expected) => {
    expect(findVanished(known, 'own', { askedKinds, shownIds: new Set(shown) })).toEqual(expected);
  });

  it('keeps the own company although no list holds it', () => {
    const walk = { askedKinds: both, shownIds: new Set(['company']) };
    expect(findVanished([own, company], 'own', walk)).toEqual([]);
    expect(findVanished([own, company], null, walk)).toEqual(['own']);
  });

  it('never finds what was shown or not asked for', () => {
    const ids = fastCheck.subarray(known.map(({ bdId }) => bdId));
    fastCheck.assert(
      fastCheck.property(fastCheck.subarray(both), ids, (askedKinds, shown) => {
        for (const bdId of findVanished(known, 'own', { askedKinds, shownIds: new Set(shown) })) {
          expect(shown).not.toContain(bdId);
          expect(askedKinds).toContain(known.find((row) => row.bdId === bdId)?.kind);
        }
      }),
    );
  });
});
