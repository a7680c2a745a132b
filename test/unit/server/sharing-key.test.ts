import { parse } from 'graphql';
import { expect, it } from 'vitest';
import type { Viewer } from '../../../src/auth/viewer.js';
import { sharingKey } from '../../../src/server/subscriptions/sharing-key.js';

const viewer: Viewer = {
  ...{ tenantId: 'msp-one', subject: 'tom', name: 'Tom', roles: ['technician'], scopes: [], clientId: null },
  ...{ siteIds: null, tokenId: null, expiresAt: new Date('2100-01-01') },
};
const keyOf = (query: string, variableValues: Record<string, unknown>, of: Partial<Viewer> = {}) =>
  sharingKey({ schema: null as never, document: parse(query), variableValues }, { ...viewer, ...of });

it.each([
  ['an argument', 'subscription ($after: String, $x: Int) { changed(after: $after, x: $x) { id } }'],
  ['that of an alias', 'subscription ($after: String, $x: Int) { here: changed(x: $x, after: $after) { id } }'],
])('does not depend on where a subscription begins: %s', (_what, query) => {
  expect(keyOf(query, { after: 'a', x: 1 })).toBe(keyOf(query, { after: 'b', x: 1 }));
  expect(keyOf(query, { after: 'a', x: 1 })).toBe(keyOf(query, { x: 1 }));
  expect(keyOf(query, { after: 'a', x: 1 })).not.toBe(keyOf(query, { after: 'a', x: 2 }));
});

it.each([
  ['a field below', 'subscription ($after: String) { changed { list(after: $after) { id } } }'],
  ['a field below too', 'subscription ($after: String) { changed(after: $after) { list(after: $after) { id } } }'],
  ['a fragment', 'subscription ($after: String) { changed(after: $after) { ...F } } fragment F on T { f(x: $after) }'],
  ['another argument', 'subscription ($after: String) { changed(filter: $after) { id } }'],
  ['an object', 'subscription ($after: String) { changed(after: { of: $after }) { id } }'],
  ['a directive', 'subscription ($after: Boolean!) { changed(after: $after) { id @include(if: $after) } }'],
])('depends on a variable that is used for something else: %s', (_what, query) => {
  expect(keyOf(query, { after: 'a' })).not.toBe(keyOf(query, { after: 'b' }));
});

it('depends on rights, and not on the person', () => {
  const query = 'subscription { changed { id } }';
  const own = keyOf(query, {});
  expect(keyOf(query, {}, { subject: 'tina', name: 'Tina', tokenId: 't', expiresAt: new Date() })).toBe(own);
  const others: Partial<Viewer>[] = [
    { tenantId: 'msp-two' },
    { roles: ['portal'] },
    { scopes: ['bitdefender:read'] },
    { clientId: 'client-1' },
    { siteIds: ['site-1'] },
    { siteIds: ['site-2'] },
    { siteIds: ['site-1', 'site-2'] },
    { clientId: 'client-1', siteIds: ['site-1'] },
    { clientId: 'client-2', siteIds: ['site-1'] },
  ];
  const keys = others.map((of) => keyOf(query, {}, of));
  expect(new Set([own, ...keys]).size).toBe(1 + others.length);
});
