import { describe, expect, it } from 'vitest';
import { cadenceKept } from '../../bench/cell-measure.js';
import { reckon } from '../../bench/cell-reckoning.js';

const run = (tenantId: string, startedAt: number, endedAt: number | null) => ({ tenantId, startedAt, endedAt });

describe('cadenceKept', () => {
  it('finds the run of each beat, and its lateness, length and interval in seconds', () => {
    const beats = [
      { tenantId: 'one', at: 0 },
      { tenantId: 'two', at: 500 },
      { tenantId: 'one', at: 10_000 },
    ];
    const runs = [run('one', 11_500, 12_500), run('two', 700, 900), run('one', 1_000, 4_000)];
    expect(cadenceKept(beats, runs)).toEqual({
      lateness: [1, 1.5, 0.2],
      until: [4, 2.5, 0.4],
      intervals: [10.5],
      durations: [3, 1, 0.2],
      missed: 0,
    });
  });

  it('counts beats without a run, and no end of a run that has none', () => {
    const beats = [0, 10_000, 20_000].map((at) => ({ tenantId: 'one', at }));
    expect(cadenceKept(beats, [run('one', 9_000, 12_000), run('one', 21_000, null)])).toEqual({
      lateness: [9, 1],
      until: [12],
      intervals: [12],
      durations: [3],
      missed: 1,
    });
  });
});

describe('reckon', () => {
  const measured = {
    cost: { api: 0.1, workers: 0.5, postgres: 0.4 },
    devicesOfTenant: 1_000,
    callsOfRun: 10,
    bytesOfDevice: 10_240,
  };

  it('takes as many devices as the planned part of the cores bears in ten minutes', () => {
    // 16 cores, six tenths of them, for 600 s: 5,760 CPU seconds, and one for each 1,000 devices.
    const lines = reckon(16, measured);
    expect(lines[1]).toMatch(/= 5,760,000$/);
    expect(lines[2]).toMatch(/5,760 tenants .* 9,600 rows\/s$/);
    expect(lines[3]).toContain('PostgreSQL 3.8, workers 4.8, api 1.0');
    expect(lines.at(-1)).toContain('54.9 GB');
  });

  it('takes more worker processes where runs wait for GravityZone longer than they compute', () => {
    // 5,760 tenants x (0.9 s + 10 x 0.3 s) / 600 s = 37.4 runs at once, four of which one worker takes.
    expect(reckon(16, measured)[5]).toMatch(/37\.4 runs \/ 4 = 10; api/);
    expect(reckon(16, { ...measured, callsOfRun: 0 })[5]).toMatch(/= 8; api/);
  });
});
