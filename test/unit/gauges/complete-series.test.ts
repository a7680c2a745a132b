import { expect, it } from 'vitest';
import { completeSeries } from '../../../src/gauges/observe-levels.js';
import type { Levels } from '../../../src/gauges/read-levels.js';

const levels = (integrations: Levels['integrations']): Levels => ({
  integrations,
  companies: [],
  oldestDue: 0,
  oldestRun: 0,
  queues: [],
  deliveries: { pending: 0, dead: 0, oldest: 0 },
});
const failing = levels([{ state: 'FAILING', reason: 'BAD_KEY', count: 2 }]);
const connected = levels([{ state: 'CONNECTED', reason: null, count: 2 }]);
const byState = () => completeSeries(({ integrations }) => integrations.map(({ state, count }) => [count, { state }]));

it('gives 0 for what was there before and is not now', () => {
  const complete = byState();
  complete(failing);
  expect(complete(connected)).toEqual([
    [2, { state: 'CONNECTED' }],
    [0, { state: 'FAILING' }],
  ]);
});

it('gives no number for anything while the database does not answer', () => {
  const complete = byState();
  complete(failing);
  expect(complete(null)).toEqual([[Number.NaN, { state: 'FAILING' }]]);
});
