import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { passBeats, readsInABeat } from './cell-beats.js';
import type { Shape } from './cell-fleet.js';
import {
  cadenceKept,
  callsOf,
  endsSince,
  runsSince,
  sizeOf,
  type Usage,
  usageOf,
  usedBetween,
  withoutIdling,
} from './cell-measure.js';
import { reckon } from './cell-reckoning.js';
import { type Cell, connectTenants, plantStates, startCell, untilSettled } from './cell-stage.js';
import { memoryOf, memoryOfServer } from './cell-usage.js';
import { at, median, say } from './size-figures.js';

const beatSeconds = 600;
const coresOfCell = 16;
/** For how long the cell is watched while nothing is due. */
const idleSeconds = 10;

const figure = (value: number, digits = 0) =>
  value.toLocaleString('en-GB', { maximumFractionDigits: digits, minimumFractionDigits: digits });
const ofSeconds = (values: readonly number[]) =>
  `p50 ${figure(at(values, 0.5), 2)} s, p99 ${figure(at(values, 0.99), 2)} s`;

/**
 * A cell in small, at a hurried clock: ten minutes of the cadence pass in `--seconds`. Another number of `--tenants`, of their `--companies`
 * and of the `--devices` of a company may be given, and of `--beats` that are measured. Reports what the cell did and used, and works out from it
 * what a cell of 16 cores bears.
 */
export async function run(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      tenants: { type: 'string', default: '100' },
      companies: { type: 'string', default: '20' },
      devices: { type: 'string', default: '50' },
      seconds: { type: 'string', default: '60' },
      beats: { type: 'string', default: '3' },
    },
  });
  const shape: Shape = {
    tenants: Number(values.tenants),
    companies: Number(values.companies),
    devices: Number(values.devices),
  };
  const seconds = Number(values.seconds);
  const count = Number(values.beats);
  const devices = shape.tenants * shape.companies * shape.devices;
  say(
    `${shape.tenants} tenants, ${figure(shape.tenants * shape.companies)} companies, ${figure(devices)} devices; ten minutes in ${seconds} s (${figure(beatSeconds / seconds, 1)} times as fast)`,
  );
  const cell = await startCell(shape, Math.ceil(beatSeconds / seconds));
  try {
    const empty = await sizeOf(cell);
    const started = await usageOf(cell);
    const endPlanting = await plantStates(cell);
    await connectTenants(cell);
    await untilSettled(cell, devices);
    await endPlanting();
    const first = usedBetween(started, await usageOf(cell));
    const taken = first.at / 1_000;
    say(
      `connected, and first sync without states: ${figure(taken)} s, ${figure(devices / taken)} devices/s; CPU for 1,000 devices: ${usageLine(first, devices)}`,
    );
    await cell.rows('vacuum analyze');
    const resting = await usageOf(cell);
    await sleep(idleSeconds * 1_000);
    const idle = usedBetween(resting, await usageOf(cell));
    // The first beat pays for plans and compiled code.
    await passBeats(cell, shape, { first: 0, count: 1, seconds });
    await callsOf(cell);
    const before = await usageOf(cell);
    const { beats, answers } = await passBeats(cell, shape, { first: 1, count, seconds });
    const used = usedBetween(before, await usageOf(cell));
    const calls = await callsOf(cell);
    await report(cell, { shape, devices, count, empty, idle, before, used, beats, answers, calls });
  } finally {
    await cell.close();
  }
}

/** CPU seconds for each 1,000 of so many devices. */
function usageLine(used: Pick<Usage, 'api' | 'workers' | 'postgres' | 'around'>, devices: number): string {
  const of = (part: number) => `${figure((part * 1_000) / devices, 3)} s`;
  return `api ${of(used.api)}, workers ${of(used.workers)}, PostgreSQL ${of(used.postgres)} (around them ${of(used.around)})`;
}

interface Found {
  shape: Shape;
  devices: number;
  count: number;
  /** The bytes of the database before there were any devices. */
  empty: number;
  /** What was used while nothing was due. */
  idle: Usage;
  before: Usage;
  used: Usage;
  beats: Awaited<ReturnType<typeof passBeats>>['beats'];
  answers: number[];
  calls: Map<string, number>;
}

async function report(
  cell: Cell,
  { shape, devices, count, empty, idle, before, used, beats, answers, calls }: Found,
): Promise<void> {
  const passed = used.at / 1_000;
  const devicesOfTenant = devices / shape.tenants;
  const kept = cadenceKept(beats, await runsSince(cell, before.at));
  const synced = devicesOfTenant * kept.durations.length;
  const ends = await endsSince(cell, before.at);
  const allCalls = [...calls.values()].reduce((sum, each) => sum + each, 0);
  const cpu = used.api + used.workers + used.postgres;
  say(`\n${count} beats in ${figure(passed)} s`);
  say(
    `cadence: due to start ${ofSeconds(kept.lateness)}; due to end ${ofSeconds(kept.until)}; a run ${ofSeconds(kept.durations)}`,
  );
  say(`interval between runs: ${ofSeconds(kept.intervals)}; beats without a run: ${kept.missed} of ${beats.length}`);
  say(`runs: ${ends.map(({ state, count: runs }) => `${runs} ${state}`).join(', ')}`);
  say(
    `devices read: ${figure(synced / passed)} rows/s; rows written: ${figure(used.rowsWritten / passed)} a second, ${figure((used.rowsWritten * 1_000) / synced)} for 1,000 devices; write-ahead log: ${figure(used.walBytes / synced)} bytes for a device`,
  );
  say(
    `calls: ${figure(allCalls / passed)} a second: ${[...calls]
      .toSorted(([, a], [, b]) => b - a)
      .map(([method, n]) => `${method} ${figure(n / passed, 1)}`)
      .join(', ')}`,
  );
  say(
    `answers to people: ${figure(answers.length / passed, 1)} a second (${readsInABeat} of each tenant in a beat), p50 ${figure(median(answers), 1)} ms, p99 ${figure(at(answers, 0.99), 1)} ms`,
  );
  say(
    `CPU: ${figure((cpu / passed) * 100)} % of a core by the cell, ${figure((used.around / passed) * 100)} % by what is around it; for 1,000 devices: ${usageLine(used, synced)}`,
  );
  const idleShare = (idle.api + idle.workers + idle.postgres) / (idle.at / 1_000);
  say(`with nothing due: ${figure(idleShare * 100)} % of a core by the cell, which the arithmetic leaves out`);
  const memories = await Promise.all([...cell.api, ...cell.workers].map(({ pid }) => memoryOf(pid)));
  const names = [...cell.api.map(() => 'api'), ...cell.workers.map(() => 'worker')];
  say(
    `memory: ${memories.map(({ now, most }, place) => `${names[place]} ${figure(now)} MB (at most ${figure(most)})`).join(', ')}, PostgreSQL ${figure(await memoryOfServer(cell.postmaster))} MB`,
  );
  const bytes = (await sizeOf(cell)) - empty;
  say(`database: ${figure(bytes / 1024 ** 2)} MB more than empty, ${figure(bytes / devices)} bytes for a device`);
  const own = withoutIdling(used, idle);
  const perBeat = (part: number) => (part * 1_000) / synced;
  say(`\na cell of ${coresOfCell} cores, by arithmetic:`);
  for (const line of reckon(coresOfCell, {
    cost: { api: perBeat(own.api), workers: perBeat(own.workers), postgres: perBeat(own.postgres) },
    devicesOfTenant,
    callsOfRun: allCalls / Math.max(1, kept.durations.length),
    bytesOfDevice: bytes / devices,
  }))
    say(`  ${line}`);
}
