import { describe, expect, it } from 'vitest';
import { agent, brief, device, mac1, mac2, match } from '../../../support/matching.js';

describe('match overrides', () => {
  const pin = (deviceId: string, agentId: string) => ({ deviceId, agentId });

  it('prefers a pin to names, and frees the agent it leaves', () => {
    const devices = [device('d', 'pc-7'), device('e', 'pc-7')];
    const agents = [agent('a', 'pc-7'), agent('b', 'other')];
    expect(brief({ devices, agents, pins: [pin('d', 'b')] })).toEqual({ d: 'PINNED b', e: 'EXACT a' });
  });

  it('ignores a pin when its agent no longer exists', () => {
    const input = { devices: [device('d', 'pc-7')], agents: [agent('a', 'pc-7')], pins: [pin('d', 'gone')] };
    expect(brief(input)).toEqual({ d: 'EXACT a' });
  });

  it('keeps a pin when the machine is reinstalled', () => {
    const devices = [device('old', 'pc-7', { present: false }), device('new', 'pc-7')];
    const input = { devices, agents: [agent('a', 'other')], pins: [pin('old', 'a')] };
    expect(brief(input)).toEqual({ new: 'PINNED a', old: 'PINNED a' });
  });

  it('makes two devices one machine when they are pinned to one agent', () => {
    const devices = [device('d', 'x'), device('e', 'y', { lastSeenAt: new Date('2026-01-01T00:00:00Z') })];
    const matches = match({ devices, agents: [agent('a', 'z')], pins: [pin('d', 'a'), pin('e', 'a')] });
    expect(matches.get('d')).toMatchObject({ kind: 'PINNED', agentId: 'a', twinOf: 'e' });
  });

  it('makes twins two machines when they are pinned to two agents', () => {
    const devices = [device('d', 'pc-7', { macs: [mac1] }), device('e', 'pc-7', { macs: [mac1] })];
    const agents = [agent('a', 'pc-7'), agent('b', 'pc-8')];
    const matches = match({ devices, agents, pins: [pin('d', 'a'), pin('e', 'b')] });
    expect(matches.get('d')).toMatchObject({ agentId: 'a', twinOf: null });
    expect(matches.get('e')).toMatchObject({ agentId: 'b', twinOf: null });
  });

  it('gives a twin without a pin that of the liveliest twin, unless forbidden', () => {
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

  it('lets the liveliest of the devices pinned together represent the machine', () => {
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

  it('uses the lower agent id when a device has two pins', () => {
    const agents = [agent('a', 'x'), agent('b', 'y')];
    const pins = [pin('d', 'a'), pin('d', 'b')];
    for (const order of [pins, pins.toReversed()])
      expect(brief({ devices: [device('d', 'pc-7')], agents, pins: order })).toEqual({ d: 'PINNED a' });
  });

  it('never matches a forbidden pair, and matches its agent to another namesake', () => {
    const devices = [device('d', 'pc-7'), device('e', 'pc-7')];
    const input = { devices, agents: [agent('a', 'pc-7')], forbidden: [pin('d', 'a')] };
    expect(brief(input)).toEqual({ d: 'NONE', e: 'EXACT a' });
  });

  it('keeps a pair forbidden when the machine is reinstalled', () => {
    const devices = [device('old', 'pc-7', { present: false }), device('new', 'pc-7')];
    const input = { devices, agents: [agent('a', 'pc-7')], forbidden: [pin('old', 'a')] };
    expect(brief(input)).toEqual({ new: 'NONE', old: 'NONE' });
  });

  it('matches the other of two agents when one is forbidden', () => {
    const agents = [agent('a', 'pc-7'), agent('b', 'pc-7')];
    expect(brief({ devices: [device('d', 'pc-7')], agents, forbidden: [pin('d', 'a')] })).toEqual({ d: 'EXACT b' });
  });

  it('stays ambiguous when two of three agents are forbidden', () => {
    const devices = [device('d', 'pc-7'), device('e', 'pc-7')];
    const agents = [agent('a', 'pc-7'), agent('b', 'pc-7'), agent('c', 'pc-7')];
    const input = { devices, agents, forbidden: [pin('d', 'a'), pin('d', 'b')] };
    expect(brief(input)).toEqual({ d: 'AMBIGUOUS c', e: 'AMBIGUOUS a|b|c' });
  });

  it('ignores a pin when its pair is forbidden', () => {
    const pair = [pin('d', 'a')];
    const input = { devices: [device('d', 'pc-7')], agents: [agent('a', 'pc-7')], pins: pair, forbidden: pair };
    expect(brief(input)).toEqual({ d: 'NONE' });
  });
});
