import type { ServiceProcess } from './service-process.js';
import type { Surroundings } from './surroundings.js';

/** A service in a process of its own that dies at a certain moment of its work. */
export interface Mortal {
  around: Surroundings;
  service: ServiceProcess;
  /** Where it keeps what it has to do, and the queue of the jobs that do it. */
  table: 'alert_action' | 'alert_publication' | 'digest_delivery';
  queue: 'deliver' | 'publish' | 'digest';
  /** Makes each of its requests wait for `pass`, before anything is done or before it is answered. */
  hold(moment: 'request' | 'answer', pass: () => Promise<void>): void;
}

/** Holds requests back until so many have come. The first function resolves when they have, the second lets them go on. */
function gate(count: number) {
  const full = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  let arrived = 0;
  return {
    full: full.promise,
    open: opened.resolve,
    async pass() {
      arrived += 1;
      if (arrived === count) full.resolve();
      await opened.promise;
    },
  };
}

/** Kills the service when so many of its requests have come to that moment; resolves when it is gone. */
type Kill = (given: Mortal, count: number) => Promise<void>;

const beforeItIsDone: Kill = async (given, count) => {
  const { full, pass } = gate(count);
  given.hold('request', pass);
  await full;
  await killed(given);
};

const beforeTheAnswer: Kill = async (given, count) => {
  const { full, pass } = gate(count);
  given.hold('answer', pass);
  await full;
  await killed(given);
};

const beforeTheAnswerIsStored: Kill = async (given, count) => {
  const { around, table } = given;
  const { full, pass, open } = gate(count);
  given.hold('answer', pass);
  await full;
  await around.rows('begin');
  await around.rows(`lock table ${table} in share row exclusive mode`);
  open();
  await around.lockAwaited(table);
  await killed(given);
  await around.rows('rollback');
};

const beforeTheJobEnds: Kill = async (given, count) => {
  const { around, queue, table } = given;
  const { full, pass, open } = gate(count);
  given.hold('answer', pass);
  await full;
  const done = async () => (await around.rows(`select from ${table} where state in ('DONE', 'SENT')`)).length;
  const before = await done();
  await around.rows('begin');
  const held = await around.rows(`select from pgboss.job where name = '${queue}' and state = 'active' for update`);
  open();
  await around.until(async () => (await done()) === before + held.length || null);
  await killed(given);
  await around.rows('rollback');
};

async function killed({ service }: Mortal): Promise<void> {
  service.kill();
  await service.gone;
}

/** The moments of a request at which the service may die, and how often it asks in all when it is started again. */
export const deaths: readonly { when: string; kill: Kill; asked: number }[] = [
  { when: 'before anything is done', kill: beforeItIsDone, asked: 2 },
  { when: 'when all is done and nothing is answered', kill: beforeTheAnswer, asked: 2 },
  { when: 'when all is answered and nothing is stored', kill: beforeTheAnswerIsStored, asked: 2 },
  { when: 'when all is stored and the jobs are not over', kill: beforeTheJobEnds, asked: 1 },
];

/** Waits until no sync is under way: one that is would put off the next. A run that was cut off is taken up at once. */
export const noRun = ({ around }: Pick<Mortal, 'around'>) =>
  around.until(async () => {
    await around.rows("update pgboss.job set start_after = now() where name = 'run' and state = 'retry'");
    const runs = await around.rows<{ ended: boolean }>('select ended_at is not null as ended from sync_run');
    return (runs.length > 0 && runs.every(({ ended }) => ended)) || null;
  });

/** Has every mapped company synced: the tick looks every second. */
export const syncSoon = ({ around }: Pick<Mortal, 'around'>) =>
  around.rows('update company set next_sync_at = now() where next_sync_at is not null');

/** Lets what waits begin at once. */
export const raisePriority = ({ around }: Pick<Mortal, 'around'>) =>
  around.rows("update pgboss.job set start_after = now() where state in ('created', 'retry')");

/** Starts a service after a death. Whoever holds a job is taken for dead at once, and what waits begins at once. */
export async function startAgain(given: Pick<Mortal, 'around' | 'service'>): Promise<void> {
  const { around } = given;
  await around.rows("update pgboss.job set heartbeat_on = now() - interval '1 hour' where state = 'active'");
  await raisePriority(given);
  given.service = await around.start();
}
