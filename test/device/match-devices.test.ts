import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  candidateLimit,
  type MatchableAgent,
  type MatchableDevice,
  type MatchInput,
  matchDevices,
} from '../../src/device/match-devices.js';

const longAgo = new Date('2024-01-01T00:00:00Z');

function device(id: string, name: string, more: Partial<MatchableDevice> = {}): MatchableDevice {
  return { id, name, fqdn: null, macs: [], firstSeenAt: longAgo, lastSeenAt: null, bdId: id, present: true, ...more };
}

function agent(id: string, hostname: string, ...macs: string[]): MatchableAgent {
  return { id, hostname, macs };
}

function match(input: Partial<MatchInput>) {
  return matchDevices({ devices: [], agents: [], pins: [], forbidden: [], mode: 'NORMALISED', ...input });
}

/** Each device as `kind agent`, for a table one can read. */
function brief(input: Partial<MatchInput>): Record<string, string> {
  return Object.fromEntries(
    [...match(input)]
      .sort()
      .map(([id, { kind, agentId, candidates }]) => [
        id,
        [kind, agentId ?? candidates.join('|')].filter(Boolean).join(' '),
      ]),
  );
}

const mac1 = '00:50:56:B1:EF:97';
const mac2 = '0050-56b1-ef98';

describe('one device and one agent', () => {
  it.each<[string, string, string | null, string, string]>([
    ['the same', 'WIN-ABC123', null, 'WIN-ABC123', 'EXACT a'],
    ['case', 'WIN-ABC123', null, 'win-abc123', 'EXACT a'],
    ['domain on the device', 'WIN-ABC123.local', null, 'WIN-ABC123', 'SHORT_NAME a'],
    ['domain on the agent', 'WIN-ABC123', null, 'win-abc123.corp.example', 'SHORT_NAME a'],
    ['two domains', 'x', 'mac-1.local', 'mac-1.corp.example', 'SHORT_NAME a'],
    ['fqdn', 'WIN-ABC123', 'win-abc123.corp', 'WIN-ABC123.CORP', 'EXACT a'],
    ['fqdn and a short agent', 'WIN-ABC123', 'win-abc123.corp', 'WIN-ABC123', 'EXACT a'],
    ['trailing dot', 'pc-7', 'pc-7.corp.', 'pc-7.corp', 'EXACT a'],
    ['duplicate suffix', 'PC-7-005056B1EF97', null, 'pc-7', 'SHORT_NAME a'],
    ['fqdn undefined', 'PC-7', 'undefined', 'pc-7', 'EXACT a'],
    ['fqdn undefined never names an agent', 'PC-7', 'undefined', 'undefined', 'NONE'],
    ['truncated device', 'COLDSTORAGE-01-', null, 'coldstorage-01-in-prod', 'NETBIOS a'],
    ['truncated agent', 'x', 'coldstorage-01-in-prod.corp', 'COLDSTORAGE-01-', 'NETBIOS a'],
    ['two longer names with one beginning', 'coldstorage-01-in-prod', null, 'coldstorage-01-in-test', 'NONE'],
    ['fourteen characters are no truncation', 'coldstorage-01', null, 'coldstorage-01-in-prod', 'NONE'],
    ['fqdn outweighs a name left behind', 'OLD', 'new.corp', 'OLD', 'NONE'],
    ['each letter counts once for NetBIOS', '𐐨23456789012345', null, '𐐨23456789012345-longer', 'NETBIOS a'],
    ['punycode and Unicode', 'xn--bcher-kva', null, 'BÜCHER', 'EXACT a'],
    ['decomposed Unicode', 'bu\u0308cher', null, 'bücher', 'EXACT a'],
    ['numbers are no addresses', '1', null, '0.0.0.1', 'NONE'],
    ['nothing like it', 'pc-7', null, 'pc-8', 'NONE'],
    ['no name', ' ', null, '', 'NONE'],
  ])('%s', (_, name, fqdn, hostname, expected) => {
    expect(brief({ devices: [device('d', name, { fqdn })], agents: [agent('a', hostname)] })).toEqual({ d: expected });
  });

  it('says why', () => {
    const [none] = match({ devices: [device('d', 'pc-7')] }).values();
    expect(none?.reason).toBe('No agent of this client has host name "pc-7".');
  });

  it('says why there is none', () => {
    const agents = [agent('a', 'pc-7')];
    const reasonOf = (input: Partial<MatchInput>) => match({ agents, ...input }).get('d')?.reason;
    expect(reasonOf({ devices: [device('d', ' ')] })).toBe('The device has no host name.');
    const forbidden = [{ deviceId: 'd', agentId: 'a' }];
    expect(reasonOf({ devices: [device('d', 'pc-7')], forbidden })).toBe(
      'No agent with host name "pc-7" that it may be matched to.',
    );
    const devices = [device('d', 'pc-7'), device('e', 'pc-7', { macs: [mac1] })];
    expect(reasonOf({ devices, agents: [agent('a', 'pc-7', mac1)] })).toBe(
      'The agent of this host name belongs to another device.',
    );
  });

  it('has no place for a label', () => {
    const labelled = { ...device('d', 'pc-7'), label: 'pc-8' };
    expect(brief({ devices: [labelled], agents: [agent('a', 'pc-8')] })).toEqual({ d: 'NONE' });
  });
});

