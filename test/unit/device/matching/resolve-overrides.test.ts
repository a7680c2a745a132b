import { describe, expect, it } from 'vitest';
import { resolveOverrides, type StoredOverride } from '../../../../src/device/matching/resolve-overrides.js';

const device = (id: string, hostKey = 'pc', present = true) => ({ id, hostKey, present });
const agent = (id: string, hostKey = 'pc') => ({ id, hostKey });
const pin: StoredOverride = { kind: 'PIN', deviceId: 'd1', hostKey: 'pc', agentId: 'a1', agentHostKey: 'pc' };
const forbid: StoredOverride = { ...pin, kind: 'FORBID' };

describe('resolveOverrides', () => {
  it('finds devices and agents by id when they are renamed', () => {
    const today = { devices: [device('d1', 'renamed'), device('d2')], agents: [agent('a1', 'other'), agent('a2')] };
    expect(resolveOverrides([pin], today)).toEqual({ pins: [{ deviceId: 'd1', agentId: 'a1' }], forbidden: [] });
    expect(resolveOverrides([forbid], today)).toEqual({ pins: [], forbidden: [{ deviceId: 'd1', agentId: 'a1' }] });
  });

  it('finds successors by host name when ids no longer exist', () => {
    expect(resolveOverrides([pin], { devices: [device('d2')], agents: [agent('a2')] }).pins).toEqual([
      { deviceId: 'd2', agentId: 'a2' },
    ]);
  });

  it('prefers the listed device among missing namesakes', () => {
    const devices = [device('d2', 'pc', false), device('d3'), device('d4', 'pc', false)];
    expect(resolveOverrides([pin], { devices, agents: [agent('a1')] }).pins).toEqual([
      { deviceId: 'd3', agentId: 'a1' },
    ]);
  });
});

describe('resolveOverrides for successors', () => {
  it('finds a missing device when no namesake is listed', () => {
    const today = { devices: [device('d2', 'pc', false)], agents: [agent('a1')] };
    expect(resolveOverrides([pin], today).pins).toEqual([{ deviceId: 'd2', agentId: 'a1' }]);
  });

  it('finds an agent under its new id when another device is forbidden it', () => {
    const other = { ...forbid, deviceId: 'd2', agentId: 'a2' };
    const today = { devices: [device('d1'), device('d2')], agents: [agent('a2')] };
    expect(resolveOverrides([pin, other], today).pins).toEqual([{ deviceId: 'd1', agentId: 'a2' }]);
  });
});

describe('resolveOverrides without a unique successor', () => {
  it.each([
    ['for several devices', [device('d2'), device('d3')], [agent('a1')], pin],
    ['for several agents', [device('d1')], [agent('a2'), agent('a3')], pin],
    ['for nothing of the name', [device('d2', 'till')], [agent('a1')], pin],
    ['for devices without a name', [device('d2', '')], [agent('a1')], { ...pin, hostKey: '' }],
    ['for agents without a name', [device('d1')], [agent('a2', '')], { ...pin, agentHostKey: '' }],
  ])('%s', (_, devices, agents, decision) => {
    expect(resolveOverrides([decision], { devices, agents })).toEqual({ pins: [], forbidden: [] });
  });
});

describe('resolveOverrides with several overrides', () => {
  it('leaves an agent that is pinned by id to its own device', () => {
    const other = { ...pin, deviceId: 'd2', agentId: 'a2' };
    const today = { devices: [device('d1'), device('d2')], agents: [agent('a2')] };
    expect(resolveOverrides([pin, other], today).pins).toEqual([{ deviceId: 'd2', agentId: 'a2' }]);
    expect(resolveOverrides([{ ...forbid, deviceId: 'd2' }, other], today)).toEqual({
      pins: [{ deviceId: 'd2', agentId: 'a2' }],
      forbidden: [],
    });
  });

  it('prefers a pin of the device to one it inherits', () => {
    const own = { ...pin, deviceId: 'd2', agentId: 'a2', agentHostKey: 'till' };
    const today = { devices: [device('d2')], agents: [agent('a1'), agent('a2', 'till')] };
    expect(resolveOverrides([pin, own], today).pins).toEqual([{ deviceId: 'd2', agentId: 'a2' }]);
    expect(resolveOverrides([own, pin], today).pins).toEqual([{ deviceId: 'd2', agentId: 'a2' }]);
  });
});
