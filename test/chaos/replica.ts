import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type BreakableProxy, startBreakableProxy } from '../support/breakable-proxy.js';
import { root } from '../support/root.js';
import { entry, type ServiceProcess, startService } from '../support/service-process.js';

const clock = fileURLToPath(new URL('dist/test/chaos/shift-clock.js', root));

/** One place for a replica, where a service is started again whenever it has ended, as an orchestrator does. */
export interface Replica {
  /** Its way to PostgreSQL. */
  proxy: BreakableProxy;
  /** The service; null while it starts. */
  serving(): ServiceProcess | null;
  /** Kills it, whatever it is doing, also while it starts. */
  kill(): void;
  /** Ends it in an orderly way; the next one is of this release, by the path of its entry. */
  roll(program?: string): void;
  /** Sets its clock, and that of those that follow, so far from the right time. */
  shiftClock(milliseconds: number): void;
  /** How it ended on its own account after it had served, with its last lines. */
  deaths: readonly string[];
  /** Every line that all its services have written. */
  said(): string[];
  close(): Promise<void>;
}

/** Keeps a service running with this configuration, behind a proxy of its own to PostgreSQL. */
export async function keepReplica(databaseUrl: string, configuration: Record<string, string>): Promise<Replica> {
  const url = new URL(databaseUrl);
  const proxy = await startBreakableProxy(Number(url.port));
  url.port = String(proxy.port);
  const deaths: string[] = [];
  const services: ServiceProcess[] = [];
  let [serving, program, shift, isClosed]: [ServiceProcess | null, string, number, boolean] = [null, entry, 0, false];
  let process: ServiceProcess | null = null;

  async function live(): Promise<void> {
    while (!isClosed) {
      const environment = { ...configuration, DATABASE_URL: url.href, CLOCK_SHIFT_MILLISECONDS: String(shift) };
      const service = await startService(environment, ['--import', clock, program], {
        // While PostgreSQL is away, a service that starts ends with a message: not a fault.
        report: (text) => void (serving !== null && deaths.push(text)),
        onStarting: (started) => {
          process = started;
          services.push(started);
        },
      }).catch(() => null);
      if (service !== null) {
        serving = service;
        await service.gone;
        serving = null;
      } else await sleep(300);
    }
  }
  const life = live();
  return {
    proxy,
    serving: () => serving,
    kill: () => process?.kill(),
    roll(next = entry) {
      program = next;
      process?.signal('SIGTERM');
    },
    shiftClock(milliseconds) {
      shift = milliseconds;
      process?.send({ clockShiftMilliseconds: milliseconds });
    },
    deaths,
    said: () => services.flatMap(({ said }) => said),
    async close() {
      isClosed = true;
      process?.kill();
      await life;
      await proxy.close();
    },
  };
}