describe('namesakes', () => {
  it('two agents with one name: neither is guessed', () => {
    const agents = [agent('b', 'pc-7'), agent('a', 'PC-7')];
    expect(brief({ devices: [device('d', 'pc-7')], agents })).toEqual({ d: 'AMBIGUOUS a|b' });
  });

  it('two machines with one name: neither is guessed', () => {
    const devices = [device('d', 'pc-7'), device('e', 'PC-7')];
    expect(brief({ devices, agents: [agent('a', 'pc-7')] })).toEqual({ d: 'AMBIGUOUS a', e: 'AMBIGUOUS a' });
  });

  it('a domain tells them apart', () => {
    const devices = [device('d', 'pc-7', { fqdn: 'pc-7.north' }), device('e', 'pc-7', { fqdn: 'pc-7.south' })];
    const agents = [agent('a', 'pc-7.south'), agent('b', 'pc-7.north')];
    expect(brief({ devices, agents })).toEqual({ d: 'EXACT b', e: 'EXACT a' });
  });

  it('a MAC tells them apart', () => {
    const devices = [device('d', 'pc-7', { macs: [mac1] }), device('e', 'pc-7', { macs: [mac2] })];
    const agents = [agent('a', 'pc-7', '005056b1ef98'), agent('b', 'pc-7', '005056B1EF97')];
    expect(brief({ devices, agents })).toEqual({ d: 'MAC b', e: 'MAC a' });
  });

  it('a MAC that settles one leaves the other without a guess', () => {
    const devices = [device('d', 'pc-7', { macs: [mac1] }), device('e', 'pc-7')];
    expect(brief({ devices, agents: [agent('a', 'pc-7', mac1)] })).toEqual({ d: 'MAC a', e: 'NONE' });
  });

  it('a fqdn goes before a name of another domain', () => {
    const devices = [device('d', 'pc-7.north', { fqdn: 'pc-7.south' })];
    const agents = [agent('a', 'pc-7.north'), agent('b', 'pc-7.south')];
    expect(brief({ devices, agents })).toEqual({ d: 'EXACT b' });
  });

  it('MACs that point to two agents, or from two machines to one, decide nothing', () => {
    const one = [device('d', 'pc-7', { macs: [mac1, mac2] })];
    expect(brief({ devices: one, agents: [agent('a', 'pc-7', mac1), agent('b', 'pc-7', mac2)] })).toEqual({
      d: 'AMBIGUOUS a|b',
    });
    const two = [device('d', 'pc-7', { macs: [mac1] }), device('e', 'pc-7', { macs: [mac2] })];
    expect(brief({ devices: two, agents: [agent('a', 'pc-7', mac1, mac2), agent('b', 'pc-7')] })).toEqual({
      d: 'AMBIGUOUS a|b',
      e: 'AMBIGUOUS a|b',
    });
  });

  it('a machine that is gone does not take what listed ones are asked about', () => {
    const devices = [
      device('d', 'pc-7', { macs: [mac1] }),
      device('e', 'pc-7', { macs: [mac2] }),
      device('f', 'pc-7', { present: false }),
    ];
    const matches = match({ devices, agents: [agent('a', 'pc-7')] });
    expect(matches.get('d')).toMatchObject({ kind: 'AMBIGUOUS', candidates: ['a'] });
    // Nor is it a twin of either.
    expect(matches.get('f')).toMatchObject({ kind: 'NONE', agentId: null, twinOf: null });
  });

  it('an agent that one may not have is still there for another on a weaker rung', () => {
    const devices = [device('d', 'pc-7', { fqdn: 'pc-7.corp', macs: [mac1] }), device('e', 'PC-7', { macs: [mac2] })];
    const forbidden = [{ deviceId: 'd', agentId: 'a' }];
    expect(brief({ devices, agents: [agent('a', 'pc-7.corp')], forbidden })).toEqual({ d: 'NONE', e: 'SHORT_NAME a' });
  });

  it('what is cut and what is whole are counted apart', () => {
    const agents = [agent('a', 'coldstorage-01-'), agent('b', 'coldstorage-01-xx'), agent('c', 'coldstorage-01-yy')];
    const forbidden = [{ deviceId: 'd', agentId: 'a' }];
    expect(match({ devices: [device('d', 'coldstorage-01-')], agents, forbidden }).get('d')).toMatchObject({
      candidates: ['b', 'c'],
      reason: expect.stringContaining('agents: 2'),
    });
    const devices = [
      device('d', 'coldstorage-01-'),
      device('e', 'coldstorage-01-xx'),
      device('f', 'coldstorage-01-yy'),
    ];
    expect(match({ devices, agents: agents.slice(0, 1), forbidden }).get('e')).toMatchObject({
      candidates: ['a'],
      reason: expect.stringContaining('by this host name: 2,'),
    });
  });

  it('a MAC both agents have, or one of noughts, decides nothing', () => {
    const nought = '00:00:00:00:00:00';
    const devices = [device('d', 'pc-7', { macs: [mac1, nought] })];
    const agents = [agent('a', 'pc-7', mac1, nought), agent('b', 'pc-7', mac1)];
    expect(brief({ devices, agents })).toEqual({ d: 'AMBIGUOUS a|b' });
  });

  it('a MAC never joins machines of different names', () => {
    const devices = [device('d', 'pc-7', { macs: [mac1] })];
    expect(brief({ devices, agents: [agent('a', 'pc-8', mac1)] })).toEqual({ d: 'NONE' });
  });

  it('to be left over is no evidence', () => {
    const devices = [device('d', 'pc-7', { fqdn: 'pc-7.north' }), device('e', 'PC-7')];
    const agents = [agent('a', 'pc-7.north'), agent('b', 'pc-7.south')];
    expect(brief({ devices, agents })).toEqual({ d: 'EXACT a', e: 'AMBIGUOUS b' });
    // Those that are settled count.
    expect(match({ devices, agents }).get('e')?.reason).toContain('by this host name: 2, agents: 2.');
  });

  it('an agent with the whole name goes before one that was cut', () => {
    const agents = [agent('a', 'coldstorage-01-'), agent('b', 'coldstorage-01-in-prod')];
    expect(brief({ devices: [device('d', 'COLDSTORAGE-01-')], agents })).toEqual({ d: 'EXACT a' });
  });

  it('a cut name that fits several stays open', () => {
    const agents = [agent('a', 'coldstorage-01-in-test'), agent('b', 'coldstorage-01-in-prod')];
    expect(brief({ devices: [device('d', 'COLDSTORAGE-01-')], agents })).toEqual({ d: 'AMBIGUOUS a|b' });
  });

  it('an agent that is disputed on a stronger rung is not given away on a weaker one', () => {
    const devices = [device('d', 'coldstorage-01-'), device('e', 'coldstorage-01-'), device('f', 'coldstorage-01-xyz')];
    expect(brief({ devices, agents: [agent('a', 'coldstorage-01-')] })).toEqual({
      d: 'AMBIGUOUS a',
      e: 'AMBIGUOUS a',
      f: 'AMBIGUOUS a',
    });
  });

  it('a crowd is listed in part', () => {
    const agents = Array.from({ length: 1000 }, (_, n) => agent(`a${String(n).padStart(4, '0')}`, 'localhost'));
    const [only] = match({ devices: [device('d', 'localhost')], agents }).values();
    expect(only?.candidates).toHaveLength(candidateLimit);
    expect(only?.reason).toContain('agents: 1000');
  });
});

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

