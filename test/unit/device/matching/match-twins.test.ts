import { describe, expect, it } from 'vitest';
import type { MatchableDevice } from '../../../../src/device/matching/match-devices.js';
import { agent, brief, device, mac1, mac2, match } from '../../../support/matching.js';

describe('twins', () => {
  const fqdn = 'pc-7.corp';
  const agents = [agent('a', 'pc-7')];
  const at = (day: string) => new Date(`2026-03-${day}T00:00:00Z`);

  it('share the agent, and the last seen one represents the machine', () => {
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
      'the id that was made last, whenever it was first seen',
      { bdId: '5f000000aaaaaaaaaaaaaaaa', firstSeenAt: at('09') },
      { bdId: '6a000000aaaaaaaaaaaaaaaa', firstSeenAt: at('01') },
    ],
    [
      'an id made after the other was last seen',
      { bdId: '5f000000aaaaaaaaaaaaaaaa', lastSeenAt: at('01') },
      { bdId: '6a000000aaaaaaaaaaaaaaaa' },
    ],
    [
      'the higher of two ids made in one second',
      { bdId: '6a000000aaaaaaaaaaaaaaaa' },
      { bdId: '6a000000bbbbbbbbbbbbbbbb' },
    ],
    [
      'what was first seen last, of ids without a time',
      { bdId: 'z', firstSeenAt: at('01') },
      { bdId: 'b', firstSeenAt: at('09') },
    ],
  ])('without last seen %s represents', (_, former, live) => {
    const matches = match({
      devices: [device('y', 'pc-7', { fqdn, ...former }), device('x', 'pc-7', { fqdn, ...live })],
      agents,
    });
    expect([matches.get('y')?.twinOf, matches.get('x')?.twinOf]).toEqual(['x', null]);
  });

  it('lend each other their MACs', () => {
    const devices = [
      device('old', 'pc-7', { fqdn, macs: [mac1], lastSeenAt: at('01') }),
      device('new', 'pc-7', { fqdn, macs: [mac2], lastSeenAt: at('09') }),
    ];
    const namesakes = [agent('a', 'pc-7', mac1), agent('b', 'pc-7')];
    expect(brief({ devices, agents: namesakes })).toEqual({ new: 'MAC a', old: 'MAC a' });
  });

  it('without a host name are none, whatever MAC they share', () => {
    const devices = [device('d', '', { macs: [mac1] }), device('e', ' ', { macs: [mac1] })];
    expect([...match({ devices }).values()].map(({ twinOf }) => twinOf)).toEqual([null, null]);
  });

  it('of one hardware count as one where an unqualified name has to tell', () => {
    const devices = [
      device('d', 'pc-7', { fqdn: 'pc-7', macs: [mac1] }),
      device('e', 'pc-7', { fqdn: 'pc-7', macs: [mac1] }),
      device('f', 'pc-7', { fqdn: 'pc-7' }),
    ];
    expect([...match({ devices }).values()].filter(({ twinOf }) => twinOf !== null)).toHaveLength(2);
  });

  it.each<[string, string | null, string | null]>([
    ['of a domain, where the listed one tells none', 'pc-7.old', null],
    ['of a domain, where the listed one only repeats its name', 'pc-7.old', 'pc-7'],
    ['without a domain', null, fqdn],
  ])('a gone one %s is the machine that is listed', (_, goneFqdn, listedFqdn) => {
    const devices = [
      device('gone', 'pc-7', { present: false, fqdn: goneFqdn }),
      device('here', 'pc-7', { fqdn: listedFqdn }),
    ];
    expect(match({ devices, agents }).get('gone')).toMatchObject({ agentId: 'a', twinOf: 'here' });
  });

  it('a listed device represents before one that is gone', () => {
    const devices = [
      device('gone', 'pc-7', { fqdn, present: false, lastSeenAt: at('09') }),
      device('here', 'pc-7', { fqdn, lastSeenAt: at('01') }),
    ];
    expect(match({ devices, agents }).get('gone')).toMatchObject({ agentId: 'a', twinOf: 'here' });
  });

  it('a re-imaged machine is one by its name alone once the old id is gone', () => {
    const devices = [
      device('gone', 'pc-7', { present: false, macs: [mac1] }),
      device('here', 'pc-7', { macs: [mac2] }),
    ];
    expect(match({ devices, agents }).get('gone')).toMatchObject({ agentId: 'a', twinOf: 'here' });
  });

  it('a gone machine of another domain does not make a listed one doubtful', () => {
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
