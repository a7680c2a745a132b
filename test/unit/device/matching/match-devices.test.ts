import { describe, expect, it } from 'vitest';
import { candidateLimit, type MatchInput } from '../../../../src/device/matching/match-devices.js';
import { agent, brief, device, mac1, mac2, match } from '../../../support/matching.js';

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
    ['an outdated name, when no agent has that of the FQDN', 'OLD', 'new.corp', 'OLD', 'NAME a'],
    ['each letter counts once for NetBIOS', '𐐨23456789012345', null, '𐐨23456789012345-longer', 'NETBIOS a'],
    ['punycode and Unicode', 'xn--bcher-kva', null, 'BÜCHER', 'EXACT a'],
    ['decomposed Unicode', 'bu\u0308cher', null, 'bücher', 'EXACT a'],
    ['Turkish capitals', 'İSTANBUL-PC', null, 'istanbul-pc', 'EXACT a'],
    ['Turkish small letters', 'ISTANBUL-PC', null, 'ıstanbul-pc.corp', 'SHORT_NAME a'],
    ['a typographic apostrophe', 'Anna\u2019s PC', null, "anna's pc", 'EXACT a'],
    ['full width and a no-break hyphen', 'ＰＣ\u20117', 'pc-7.corp', 'pc-7', 'EXACT a'],
    ['letters with and without accent', 'CAFÉ', null, 'cafe', 'NONE'],
    ['numbers are no addresses', '1', null, '0.0.0.1', 'NONE'],
    ['nothing like it', 'pc-7', null, 'pc-8', 'NONE'],
    ['no name', ' ', null, '', 'NONE'],
  ])('%s', (_, name, fqdn, hostname, expected) => {
    expect(brief({ devices: [device('d', name, { fqdn })], agents: [agent('a', hostname)] })).toEqual({ d: expected });
  });

  it('explains in its reason that no agent has the host name', () => {
    const [none] = match({ devices: [device('d', 'pc-7')] }).values();
    expect(none?.reason).toBe('No agent of this client has host name "pc-7".');
  });

  it('explains in its reason why a device has no agent', () => {
    const agents = [agent('a', 'pc-7')];
    const reasonOf = (input: Partial<MatchInput>) => match({ agents, ...input }).get('d')?.reason;
    expect(reasonOf({ devices: [device('d', ' ')] })).toBe('The device has no host name.');
    const forbidden = [{ deviceId: 'd', agentId: 'a' }];
    expect(reasonOf({ devices: [device('d', 'pc-7')], forbidden })).toBe(
      'No agent with host name "pc-7" that it may be matched to.',
    );
    const devices = [device('d', 'pc-7'), device('e', 'pc-7', { macs: [mac1] })];
    expect(reasonOf({ devices, agents: [agent('a', 'pc-7', mac1)] })).toBe(
      'The agent with this host name belongs to another device.',
    );
  });

  it('ignores the label of a device', () => {
    const labelled = { ...device('d', 'pc-7'), label: 'pc-8' };
    expect(brief({ devices: [labelled], agents: [agent('a', 'pc-8')] })).toEqual({ d: 'NONE' });
  });
});