describe('a person decides', () => {
  const pin = (deviceId: string, agentId: string) => ({ deviceId, agentId });

  it('a pin goes before names, and frees what it leaves', () => {
    const devices = [device('d', 'pc-7'), device('e', 'pc-7')];
    const agents = [agent('a', 'pc-7'), agent('b', 'other')];
    expect(brief({ devices, agents, pins: [pin('d', 'b')] })).toEqual({ d: 'PINNED b', e: 'EXACT a' });
  });

  it('a pin to an agent that is no more means nothing', () => {
    const input = { devices: [device('d', 'pc-7')], agents: [agent('a', 'pc-7')], pins: [pin('d', 'gone')] };
    expect(brief(input)).toEqual({ d: 'EXACT a' });
  });

  it('a pin outlives a re-imaging', () => {
    const devices = [device('old', 'pc-7', { present: false }), device('new', 'pc-7')];
    const input = { devices, agents: [agent('a', 'other')], pins: [pin('old', 'a')] };
    expect(brief(input)).toEqual({ new: 'PINNED a', old: 'PINNED a' });
  });

  it('two devices pinned to one agent are one machine', () => {
    const devices = [device('d', 'x'), device('e', 'y', { lastSeenAt: new Date('2026-01-01T00:00:00Z') })];
    const matches = match({ devices, agents: [agent('a', 'z')], pins: [pin('d', 'a'), pin('e', 'a')] });
    expect(matches.get('d')).toMatchObject({ kind: 'PINNED', agentId: 'a', twinOf: 'e' });
  });

  it('twins pinned to two agents are two machines', () => {
    const devices = [device('d', 'pc-7', { macs: [mac1] }), device('e', 'pc-7', { macs: [mac1] })];
    const agents = [agent('a', 'pc-7'), agent('b', 'pc-8')];
    const matches = match({ devices, agents, pins: [pin('d', 'a'), pin('e', 'b')] });
    expect(matches.get('d')).toMatchObject({ agentId: 'a', twinOf: null });
    expect(matches.get('e')).toMatchObject({ agentId: 'b', twinOf: null });
  });

  it('a twin without a pin follows the pin of the liveliest, unless that one is forbidden', () => {
    const seen = (date: string) => ({ macs: [mac1], lastSeenAt: new Date(date) });
    const devices = [
      device('d', 'pc-7', seen('2026-01-02T00:00:00Z')),
      device('e', 'pc-7', seen('2026-01-03T00:00:00Z')),
      device('f', 'pc-7', seen('2026-01-01T00:00:00Z')),
    ];
    const agents = [agent('a', 'x'), agent('b', 'y')];
    const pins = [pin('d', 'b'), pin('e', 'a')];
    expect(brief({ devices, agents, pins })).toEqual({ d: 'PINNED b', e: 'PINNED a', f: 'PINNED a' });
    expect(brief({ devices, agents, pins: [pin('e', 'a')], forbidden: [pin('e', 'a')] })).toEqual({
      d: 'NONE',
      e: 'NONE',
      f: 'NONE',
    });
  });

  it('the liveliest of devices pinned together represents, whatever they are twins of otherwise', () => {
    const seen = (date: string, macs: string[]) => ({ macs, lastSeenAt: new Date(date) });
    const devices = [
      device('x1', 'x', seen('2026-01-03T00:00:00Z', [mac1])),
      device('x2', 'x', seen('2026-01-01T00:00:00Z', [mac1])),
      device('y1', 'y', seen('2026-01-02T00:00:00Z', [mac2])),
    ];
    const pins = [pin('x1', 'b'), pin('x2', 'a'), pin('y1', 'a')];
    const matches = match({ devices, agents: [agent('a', 'p'), agent('b', 'q')], pins });
    expect(matches.get('x2')).toMatchObject({ agentId: 'a', twinOf: 'y1' });
  });

  it('of two pins of one device the lower agent id wins', () => {
    const agents = [agent('a', 'x'), agent('b', 'y')];
    const pins = [pin('d', 'a'), pin('d', 'b')];
    for (const order of [pins, pins.toReversed()])
      expect(brief({ devices: [device('d', 'pc-7')], agents, pins: order })).toEqual({ d: 'PINNED a' });
  });

  it('a forbidden pair is never matched, and no longer stands in the way of others', () => {
    const devices = [device('d', 'pc-7'), device('e', 'pc-7')];
    const input = { devices, agents: [agent('a', 'pc-7')], forbidden: [pin('d', 'a')] };
    expect(brief(input)).toEqual({ d: 'NONE', e: 'EXACT a' });
  });

  it('a forbidden pair outlives a re-imaging', () => {
    const devices = [device('old', 'pc-7', { present: false }), device('new', 'pc-7')];
    const input = { devices, agents: [agent('a', 'pc-7')], forbidden: [pin('old', 'a')] };
    expect(brief(input)).toEqual({ new: 'NONE', old: 'NONE' });
  });

  it('forbidding one of two leaves the other', () => {
    const agents = [agent('a', 'pc-7'), agent('b', 'pc-7')];
    expect(brief({ devices: [device('d', 'pc-7')], agents, forbidden: [pin('d', 'a')] })).toEqual({ d: 'EXACT b' });
  });

  it('a choice of three is still a choice', () => {
    const devices = [device('d', 'pc-7'), device('e', 'pc-7')];
    const agents = [agent('a', 'pc-7'), agent('b', 'pc-7'), agent('c', 'pc-7')];
    const input = { devices, agents, forbidden: [pin('d', 'a'), pin('d', 'b')] };
    expect(brief(input)).toEqual({ d: 'AMBIGUOUS c', e: 'AMBIGUOUS a|b|c' });
  });

  it('a forbidden pin is none', () => {
    const pair = [pin('d', 'a')];
    const input = { devices: [device('d', 'pc-7')], agents: [agent('a', 'pc-7')], pins: pair, forbidden: pair };
    expect(brief(input)).toEqual({ d: 'NONE' });
  });
});

