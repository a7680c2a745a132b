import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { bucketOf, realLimits, Throttle } from '../../../../demo/gravityzone/throttle.js';
import { bucketLimits, decideCall, emptyBucket } from '../../../../src/gravityzone/transport/budget.js';
import type { Bucket } from '../../../../src/gravityzone/types.js';
import { clientOf, closeAll, collect, simulate } from '../../../support/gravityzone.js';

afterEach(closeAll);

const methods: Record<Bucket, string> = {
  default: 'getEndpointsList',
  licensing: 'getMonthlyUsage',
  incidents: 'getIncidentsList',
};

it('is never refused while calls take up to a quarter of a second longer than others to arrive', () => {
  const buckets = fc.constantFrom(...(Object.keys(methods) as Bucket[]));
  const calls = fc.array(fc.record({ pause: fc.nat(400), delay: fc.nat(249) }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(buckets, calls, (bucket, wanted) => {
      let now = 1_000_000;
      let state = emptyBucket;
      const arrivals: number[] = [];
      for (const { pause, delay } of wanted) {
        now += pause;
        for (;;) {
          const decision = decideCall(state, bucketLimits[bucket], now);
          state = decision.state;
          if (decision.waitMilliseconds === 0) break;
          now += decision.waitMilliseconds;
        }
        arrivals.push(now + delay);
      }
      let at = 0;
      const throttle = new Throttle(realLimits, () => new Date(at));
      for (at of arrivals.toSorted((a, b) => a - b)) expect(throttle.refuse('key', methods[bucket])).toBeNull();
    }),
  );
});

it('takes a call of its bucket for each page of the inventory', async () => {
  const simulator = await simulate({ largestPage: 100 });
  for (let number = 0; number < 1_200; number += 1)
    simulator.world.addDevice({ companyId: simulator.world.root.id, name: `PC-${number}` });
  const reserved: Bucket[] = [];
  const budget = {
    reserve: async (bucket: Bucket) => void reserved.push(bucket),
    penalise: async () => undefined,
  };
  await collect(clientOf(simulator, { budget }).inventory({}));
  expect(simulator.calls.length).toBeGreaterThan(12);
  expect(reserved).toEqual(simulator.calls.map(({ method }) => bucketOf(method)));
});
