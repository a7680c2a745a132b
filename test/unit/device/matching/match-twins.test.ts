import { describe, expect, it } from 'vitest';
import type { MatchableDevice } from '../../../../src/device/matching/match-devices.js';
import { agent, brief, device, mac1, mac2, match } from '../../../support/matching.js';

describe('twins', () => {
  const fqdn = 'pc-7.corp';
  const agents = [agent('a', 'pc-7')];
  const at = (day: string) => new Date(`2026-03-${day}T00:00:00Z`);

  it('gives twins one agent, represented by the device seen last', () => {
    const devices = [
      device('old', 'PC-7', { fqdn, lastSeenAt: at('01') }),
      device('new', 'PC-7-005056B1EF97', { fqdn, lastSeenAt: at('09') }),
    ];
    expect(match({ devices, agents })).toEqual(
      new Map([
        ['new', expect.objectContaining({ kind: 'SHORT_NAME', agentId: 'a', twinOf: null })],
        ['old', expect.objectContaining({ kind: 'SHORT_NAME', agentId: 'a', twinOf: 'new' })],
      ]),
    );
  });

  it.each<[string, Partial<MatchableDevice>, Partial<MatchableDevice>]>([
    [
      'the newest id, whenever it was first seen',
      { bdId: '5f000000aaaaaaaaaaaaaaaa', firstSeenAt: at('09') },
      { bdId: '6a000000aaaaaaaaaaaaaaaa', firstSeenAt: at('01') },
    ],
    [
      'an id newer than the last contact of the other',
      { bdId: '5f000000aaaaaaaaaaaaaaaa', lastSeenAt: at('01') },
      { bdId: '6a000000aaaaaaaaaaaaaaaa' },
    ],
    ['the higher of two ids of one second', { bdId: '6a000000aaaaaaaaaaaaaaaa' }, { bdId: '6a000000bbbbbbbbbbbbbbbb' }],
    [
      'the latest first contact when ids have no time',
      { bdId: 'z', firstSeenAt: at('01') },
      { bdId: 'b', firstSeenAt: at('09') },
    ],
  ])('without last contact, the representing twin has %s', (_, former, live) => {
    const matches = match({
      devices: [device('y', 'pc-7', { fqdn, ...former }), device('x', 'pc-7', { fqdn, ...live })],
      agents,
    });
    expect([matches.get('y')?.twinOf, matches.get('x')?.twinOf]).toEqual(['x', null]);
  });

  it('uses the MAC addresses of all twins', () => {
    const devices = [
      device('old', 'pc-7', { fqdn, macs: [mac1], lastSeenAt: at('01') }),
      device('new', 'pc-7', { fqdn, macs: [mac2], lastSeenAt: at('09') }),
    ];
    const namesakes = [agent('a', 'pc-7', mac1), agent('b', 'pc-7')];
    expect(brief({ devices, agents: namesakes })).toEqual({ new: 'MAC a', old: 'MAC a' });
  });

  it('makes no twins of devices without a host name', () => {
    const devices = [device('d', '', { macs: [mac1] }), device('e', ' ', { macs: [mac1] })];
    expect([...match({ devices }).values()].map(({ twinOf }) => twinOf)).toEqual([null, null]);
  });

  it('counts devices with one MAC as one when an unqualified name decides', () => {
    const devices = [
      device('d', 'pc-7', { fqdn: 'pc-7', macs: [mac1] }),
      device('e', 'pc-7', { fqdn: 'pc-7', macs: [mac1] }),
      device('f', 'pc-7', { fqdn: 'pc-7' }),
    ];
    expect([...match({ devices }).values()].filter(({ twinOf }) => twinOf !== null)).toHaveLength(2);
  });

  it.each<[string, string | null, string | null]>([
    ['of a domain, when the listed one has none', 'pc-7.old', null],
    ['of a domain, when the listed one only repeats its name', 'pc-7.old', 'pc-7'],
    ['without a domain', null, fqdn],
  ])('joins a missing device %s to the listed machine', (_, goneFqdn, listedFqdn) => {
    const devices = [
      device('gone', 'pc-7', { present: false, fqdn: goneFqdn }),
      device('here', 'pc-7', { fqdn: listedFqdn }),
    ];
    expect(match({ devices, agents }).get('gone')).toMatchObject({ agentId: 'a', twinOf: 'here' });
  });

  it('lets a listed device represent the machine before a missing one', () => {
    const devices = [
      device('gone', 'pc-7', { fqdn, present: false, lastSeenAt: at('09') }),
      device('here', 'pc-7', { fqdn, lastSeenAt: at('01') }),
    ];
    expect(match({ devices, agents }).get('gone')).toMatchObject({ agentId: 'a', twinOf: 'here' });
  });

  it('joins a reinstalled machine by name when its old id is missing', () => {
    const devices = [
      device('gone', 'pc-7', { present: false, macs: [mac1] }),
      device('here', 'pc-7', { macs: [mac2] }),
    ];
    expect(match({ devices, agents }).get('gone')).toMatchObject({ agentId: 'a', twinOf: 'here' });
  });

  it('matches a listed machine when a missing namesake has another domain', () => {
    const devices = [device('gone', 'pc-7', { present: false, fqdn: 'pc-7.old' }), device('here', 'pc-7', { fqdn })];
    expect(brief({ devices, agents })).toEqual({ gone: 'NONE', here: 'EXACT a' });
  });

  it.each<[string, Partial<MatchableDevice>, Partial<MatchableDevice>, boolean]>([
    ['one MAC', { macs: [mac1] }, { macs: [mac2, mac1] }, true],
    ['one qualified name, other hardware', { fqdn, macs: [mac1] }, { fqdn: 'PC-7.CORP.', macs: [mac2] }, true],
    ['one unqualified name', { fqdn: 'pc-7' }, { fqdn: 'pc-7' }, true],
    ['one unqualified name, other hardware', { fqdn: 'pc-7', macs: [mac1] }, { fqdn: 'pc-7', macs: [mac2] }, false],
    ['one unqualified name, one hardware known', { fqdn: 'pc-7', macs: [mac1] }, { fqdn: 'pc-7' }, true],
    ['no domain known', { fqdn: 'undefined' }, { fqdn: 'undefined' }, false],
    ['a MAC of all ones', { macs: ['ff:ff:ff:ff:ff:ff'] }, { macs: ['FF-FF-FF-FF-FF-FF'] }, false],
    ['what is no MAC', { macs: ['12:34'] }, { macs: ['12:34'] }, false],
    ['two domains', { fqdn }, { fqdn: 'pc-7.lab' }, false],
    ['nothing but the name', {}, {}, false],
  ])('%s: twins %#', (_, one, other, twins) => {
    const matches = match({ devices: [device('d', 'pc-7', one), device('e', 'pc-7', other)], agents });
    expect([...matches.values()].filter((each) => each.twinOf !== null)).toHaveLength(twins ? 1 : 0);
    expect([...matches.values()].filter((each) => each.agentId === 'a')).toHaveLength(twins ? 2 : 0);
  });
});
