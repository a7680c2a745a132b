/** What a cell in small used for each 1,000 devices and beat of ten minutes, in CPU seconds. */
export interface Cost {
  api: number;
  workers: number;
  postgres: number;
}

/** What of a cell in small decides what a large one bears. */
export interface Measured {
  cost: Cost;
  devicesOfTenant: number;
  /** Calls of a run. */
  callsOfRun: number;
  /** Of the database, for each device. */
  bytesOfDevice: number;
}

/** Of the cores of a cell, how much is planned for: the rest is for first syncs, maintenance and a process that is away. */
const planned = 0.6;
const beatSeconds = 600;
/** How long a call to a real GravityZone is taken to last, in seconds; the simulated ones answer at once. */
const callSeconds = 0.3;
const runsOfWorker = 4;

/** Works out, line by line, what a cell of so many cores bears. */
export function reckon(cores: number, { cost, ...measured }: Measured): string[] {
  const all = cost.api + cost.workers + cost.postgres;
  const devices = (cores * planned * beatSeconds * 1_000) / all;
  const tenants = devices / measured.devicesOfTenant;
  const coresOf = (part: number) => ((devices / 1_000) * part) / beatSeconds;
  // While it waits for PostgreSQL, the worker does not compute for it, and the other way round.
  const computing = ((cost.workers + cost.postgres) * measured.devicesOfTenant) / 1_000;
  const runSeconds = computing + measured.callsOfRun * callSeconds;
  const runsAtOnce = (tenants * runSeconds) / beatSeconds;
  const workers = Math.max(coresOf(cost.workers) / planned, runsAtOnce / runsOfWorker);
  const figure = (value: number, digits = 0) =>
    value.toLocaleString('en-GB', { maximumFractionDigits: digits, minimumFractionDigits: digits });
  return [
    `CPU for 1,000 devices every ${beatSeconds} s: ${figure(cost.api, 3)} (api) + ${figure(cost.workers, 3)} (worker) + ${figure(cost.postgres, 3)} (PostgreSQL) = ${figure(all, 3)} s`,
    `devices: ${cores} cores x ${planned} planned for x ${beatSeconds} s / ${figure(all, 3)} s x 1,000 = ${figure(devices)}`,
    `that is ${figure(tenants)} tenants with ${figure(measured.devicesOfTenant)} devices each, all of them active, and ${figure(devices / beatSeconds)} rows/s`,
    `cores in use: PostgreSQL ${figure(coresOf(cost.postgres), 1)}, workers ${figure(coresOf(cost.workers), 1)}, api ${figure(coresOf(cost.api), 1)}`,
    `a run: ${figure(computing, 1)} s of CPU + ${figure(measured.callsOfRun)} calls x ${callSeconds} s at a real GravityZone = ${figure(runSeconds, 1)} s; ${figure(tenants)} tenants x ${figure(runSeconds, 1)} s / ${beatSeconds} s = ${figure(runsAtOnce, 1)} runs at once`,
    `worker processes: the larger of ${figure(coresOf(cost.workers), 1)} cores / ${planned} and ${figure(runsAtOnce, 1)} runs / ${runsOfWorker} = ${Math.ceil(workers)}; api processes: ${figure(coresOf(cost.api), 1)} cores / ${planned} = ${Math.ceil(coresOf(cost.api) / planned)}`,
    `database: ${figure(devices)} devices x ${figure(measured.bytesOfDevice / 1_024, 1)} kB = ${figure((devices * measured.bytesOfDevice) / 1024 ** 3, 1)} GB, without history`,
  ];
}
