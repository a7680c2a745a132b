import fc from 'fast-check';
import { expect, it } from 'vitest';
import { portalOwnerOf } from '../../../../src/threat/portal/portal-owner.js';

it.each([
  ['nobody of a client', { clientId: null, siteIds: null }, null],
  ['nobody of a client, whatever the sites', { clientId: null, siteIds: ['north'] }, null],
  ['a client', { clientId: 'bakery', siteIds: null }, { kind: 'CLIENT', clientId: 'bakery' }],
  [
    'one site of a client',
    { clientId: 'bakery', siteIds: ['north'] },
    { kind: 'SITES', clientId: 'bakery', siteIds: ['north'] },
  ],
  // Tokens with no site are refused; were one to come this far, it would show nothing rather than everything.
  ['no site at all', { clientId: 'bakery', siteIds: [] }, { kind: 'SITES', clientId: 'bakery', siteIds: [] }],
])('is bound to %s', (_what, viewer, owner) => {
  expect(portalOwnerOf(viewer)).toEqual(owner);
});

it('never shows a client of another name, nor all of one to whoever has sites', () => {
  const ids = fc.option(fc.string(), { nil: null });
  fc.assert(
    fc.property(ids, fc.option(fc.array(fc.string()), { nil: null }), (clientId, siteIds) => {
      const owner = portalOwnerOf({ clientId, siteIds });
      expect(owner?.clientId ?? null).toBe(clientId);
      if (siteIds !== null) expect(owner?.kind).not.toBe('CLIENT');
    }),
  );
});
