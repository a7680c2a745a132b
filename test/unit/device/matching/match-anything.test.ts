// Called a million times here, where `expect` would take most of the time.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { type MatchInput, matchDevices } from '../../../../src/device/matching/match-devices.js';
import { hostKey, netbiosKey } from '../../../../src/domain/hostname.js';
import { longAgo, mac1, mac2 } from '../../../support/matching.js';

describe('matchDevices with any input', () => {
  const name = fc.constantFrom('pc', 'PC.', 'pc.x', 'pc-005056b1ef97', 'bücher', 'xn--bcher-kva', 'abcdefghijklmno');
  const longer = fc.constantFrom('abcdefghijklmnop', 'abcdefghijklmnoq', '', 'undefined', 'ip-1');
  const hostname = fc.oneof(name, longer);
  const macs = fc.array(fc.constantFrom(mac1, mac2, '00-00-00-00-00-00', 'odd'), { maxLength: 2 });
  const date = fc.option(fc.constantFrom(...['01', '02', '09'].map((day) => new Date(`2026-01-${day}T00:00:00Z`))));
  const devices = fc
    .array(
      fc.record({
        name: hostname,
        fqdn: fc.option(fc.oneof(hostname, fc.constantFrom('pc.x', 'pc.y', 'ip-1.x', 'bücher.x'))),
        macs,
        firstSeenAt: fc.constant(longAgo),
        lastSeenAt: date,
        stateAsOf: date,
        stateRefused: fc.boolean(),
        lastScanAt: date,
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

  it('gives every device a consistent match, and one agent only to twins', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const matches = matchDevices(input);
        assert.deepEqual(
          [...matches.keys()].sort(),
          input.devices.map((each) => each.id),
        );
        const machineOf = new Map<string, string>();
        for (const [id, { kind, agentId, candidates, twinOf, reason }] of matches) {
          assert.notEqual(reason, '');
          assert.equal(agentId === null, kind === 'NONE' || kind === 'AMBIGUOUS');
          assert.equal(candidates.length > 0, kind === 'AMBIGUOUS');
          const said = input.forbidden.filter((pair) => pair.deviceId === id).map((pair) => pair.agentId);
          for (const possible of [agentId, ...candidates])
            assert(possible === null || !said.includes(possible), `${id}: ${possible} is forbidden`);
          if (twinOf !== null) {
            assert.notEqual(twinOf, id);
            const machine = matches.get(twinOf);
            assert.deepEqual([machine?.kind, machine?.agentId, machine?.twinOf], [kind, agentId, null]);
          }
          if (agentId === null) continue;
          assert(
            input.agents.some((each) => each.id === agentId),
            `${id}: there is no agent ${agentId}`,
          );
          const machine = twinOf ?? id;
          assert.equal(machineOf.get(agentId) ?? machine, machine);
          machineOf.set(agentId, machine);
        }
      }),
      options,
    );
  }, 60_000);

  it('gives the same matches when devices, agents and overrides are reordered', () => {
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
        assert.deepEqual(matchDevices(other), matchDevices(input));
      }),
      options,
    );
  }, 60_000);

  it('never matches a pair that shares no name', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const hostnames = new Map(input.agents.map((each) => [each.id, each.hostname]));
        const matches = matchDevices(input);
        for (const each of input.devices) {
          const found = matches.get(each.id);
          if (!found?.agentId || found.kind === 'PINNED') continue;
          const live = input.devices.find(({ id }) => id === (found.twinOf ?? each.id));
          const own = [hostKey(live?.name, live?.fqdn), hostKey(live?.name)].map(netbiosKey);
          assert(own.includes(netbiosKey(hostKey(hostnames.get(found.agentId)))), `${each.id} has ${found.agentId}`);
        }
      }),
      options,
    );
  }, 60_000);

  it('keeps every agent when its own matches are pinned', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const first = matchDevices(input);
        assert.deepEqual(matchDevices(input), first);
        const pins = [...first].flatMap(([deviceId, { agentId }]) => (agentId === null ? [] : [{ deviceId, agentId }]));
        const second = matchDevices({ ...input, pins });
        for (const { deviceId, agentId } of pins) assert.equal(second.get(deviceId)?.agentId, agentId);
      }),
      options,
    );
  }, 60_000);
});
