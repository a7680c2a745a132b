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

  it.each<[string, Partial<MatchableDevice>, Partial<MatchableDevice>]>([
    ['a scan after the last contact of the other', { lastSeenAt: at('05') }, { lastScanAt: at('28') }],
    ['the later scan, when neither was asked', { lastScanAt: at('05') }, { lastScanAt: at('28') }],
    ['no known contact, when the other was silent for days', { lastSeenAt: at('05'), stateAsOf: at('30') }, {}],
    [
      'been silent for days, when the other was asked in vain',
      { stateRefused: true },
      { lastSeenAt: at('05'), stateAsOf: at('30') },
    ],
    ['a contact that is known, when the other was never seen', {}, { lastSeenAt: at('05'), stateAsOf: at('06') }],
    [
      'the later contact, when both were silent',
      { lastSeenAt: at('05'), stateAsOf: at('30') },
      { lastSeenAt: at('06'), stateAsOf: at('30') },
    ],
  ])('of two ids of one second, the representing twin has %s', (_, stale, live) => {
    const sameSecond = { fqdn, macs: [mac1], bdId: '5f000000aaaaaaaaaaaaaaaa' };
    const devices = [device('y', 'pc-7', { ...sameSecond, ...stale }), device('x', 'pc-7', { ...sameSecond, ...live })];
    for (const ordered of [devices, devices.toReversed()]) {
      const matches = match({ devices: ordered, agents });
      expect([matches.get('y')?.twinOf, matches.get('x')?.twinOf]).toEqual(['x', null]);
    }
  });

  it('keeps a silent device in front of a missing one whose contact is unknown', () => {
    const devices = [
      device('here', 'pc-7', { fqdn, lastSeenAt: at('05'), stateAsOf: at('30') }),
      device('gone', 'pc-7', { fqdn, present: false }),
    ];
    expect(match({ devices, agents }).get('gone')?.twinOf).toBe('here');
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

  describe('with a MAC address that several machines have', () => {
    const loopback = '02:00:4C:4F:4F:50';
    const inA = device('d', 'DC01', { fqdn: 'dc01.a.local', macs: [mac1, loopback] });
    const inB = device('e', 'DC01', { fqdn: 'dc01.b.local', macs: [mac2, loopback] });
    const machines = (devices: readonly MatchableDevice[]) => {
      const matches = match({ devices });
      return new Set(devices.map(({ id }) => matches.get(id)?.twinOf ?? id)).size;
    };

    it.each([
      ['full names', agent('a', 'dc01.a.local', mac1, loopback), agent('b', 'dc01.b.local', mac2, loopback), 'EXACT'],
      ['short names', agent('a', 'DC01', mac1, loopback), agent('b', 'DC01', mac2, loopback), 'MAC'],
    ])('gives two domain controllers of one name their own agents by %s', (_, a, b, kind) => {
      expect(brief({ devices: [inA, inB], agents: [a, b] })).toEqual({ d: `${kind} a`, e: `${kind} b` });
    });

    it('does not join two domains through a third device with the shared address', () => {
      expect(machines([inA, inB, device('f', 'DC01', { macs: [loopback] })])).toBe(3);
    });

    it('joins each domain controller with its own duplicate', () => {
      const again = device('f', 'DC01', { fqdn: 'dc01.a.local', macs: [loopback] });
      expect(match({ devices: [inA, inB, again] }).get('f')?.twinOf ?? 'f').not.toBe('e');
      expect(machines([inA, inB, again])).toBe(2);
    });

    it('keeps domain controllers apart when one of them is gone', () => {
      expect(machines([inA, { ...inB, present: false }])).toBe(2);
    });

    it.each<[string, Partial<MatchableDevice>, Partial<MatchableDevice>, number]>([
      ['two domains', { fqdn: 'dc01.a.local' }, { fqdn: 'dc01.b.local' }, 2],
      ['no domain', {}, {}, 2],
      ['one domain', { fqdn: 'dc01.a.local' }, { fqdn: 'dc01.a.local' }, 1],
    ])('proves nothing when a device of another name has it: %s', (_, one, other, count) => {
      const devices = [device('d', 'DC01', { ...one, macs: [mac1] }), device('e', 'DC01', { ...other, macs: [mac1] })];
      const dock = device('f', 'PC-7', { macs: [mac1] });
      expect(machines([...devices, dock])).toBe(count + 1);
      // One that is gone may be the machine under its former name.
      expect(machines([...devices, { ...dock, present: false }])).toBe(2);
    });

    it.each<[string, string]>([
      ['was truncated to 15 characters', 'COLDSTORAGE-01-'],
      ['was not yet in the FQDN', 'coldstorage-01-in-prod'],
    ])('joins duplicates of a machine whose name %s', (_, name) => {
      const fqdns = ['coldstorage-01-in-prod.a', 'coldstorage-01-in-prod.b', null];
      const devices = fqdns.map((each, index) => device(`d${index}`, name, { fqdn: each, macs: [mac1] }));
      const matches = match({ devices });
      expect(matches.get('d0')?.twinOf ?? 'd0').toBe(matches.get('d1')?.twinOf ?? 'd1');
    });

    it('decides nothing between namesakes when a device of another name has it', () => {
      const devices = [device('d', 'pc-7', { macs: [mac1] }), device('e', 'pc-7', { macs: [mac2] })];
      const namesakes = [agent('a', 'pc-7', mac1), agent('b', 'pc-7')];
      expect(brief({ devices, agents: namesakes })).toMatchObject({ d: 'MAC a' });
      const dock = device('f', 'pc-9', { macs: [mac1] });
      expect(brief({ devices: [...devices, dock], agents: namesakes })).toMatchObject({ d: 'AMBIGUOUS a|b' });
    });

    it.each<[string, string[], string[], boolean, number]>([
      ['the same addresses', [mac1, mac2], [mac2, mac1], false, 1],
      ['the same addresses, while both are listed', [mac1], [mac1], true, 1],
      ['one more address', [mac1], [mac1, mac2], false, 1],
      ['other addresses', [mac1], [mac2], false, 2],
    ])('handles a change of domain with %s', (_, before, after, listed, count) => {
      const old = device('old', 'dc01', { fqdn: 'dc01.old', macs: before, present: listed });
      expect(machines([old, device('new', 'dc01', { fqdn: 'dc01.new', macs: after })])).toBe(count);
    });
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