describe('a device whose FQDN has another host name', () => {
  const fqdn = 'ip-10-0-0-7.eu-west-1.compute.internal';
  const web = device('d', 'WEB01', { fqdn });

  it('matches by its name, and says so', () => {
    const [only] = match({ devices: [web], agents: [agent('a', 'web01')] }).values();
    expect(only).toMatchObject({ kind: 'NAME', agentId: 'a' });
    expect(only?.reason).toBe("The device's name is the agent's; no agent has the host name in its FQDN.");
  });

  it.each<[string, string, string, string]>([
    ['domain on the agent', 'WEB01', 'web01.corp.example', 'NAME a'],
    ['duplicate suffix', 'WEB01-005056B1EF97', 'web01', 'NAME a'],
    ['Turkish capitals', 'İZMİR', 'izmir', 'NAME a'],
    ['truncated name', 'COLDSTORAGE-01-', 'coldstorage-01-in-prod', 'NAME a'],
    ['another name', 'WEB02', 'web01', 'NONE'],
    ['a placeholder', 'LOCALHOST', 'localhost', 'NONE'],
    ['an address', '10.0.0.7', '10.0.0.7', 'NONE'],
  ])('compares its name: %s', (_, name, hostname, expected) => {
    expect(brief({ devices: [device('d', name, { fqdn })], agents: [agent('a', hostname)] })).toEqual({ d: expected });
  });

  it('prefers the agent that has the host name of its FQDN', () => {
    const agents = [agent('a', 'web01'), agent('b', 'ip-10-0-0-7')];
    expect(brief({ devices: [web], agents })).toEqual({ d: 'SHORT_NAME b' });
    // Nor does it fall back to its name when that agent is another machine's, or may not be its own.
    const pins = [{ deviceId: 'e', agentId: 'b' }];
    expect(brief({ devices: [web, device('e', 'x')], agents, pins })).toEqual({ d: 'NONE', e: 'PINNED b' });
    expect(brief({ devices: [web], agents, forbidden: [{ deviceId: 'd', agentId: 'b' }] })).toEqual({ d: 'NONE' });
  });

  it('leaves its agent to the device that has the name as its host name', () => {
    const devices = [web, device('e', 'web01', { fqdn: 'web01.corp' })];
    expect(brief({ devices, agents: [agent('a', 'web01')] })).toEqual({ d: 'NONE', e: 'EXACT a' });
  });

  it('is ambiguous when another device or agent has its name', () => {
    const other = device('e', 'WEB01', { fqdn: 'ip-10-0-0-8.eu-west-1.compute.internal' });
    expect(brief({ devices: [web, other], agents: [agent('a', 'web01')] })).toEqual({
      d: 'AMBIGUOUS a',
      e: 'AMBIGUOUS a',
    });
    const agents = [agent('a', 'web01.north'), agent('b', 'web01.south')];
    expect(brief({ devices: [web], agents })).toEqual({ d: 'AMBIGUOUS a|b' });
    // One that has its own agent counts as well.
    const taken = device('e', 'WEB01', { fqdn: 'node.corp' });
    expect(brief({ devices: [web, taken], agents: [agent('a', 'web01'), agent('b', 'node')] })).toEqual({
      d: 'AMBIGUOUS a',
      e: 'SHORT_NAME b',
    });
  });

  it('distinguishes namesakes by MAC address', () => {
    const other = device('e', 'WEB01', { fqdn: 'ip-10-0-0-8.internal', macs: [mac2] });
    const agents = [agent('a', 'web01', mac2), agent('b', 'WEB01', mac1)];
    expect(brief({ devices: [{ ...web, macs: [mac1] }, other], agents })).toEqual({ d: 'MAC b', e: 'MAC a' });
  });

  it('names both in the reason when no agent has either', () => {
    const [none] = match({ devices: [web], agents: [agent('a', 'pc-7')] }).values();
    expect(none?.reason).toBe('No agent of this client has host name "ip-10-0-0-7" or "web01".');
  });

  it('compares only its name in STRICT mode', () => {
    const agents = [agent('a', 'WEB01'), agent('b', 'web01')];
    expect(brief({ devices: [web], agents, mode: 'STRICT' })).toEqual({ d: 'EXACT a' });
    expect(brief({ devices: [web], agents: agents.slice(1), mode: 'STRICT' })).toEqual({ d: 'NONE' });
  });
});

