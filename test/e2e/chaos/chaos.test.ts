import { expect, it } from 'vitest';
import { allFaults } from '../../chaos/faults.js';
import { runChaos } from '../../chaos/run-chaos.js';

/** Waits are bounded inside, and the report says more than this one. */
const timeout = 900_000;

it('loses and doubles nothing when replicas are killed while everything around them breaks', { timeout }, async () => {
  const report = await runChaos({ seed: 20, kills: 6, killsBetweenChecks: 6 });
  expect(report.problems, report.state ?? '').toEqual([]);
  expect(report.kills).toBe(6);
  // A run in which nothing happened or nothing broke would show nothing.
  expect(report.detections).toBeGreaterThan(3);
  expect(Object.keys(report.faults).length).toBeGreaterThan(2);
  for (const fault of Object.keys(report.faults)) expect(allFaults(null)).toHaveProperty([fault]);
});
