import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom, pick } from '../../demo/gravityzone/random.js';
import { describeState } from '../support/describe-state.js';
import { syncClient } from '../support/graph-documents.js';
import { allFaults } from './faults.js';
import { type Detection, happenings } from './happenings.js';
import { problemsOf } from './invariants.js';
import { recover } from './recover.js';
import { type Stage, setStage } from './stage.js';
import { watch } from './watcher.js';

/** What to do to the service. */
export interface ChaosOptions {
  /** The same seed breaks the same things in the same order; what they hit depends on the machine. */
  seed: number;
  /** How many times a replica is killed with signal 9. */
  kills: number;
  /** After so many kills everything is repaired, and what must hold is checked. */
  killsBetweenChecks?: number;
  /** The entry of the release before, to which replicas are rolled now and then; null for none. */
  earlierRelease?: string | null;
  say?: (text: string) => void;
}

/** What came of it. */
export interface ChaosReport {
  kills: number;
  /** How often each fault was there, by name. */
  faults: Record<string, number>;
  detections: number;
  /** How long each recovery took, in seconds from the end of all faults to the moment when everything held. */
  recoveries: number[];
  /** What did not hold; empty where nothing was lost, doubled or stuck. */
  problems: string[];
  /** Rows and log lines at that moment; null where everything held. */
  state: string | null;
}

/** Log lines of each replica in the report. */
const linesKept = 2_000;

/** Breaks everything around the service and the service itself, in the order of a seed, and checks what must hold. */
export async function runChaos({
  seed,
  kills,
  killsBetweenChecks = 25,
  earlierRelease = null,
  say = () => undefined,
}: ChaosOptions): Promise<ChaosReport> {
  const random = createRandom(seed);
  const stage = await setStage();
  const watchers = stage.tenants.map((tenant) => watch(stage, tenant));
  const detections: Detection[] = [];
  const report: ChaosReport = { kills: 0, faults: {}, detections: 0, recoveries: [], problems: [], state: null };
  const faults = Object.entries(allFaults(earlierRelease));
  /** The faults that are there, with the number of kills after which they end. */
  let present: { name: string; until: number; end: () => void }[] = [];
  const endFaults = (kill: number) => {
    for (const { until, end } of present) if (until <= kill) end();
    present = present.filter(({ until }) => until > kill);
  };
  try {
    while (report.kills < kills) {
      const tenant = pick(stage.tenants, random);
      for (let left = 1 + Math.floor(random() * 3); left > 0; left -= 1)
        pick(happenings, random)(stage, tenant, detections, random);
      endFaults(report.kills);
      if (present.length < 2 && random() < 0.7) {
        const [name, begin] = pick(faults, random);
        report.faults[name] = (report.faults[name] ?? 0) + 1;
        present.push({ name, until: report.kills + 1 + Math.floor(random() * 3), end: await begin(stage, random) });
      }
      await makeWork(stage, random);
      await killOne(stage, random);
      report.kills += 1;
      if (report.kills % killsBetweenChecks > 0 && report.kills < kills) continue;
      endFaults(Number.POSITIVE_INFINITY);
      const { seconds, problems } = await recover(stage, () => problemsOf(stage, detections, watchers));
      report.detections = detections.length;
      report.recoveries.push(seconds);
      report.problems = problems;
      say(
        `${report.kills} kills, ${detections.length} detections: ${seconds} s to recover, ${problems.length} problems`,
      );
      if (problems.length === 0) continue;
      const services = stage.replicas.map((replica) => ({ said: replica.said() }));
      report.state = await describeState(stage.postgres.url, services, linesKept);
      break;
    }
    return report;
  } finally {
    for (const watcher of watchers) await watcher.leave();
    await stage.close();
  }
}

/** Something is due, as after the time that it waits for, or a technician syncs. */
async function makeWork(stage: Stage, random: () => number): Promise<void> {
  if (random() < 0.3) {
    const tenant = pick(stage.tenants, random);
    const { clientId } = pick(tenant.companies, random);
    void stage.ask(tenant, syncClient, { input: { clientId } });
    return;
  }
  await stage.rows(`update company set next_sync_at = now() where client_id is not null and next_sync_at > now()`);
  if (random() < 0.3) await stage.rows('update connection set tree_due_at = now() where tree_due_at > now()');
  await stage.rows(`update pgboss.job set start_after = now() where state = 'retry' and start_after > now()`);
}

/** The moments at which a replica dies. */
const moments: readonly ((stage: Stage, random: () => number) => Promise<unknown>)[] = [
  (_, random) => sleep(random() * 2_000),
  // While GravityZone answers, and while core does what it is asked or has done it.
  ({ gravityZone }, random) =>
    atCall(1 + Math.floor(random() * 8), (hit) => {
      gravityZone.beforeAnswer = hit;
    }),
  ({ core }, random) =>
    atCall(1 + Math.floor(random() * 2), (hit) => {
      core.faults.beforeMutation = hit && (async () => hit());
    }),
  ({ core }, random) =>
    atCall(1 + Math.floor(random() * 2), (hit) => {
      core.faults.beforeAnswer = hit && (async () => hit());
    }),
];
const longestWait = 3_000;

/** Waits until a hook was called so many times, or for a moment when it is not. */
async function atCall(nth: number, setHook: (hook: (() => void) | null) => void): Promise<void> {
  let calls = 0;
  const reached = new Promise<void>((resolve) => {
    setHook(() => {
      calls += 1;
      if (calls >= nth) resolve();
    });
  });
  await Promise.race([reached, sleep(longestWait)]);
  setHook(null);
}

/** Kills a replica that serves, or now and then one that starts; sometimes all. */
async function killOne(stage: Stage, random: () => number): Promise<void> {
  const moment = pick(moments, random);
  const isEarly = random() < 0.1;
  const serving = () => stage.replicas.filter((replica) => replica.serving() !== null);
  for (let waited = 0; !isEarly && serving().length === 0 && waited < 60_000; waited += 50) await sleep(50);
  await moment(stage, random);
  const victims = isEarly || serving().length === 0 ? stage.replicas : serving();
  if (random() < 0.15) for (const replica of stage.replicas) replica.kill();
  else pick(victims, random).kill();
}
