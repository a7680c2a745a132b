import { pick } from '../../demo/gravityzone/random.js';
import type { FaultKind } from '../../demo/gravityzone/simulator.js';
import type { Stage } from './stage.js';

/** A way to break something: begins when called, and ends when what it gives is called. */
export type Fault = (stage: Stage, random: () => number) => Promise<() => void>;

const minute = 60_000;

/** Every way in which GravityZone's answers can be wrong, for a few calls or for as long as the fault lasts. */
const gravityZoneFaults: readonly FaultKind[] = [
  ...(['badKey', 'wrongRegion', 'forbidden', 'noLicence', 'suspended', 'notFoundPage', 'throttledPage'] as const),
  ...(['throttledJson', 'serverError', 'serverErrorJson', 'timeout', 'trickle', 'reset', 'malformedJson'] as const),
  ...(['otherJson', 'otherId', 'noItems', 'oversize', 'redirect', 'proxy', 'proxyLogin'] as const),
];

const brokenGravityZone =
  (kind: FaultKind): Fault =>
  async ({ gravityZone }, random) => {
    const times = random() < 0.3 ? Number.POSITIVE_INFINITY : 1 + Math.floor(random() * 4);
    gravityZone.faults.add({ kind, times, retryAfterSeconds: 1 });
    return () => gravityZone.faults.clear();
  };

const brokenCore =
  (breakIt: (faults: Stage['core']['faults'], some: number) => void): Fault =>
  async ({ core }, random) => {
    breakIt(core.faults, 1 + Math.floor(random() * 4));
    return () => core.faults.clear();
  };

const coreFaults: Record<string, Fault> = {
  'core: mutations fail': brokenCore((faults, some) => {
    faults.failMutations = some;
  }),
  'core: mutations are refused': brokenCore((faults, some) => {
    faults.refuseMutations = some;
  }),
  'core: the token is refused': brokenCore((faults, some) => {
    faults.refuseTokens = some;
  }),
  'core: answers are lost': brokenCore((faults, some) => {
    faults.loseAnswers = some;
  }),
  'core: mutations arrive twice': brokenCore((faults, some) => {
    faults.repeatMutations = some;
  }),
  'core: slow': brokenCore((faults, some) => {
    faults.delayMilliseconds = some * 700;
  }),
  'core: down': brokenCore((faults) => {
    faults.down = true;
  }),
};

const nothingToEnd = () => undefined;

const postgresFaults: Record<string, Fault> = {
  'PostgreSQL: sessions of a replica are cut': async ({ replicas }, random) => {
    pick(replicas, random).proxy.cut();
    return nothingToEnd;
  },
  'PostgreSQL: all sessions are cut': async ({ replicas }) => {
    for (const { proxy } of replicas) proxy.cut();
    return nothingToEnd;
  },
  // Ended by the time-out of TCP, which comes sooner here than in the real world.
  'PostgreSQL: sessions of a replica are mute': async ({ replicas }, random) => {
    const { proxy } = pick(replicas, random);
    proxy.mute();
    return () => proxy.cut();
  },
  'PostgreSQL: restarted': async ({ postgres }) => {
    await postgres.restart();
    return nothingToEnd;
  },
  'PostgreSQL: crashed': async ({ postgres }) => {
    await postgres.crash();
    return nothingToEnd;
  },
};

const wrongClock =
  (milliseconds: number): Fault =>
  async ({ replicas }, random) => {
    const replica = pick(replicas, random);
    replica.shiftClock(milliseconds);
    return () => replica.shiftClock(0);
  };

const clockFaults: Record<string, Fault> = {
  'clock: a minute ahead': wrongClock(minute),
  'clock: 20 minutes ahead': wrongClock(20 * minute),
  'clock: 3 hours ahead': wrongClock(180 * minute),
  'clock: 26 hours ahead': wrongClock(26 * 60 * minute),
  'clock: 20 minutes behind': wrongClock(-20 * minute),
  'clock: 3 hours behind': wrongClock(-180 * minute),
};

/** All faults by name; with `earlier`, the entry of the release before, replicas are also rolled to it and back. */
export function allFaults(earlier: string | null): Record<string, Fault> {
  const roll =
    (program?: string): Fault =>
    async ({ replicas }, random) => {
      const replica = pick(replicas, random);
      replica.roll(program);
      return () => (program === undefined ? undefined : replica.roll());
    };
  return {
    ...Object.fromEntries(gravityZoneFaults.map((kind) => [`GravityZone: ${kind}`, brokenGravityZone(kind)])),
    ...coreFaults,
    ...postgresFaults,
    ...clockFaults,
    'release: a replica is replaced': roll(),
    ...(earlier !== null && { 'release: a replica runs the one before': roll(earlier) }),
  };
}
