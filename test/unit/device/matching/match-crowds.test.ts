import { describe, expect, it } from 'vitest';
import { agent, device, mac1, match } from '../../../support/matching.js';

/** In a file of its own, so that a second worker can take it while the properties run. */
describe('matchDevices with a crowd', () => {
  it('matches a hundred thousand devices of one client', () => {
    const many = 100_000;
    const crowd = Array.from({ length: many }, (_, n) => n);
    const matches = match({
      devices: crowd.map((n) => device(`d${n}`, `PC-${n}`, { fqdn: `pc-${n}.corp` })),
      agents: crowd.map((n) => agent(`a${n}`, n % 100 === 0 ? 'localhost' : `pc-${n}`)),
    });
    expect([...matches.values()].filter((each) => each.kind === 'EXACT')).toHaveLength(many * 0.99);
  }, 60_000);

  it('matches ten thousand namesakes of as many domains with one shared MAC', () => {
    const crowd = Array.from({ length: 10_000 }, (_, n) => n);
    const own = (n: number) => `0a${n.toString(16).padStart(10, '0')}`;
    const matches = match({
      devices: crowd.map((n) => device(`d${n}`, 'dc', { fqdn: `dc.domain-${n}`, macs: [own(n), mac1] })),
      agents: crowd.map((n) => agent(`a${n}`, 'dc', own(n), mac1)),
    });
    expect([...matches].every(([id, { agentId, twinOf }]) => agentId === id.replace('d', 'a') && twinOf === null)).toBe(
      true,
    );
  }, 60_000);

  it('matches twenty thousand namesakes without comparing all pairs', () => {
    const crowd = Array.from({ length: 20_000 }, (_, n) => n);
    const matches = match({
      devices: crowd.map((n) => device(`d${n}`, 'localhost')),
      agents: crowd.map((n) => agent(`a${n}`, 'localhost')),
    });
    expect(matches.get('d7')).toMatchObject({ kind: 'AMBIGUOUS' });
  }, 60_000);
});