describe('namesakes', () => {
  it('is ambiguous when two agents have the same name', () => {
    const agents = [agent('b', 'pc-7'), agent('a', 'PC-7')];
    expect(brief({ devices: [device('d', 'pc-7')], agents })).toEqual({ d: 'AMBIGUOUS a|b' });
  });

  it('is ambiguous when two machines have the same name', () => {
    const devices = [device('d', 'pc-7'), device('e', 'PC-7')];
    expect(brief({ devices, agents: [agent('a', 'pc-7')] })).toEqual({ d: 'AMBIGUOUS a', e: 'AMBIGUOUS a' });
  });

  it('distinguishes namesakes by domain', () => {
    const devices = [device('d', 'pc-7', { fqdn: 'pc-7.north' }), device('e', 'pc-7', { fqdn: 'pc-7.south' })];
    const agents = [agent('a', 'pc-7.south'), agent('b', 'pc-7.north')];
    expect(brief({ devices, agents })).toEqual({ d: 'EXACT b', e: 'EXACT a' });
  });

  it('distinguishes namesakes by MAC address', () => {
    const devices = [device('d', 'pc-7', { macs: [mac1] }), device('e', 'pc-7', { macs: [mac2] })];
    const agents = [agent('a', 'pc-7', '005056b1ef98'), agent('b', 'pc-7', '005056B1EF97')];
    expect(brief({ devices, agents })).toEqual({ d: 'MAC b', e: 'MAC a' });
  });

  it('leaves the second namesake without an agent when a MAC decides the first', () => {
    const devices = [device('d', 'pc-7', { macs: [mac1] }), device('e', 'pc-7')];
    expect(brief({ devices, agents: [agent('a', 'pc-7', mac1)] })).toEqual({ d: 'MAC a', e: 'NONE' });
  });

  it('prefers the FQDN when the name has another domain', () => {
    const devices = [device('d', 'pc-7.north', { fqdn: 'pc-7.south' })];
    const agents = [agent('a', 'pc-7.north'), agent('b', 'pc-7.south')];
    expect(brief({ devices, agents })).toEqual({ d: 'EXACT b' });
  });

  it('stays ambiguous when MAC addresses point to several agents or machines', () => {
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

  it('gives a missing machine no agent that listed ones could be', () => {
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

  it('matches an agent on a weaker rung when a stronger pair is forbidden', () => {
    const devices = [device('d', 'pc-7', { fqdn: 'pc-7.corp', macs: [mac1] }), device('e', 'PC-7', { macs: [mac2] })];
    const forbidden = [{ deviceId: 'd', agentId: 'a' }];
    expect(brief({ devices, agents: [agent('a', 'pc-7.corp')], forbidden })).toEqual({ d: 'NONE', e: 'SHORT_NAME a' });
  });

  it('counts truncated and full names separately', () => {
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
      reason: expect.stringContaining('(devices: 2,'),
    });
  });

  it('ignores MAC addresses of zeros and those that both agents have', () => {
    const nought = '00:00:00:00:00:00';
    const devices = [device('d', 'pc-7', { macs: [mac1, nought] })];
    const agents = [agent('a', 'pc-7', mac1, nought), agent('b', 'pc-7', mac1)];
    expect(brief({ devices, agents })).toEqual({ d: 'AMBIGUOUS a|b' });
  });

  it('never matches different names by MAC address', () => {
    const devices = [device('d', 'pc-7', { macs: [mac1] })];
    expect(brief({ devices, agents: [agent('a', 'pc-8', mac1)] })).toEqual({ d: 'NONE' });
  });

  it('does not match the pair that is left over', () => {
    const devices = [device('d', 'pc-7', { fqdn: 'pc-7.north' }), device('e', 'PC-7')];
    const agents = [agent('a', 'pc-7.north'), agent('b', 'pc-7.south')];
    expect(brief({ devices, agents })).toEqual({ d: 'EXACT a', e: 'AMBIGUOUS b' });
    // Those that are settled count.
    expect(match({ devices, agents }).get('e')?.reason).toContain('(devices: 2, agents: 2).');
  });

  it('prefers the agent with the same name to a truncated match', () => {
    const agents = [agent('a', 'coldstorage-01-'), agent('b', 'coldstorage-01-in-prod')];
    expect(brief({ devices: [device('d', 'COLDSTORAGE-01-')], agents })).toEqual({ d: 'EXACT a' });
  });

  it('is ambiguous when a truncated name fits several agents', () => {
    const agents = [agent('a', 'coldstorage-01-in-test'), agent('b', 'coldstorage-01-in-prod')];
    expect(brief({ devices: [device('d', 'COLDSTORAGE-01-')], agents })).toEqual({ d: 'AMBIGUOUS a|b' });
  });

  it('keeps an agent unmatched on weaker rungs when it is disputed', () => {
    const devices = [device('d', 'coldstorage-01-'), device('e', 'coldstorage-01-'), device('f', 'coldstorage-01-xyz')];
    expect(brief({ devices, agents: [agent('a', 'coldstorage-01-')] })).toEqual({
      d: 'AMBIGUOUS a',
      e: 'AMBIGUOUS a',
      f: 'AMBIGUOUS a',
    });
  });

  it('limits the candidates of an ambiguous device', () => {
    const agents = Array.from({ length: 1000 }, (_, n) => agent(`a${String(n).padStart(4, '0')}`, 'localhost'));
    const [only] = match({ devices: [device('d', 'localhost')], agents }).values();
    expect(only?.candidates).toHaveLength(candidateLimit);
    expect(only?.reason).toContain('agents: 1000');
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

  it('ignores MAC addresses in STRICT mode', () => {
    const agents = [agent('a', 'pc-7', mac1), agent('b', 'pc-7')];
    expect(brief({ devices: [device('d', 'pc-7', { macs: [mac1] })], agents, mode: 'STRICT' })).toEqual({
      d: 'AMBIGUOUS a|b',
    });
  });

  it('makes no twins of names that differ in case in STRICT mode', () => {
    const devices = [device('d', 'PC-7', { macs: [mac1] }), device('e', 'pc-7', { macs: [mac1] })];
    const agents = [agent('a', 'PC-7'), agent('b', 'pc-7')];
    expect(brief({ devices, agents, mode: 'STRICT' })).toEqual({ d: 'EXACT a', e: 'EXACT b' });
  });

  it('compares the name, not the FQDN, in STRICT mode', () => {
    const devices = [device('d', 'PC-7', { fqdn: 'other.corp' })];
    expect(brief({ devices, agents: [agent('a', 'PC-7')], mode: 'STRICT' })).toEqual({ d: 'EXACT a' });
  });
});

it('matches the same name in two clients separately', () => {
  const north = brief({ devices: [device('d', 'pc-7')], agents: [agent('a', 'pc-7')] });
  const south = brief({ devices: [device('e', 'pc-7')], agents: [agent('b', 'pc-7')] });
  expect([north, south]).toEqual([{ d: 'EXACT a' }, { e: 'EXACT b' }]);
});