describe('STRICT', () => {
  it.each([
    ['the same', 'PC-7', ' PC-7 ', 'EXACT a'],
    ['space around the name', ' PC-7 ', 'PC-7', 'EXACT a'],
    ['case', 'PC-7', 'pc-7', 'NONE'],
    ['domain', 'PC-7.local', 'PC-7', 'NONE'],
    ['truncation', 'COLDSTORAGE-01-', 'COLDSTORAGE-01-IN-PROD', 'NONE'],
  ])('%s', (_, name, hostname, expected) => {
    const input = { devices: [device('d', name)], agents: [agent('a', hostname)], mode: 'STRICT' as const };
    expect(brief(input)).toEqual({ d: expected });
  });

  it('asks no MAC', () => {
    const agents = [agent('a', 'pc-7', mac1), agent('b', 'pc-7')];
    expect(brief({ devices: [device('d', 'pc-7', { macs: [mac1] })], agents, mode: 'STRICT' })).toEqual({
      d: 'AMBIGUOUS a|b',
    });
  });

  it('makes no twins of names that differ in case', () => {
    const devices = [device('d', 'PC-7', { macs: [mac1] }), device('e', 'pc-7', { macs: [mac1] })];
    const agents = [agent('a', 'PC-7'), agent('b', 'pc-7')];
    expect(brief({ devices, agents, mode: 'STRICT' })).toEqual({ d: 'EXACT a', e: 'EXACT b' });
  });

  it('takes the name, not the fqdn', () => {
    const devices = [device('d', 'PC-7', { fqdn: 'other.corp' })];
    expect(brief({ devices, agents: [agent('a', 'PC-7')], mode: 'STRICT' })).toEqual({ d: 'EXACT a' });
  });
});

