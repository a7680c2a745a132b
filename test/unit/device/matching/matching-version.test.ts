import { hash } from 'node:crypto';
import { expect, it } from 'vitest';
import { createRandom, pick } from '../../../../demo/gravityzone/random.js';
import { matchWithOverrides } from '../../../../src/device/matching/match-with-overrides.js';
import { agentsFingerprint, matchingVersion } from '../../../../src/device/matching/matching-fingerprint.js';
import { hostKey } from '../../../../src/domain/hostname.js';
import { matchModes } from '../../../../src/domain/match-mode.js';
import { longAgo, mac1, mac2 } from '../../../support/matching.js';

const names = [
  'pc',
  'PC.',
  'pc.x',
  'pc.y',
  'pc-005056b1ef97',
  'Bücher',
  'xn--bcher-kva',
  'abcdefghijklmno',
  'ABCDEFGHIJKLMNOP',
  'ip-1',
  '',
];
const date = (day: number) => new Date(Date.UTC(2026, 0, day));

/** Clients with every kind of name, address, twin and decision, the same ones each time. */
function clients() {
  const random = createRandom(18);
  const often = (share: number) => random() < share;
  const some = <Item>(most: number, make: (number: number) => Item) =>
    Array.from({ length: Math.floor(random() * (most + 1)) }, (_, number) => make(number));
  const macs = () => some(2, () => pick([mac1, mac2, 'odd'], random));
  return Array.from({ length: 600 }, (_, number) => {
    const devices = some(6, (id) => {
      const name = pick(names, random);
      const fqdn = often(0.5) ? null : pick(names, random);
      const [lastSeenAt, stateAsOf, lastScanAt] = [1, 9, 2].map((day) => (often(0.4) ? date(day) : null)) as [
        Date | null,
        Date | null,
        Date | null,
      ];
      const facts = { macs: macs(), firstSeenAt: longAgo, lastSeenAt, stateAsOf, stateRefused: often(0.1), lastScanAt };
      const state = { presence: often(0.8) ? 'PRESENT' : 'MISSING', managed: often(0.9) };
      return { id: `d${id}`, bdId: `${id}`, name, fqdn, hostKey: hostKey(name, fqdn), ...facts, ...state };
    });
    const agents = some(4, (id) => {
      const hostname = pick(names, random);
      return { id: `a${id}`, hostname, hostKey: hostKey(hostname), macs: macs() };
    });
    const overrides = some(1, () => ({
      kind: pick(['PIN', 'FORBID'], random),
      ...{ deviceId: 'd0', hostKey: 'pc', agentId: 'a0', agentHostKey: 'pc' },
    }));
    return { devices, agents, overrides, mode: matchModes[number % 2] ?? 'NORMALISED' };
  });
}

it('has another version when anything is matched in another way', () => {
  const matches = clients().map((client) => [...matchWithOverrides(client)].sort(([a], [b]) => (a < b ? -1 : 1)));
  const kinds = new Set(matches.flat().map(([, { kind }]) => kind));
  expect([...kinds].sort()).toEqual(['AMBIGUOUS', 'EXACT', 'MAC', 'NAME', 'NETBIOS', 'NONE', 'PINNED', 'SHORT_NAME']);
  // When it fails, decisions have changed: put the new version into matching-fingerprint.ts, so that every client is matched again.
  expect(matchingVersion).toBe(hash('sha256', JSON.stringify(matches), 'base64url'));
});

it('has the same fingerprint for the same agents in any order, and another for any change', () => {
  const agent = { id: 'a1', clientId: 'c', hostname: 'oven', macAddresses: ['00'] };
  const other = { id: 'a2', clientId: 'c', hostname: 'till', macAddresses: [] };
  const known = agentsFingerprint([agent, other], 'NORMALISED');
  expect(agentsFingerprint([other, agent], 'NORMALISED')).toBe(known);
  const changes = [
    agentsFingerprint([agent], 'NORMALISED'),
    agentsFingerprint([agent, other], 'STRICT'),
    agentsFingerprint([agent, { ...other, id: 'a3' }], 'NORMALISED'),
    agentsFingerprint([agent, { ...other, hostname: 'Till' }], 'NORMALISED'),
    agentsFingerprint([agent, { ...other, macAddresses: ['00'] }], 'NORMALISED'),
  ];
  expect(new Set([known, ...changes]).size).toBe(6);
});
