import 'reflect-metadata';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { SyncNowDocument } from '../../operations/documents.js';
import { mixOf } from './memory/requests.js';
import { type Stage, setStage } from './memory/stage.js';
import type { Memory } from './memory/watch-memory.js';
import { allEnded, buildWorld, type World } from './memory/world.js';

const atOnce = 8;
const restSeconds = 30;
/** Megabytes that the service may have at rest, and how much more than where it settled it may have at the end. */
const mostAtRest = 200;
const mostGrowth = 1.1;
/** The part of the work after which it has settled: every cache has met everything that it keeps by then. */
const settledAfter = 0.2;
const samples = 20;

/**
 * The memory of the service alone, as `npm start` runs it: at rest after its start, and while it answers the queries of all screens and syncs
 * companies; PostgreSQL, core, the gateway and GravityZones are other processes. `--requests` and `--syncs` say how many of each there are;
 * `--snapshots folder` writes the heap where it has settled and at the end, to be compared in a browser's developer tools; resident memory is not
 * judged then, since writing takes much of it.
 */
export async function run(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      requests: { type: 'string', default: '10000' },
      syncs: { type: 'string', default: '1000' },
      snapshots: { type: 'string' },
    },
  });
  const stage = await setStage(4, 5, 20);
  try {
    await sleep(restSeconds * 1_000);
    const resident = await stage.resident();
    print(
      `at rest, ${restSeconds} s after its start: ${resident.toFixed(0)} MB resident, at most ${mostAtRest}: ${verdict(resident <= mostAtRest)}`,
    );
    print(`once garbage was collected: ${shown(await stage.memory())}`);
    const world = await buildWorld(stage);
    const snapshotOf = (name: string) => values.snapshots && join(values.snapshots, `${name}.heapsnapshot`);
    const watched = { stage, snapshotOf };
    await watch(watched, 'requests', Number(values.requests), answering(world));
    await watch(watched, 'syncs', Number(values.syncs), syncing(stage, world));
  } finally {
    await stage.close();
  }
}

interface Watched {
  stage: Stage;
  snapshotOf(name: string): string | undefined;
}

/** Does some of the work: its numbers from one to before another. */
type Work = (from: number, to: number) => Promise<void>;

/** Does all of some work, and says how the memory goes on from where it has settled. */
async function watch({ stage, snapshotOf }: Watched, name: string, count: number, work: Work): Promise<void> {
  const seen: Memory[] = [];
  const [settled, last] = [snapshotOf(`${name}-settled`), snapshotOf(`${name}-end`)];
  print(`\n${count} ${name}`);
  for (let sample = 1; sample <= samples; sample += 1) {
    await work(Math.floor((count * (sample - 1)) / samples), Math.floor((count * sample) / samples));
    seen.push(await stage.memory(sample === samples ? last : sample === samples * settledAfter ? settled : undefined));
    print(`  after ${String(Math.floor((count * sample) / samples)).padStart(6)}  ${shown(seen.at(-1) as Memory)}`);
  }
  const settledAt = samples * settledAfter;
  for (const part of last ? (['heap'] as const) : (['heap', 'rss'] as const)) {
    // The middle of three: a single one has what happens to be under way.
    const from = middle(seen.slice(settledAt - 1, settledAt + 2).map((memory) => memory[part]));
    const end = middle(seen.slice(-3).map((memory) => memory[part]));
    const ratio = end / from;
    print(
      `  ${part === 'rss' ? 'resident' : 'live heap'}: settled at ${from.toFixed(1)} MB after ${count * settledAfter}, at the end ${end.toFixed(1)} MB, ratio ${ratio.toFixed(2)}, at most ${mostGrowth.toFixed(2)}: ${verdict(ratio <= mostGrowth)}`,
    );
  }
}

function answering(world: World): Work {
  const mix = mixOf(world);
  return async (from, to) => {
    let next = from;
    const worker = async () => {
      while (next < to) {
        const number = next;
        next += 1;
        await mix[number % mix.length]?.(Math.floor(number / mix.length));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  };
}

/** Sync now for the clients of every integration in turn, each integration beside the others, as many runs as there are numbers. */
function syncing(stage: Stage, { technician, clientIds }: World): Work {
  return async (from, to) => {
    let next = from;
    await Promise.all(
      clientIds.map(async (clients) => {
        while (next < to) {
          const clientId = clients[next % clients.length] ?? '';
          next += 1;
          // As if the hour were over in which a client is synced only so often.
          await stage.rows("update sync_run set queued_at = queued_at - interval '1 hour' where client_id = $1", [
            clientId,
          ]);
          const { syncBitdefenderClient } = await technician.send(SyncNowDocument, { clientId });
          const [run] = syncBitdefenderClient?.runs ?? [];
          if (run === undefined) throw new Error(`No run was queued: ${JSON.stringify(syncBitdefenderClient)}`);
          await ended(stage, run.id);
        }
      }),
    );
    await allEnded(stage);
  };
}

async function ended(stage: Stage, runId: string): Promise<void> {
  for (;;) {
    const [run] = await stage.rows<{ state: string }>('select state from sync_run where id = $1', [runId]);
    if (run?.state === 'SUCCEEDED') return;
    if (run?.state !== 'QUEUED' && run?.state !== 'RUNNING') throw new Error(`A run is ${run?.state}.`);
    await sleep(20);
  }
}

const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const shown = ({ heap, external, rss }: Memory) =>
  `${heap.toFixed(1)} MB of live heap, ${external.toFixed(1)} MB external, ${rss.toFixed(0)} MB resident`;

function verdict(met: boolean): string {
  if (!met) process.exitCode = 1;
  return met ? 'met' : 'missed';
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