it('the same name in two clients is two questions with two answers', () => {
  const north = brief({ devices: [device('d', 'pc-7')], agents: [agent('a', 'pc-7')] });
  const south = brief({ devices: [device('e', 'pc-7')], agents: [agent('b', 'pc-7')] });
  expect([north, south]).toEqual([{ d: 'EXACT a' }, { e: 'EXACT b' }]);
});

describe('whatever the input', () => {
  const name = fc.constantFrom('pc', 'PC.', 'pc.x', 'pc-005056b1ef97', 'bücher', 'xn--bcher-kva', 'abcdefghijklmno');
  const longer = fc.constantFrom('abcdefghijklmnop', 'abcdefghijklmnoq', '', 'undefined');
  const hostname = fc.oneof(name, longer);
  const macs = fc.array(fc.constantFrom(mac1, mac2, '00-00-00-00-00-00', 'odd'), { maxLength: 2 });
  const devices = fc
    .array(
      fc.record({
        name: hostname,
        fqdn: fc.option(fc.oneof(hostname, fc.constantFrom('pc.x', 'pc.y'))),
        macs,
        firstSeenAt: fc.constant(longAgo),
        lastSeenAt: fc.option(fc.constantFrom(new Date('2026-01-01T00:00:00Z'), new Date('2026-01-02T00:00:00Z'))),
        bdId: fc.constantFrom('5f000000aaaaaaaaaaaaaaaa', 'odd'),
        present: fc.boolean(),
      }),
      { maxLength: 8 },
    )
    .map((all) => all.map((each, n) => ({ id: `d${n}`, ...each })));
  const agents = fc
    .array(fc.record({ hostname, macs }), { maxLength: 6 })
    .map((all) => all.map((each, n) => ({ id: `a${n}`, ...each })));
  const pairs = fc.array(
    fc.record({ deviceId: fc.nat(7).map((n) => `d${n}`), agentId: fc.nat(6).map((n) => `a${n}`) }),
    { maxLength: 3 },
  );
  const mode = fc.constantFrom('NORMALISED' as const, 'STRICT' as const);
  const inputs: fc.Arbitrary<MatchInput> = fc.record({ devices, agents, pins: pairs, forbidden: pairs, mode });
  const options = { numRuns: 3000 };

  it('every device has an answer that makes sense, and only twins share an agent', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const matches = matchDevices(input);
        expect([...matches.keys()].sort()).toEqual(input.devices.map((each) => each.id));
        const machineOf = new Map<string, string>();
        for (const [id, { kind, agentId, candidates, twinOf, reason }] of matches) {
          expect(reason).not.toBe('');
          expect(agentId === null).toBe(kind === 'NONE' || kind === 'AMBIGUOUS');
          expect(candidates.length > 0).toBe(kind === 'AMBIGUOUS');
          const said = input.forbidden.filter((pair) => pair.deviceId === id).map((pair) => pair.agentId);
          for (const possible of [agentId, ...candidates]) expect(said).not.toContain(possible);
          if (twinOf !== null) {
            expect(twinOf).not.toBe(id);
            expect(matches.get(twinOf)).toMatchObject({ kind, agentId, twinOf: null });
          }
          if (agentId === null) continue;
          expect(input.agents.map((each) => each.id)).toContain(agentId);
          const machine = twinOf ?? id;
          expect(machineOf.get(agentId) ?? machine).toBe(machine);
          machineOf.set(agentId, machine);
        }
      }),
      options,
    );
  });

  it('the order of the input is nothing', () => {
    const shuffled = inputs.chain((input) =>
      fc.record({
        input: fc.constant(input),
        other: fc.record({
          devices: fc.shuffledSubarray([...input.devices], { minLength: input.devices.length }),
          agents: fc.shuffledSubarray([...input.agents], { minLength: input.agents.length }),
          pins: fc.shuffledSubarray([...input.pins], { minLength: input.pins.length }),
          forbidden: fc.shuffledSubarray([...input.forbidden], { minLength: input.forbidden.length }),
          mode: fc.constant(input.mode),
        }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ input, other }) => {
        expect(matchDevices(other)).toEqual(matchDevices(input));
      }),
      options,
    );
  });

  it('doing it again, with what it found pinned, changes no agent', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const first = matchDevices(input);
        expect(matchDevices(input)).toEqual(first);
        const pins = [...first].flatMap(([deviceId, { agentId }]) => (agentId === null ? [] : [{ deviceId, agentId }]));
        const second = matchDevices({ ...input, pins });
        for (const { deviceId, agentId } of pins) expect(second.get(deviceId)?.agentId).toBe(agentId);
      }),
      options,
    );
  });

  it('takes a hundred thousand of one client in its stride', () => {
    const many = 100_000;
    const crowd = Array.from({ length: many }, (_, n) => n);
    const matches = match({
      devices: crowd.map((n) => device(`d${n}`, `PC-${n}`, { fqdn: `pc-${n}.corp` })),
      agents: crowd.map((n) => agent(`a${n}`, n % 100 === 0 ? 'localhost' : `pc-${n}`)),
    });
    expect([...matches.values()].filter((each) => each.kind === 'EXACT')).toHaveLength(many * 0.99);
  });

  it('takes a crowd of namesakes without comparing each with each', () => {
    const crowd = Array.from({ length: 20_000 }, (_, n) => n);
    const matches = match({
      devices: crowd.map((n) => device(`d${n}`, 'localhost')),
      agents: crowd.map((n) => agent(`a${n}`, 'localhost')),
    });
    expect(matches.get('d7')).toMatchObject({ kind: 'AMBIGUOUS' });
  });
});
