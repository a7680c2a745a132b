import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/database/database.js';
import { requestDueMaintenance, requestJob } from '../../../src/job/job.store.js';
import { JobKind } from '../../../src/job/job.type.js';
import { createMaintenance } from '../../../src/job/maintenance.js';
import { type JobWork, runJob } from '../../../src/job/run-job.js';
import { createLogger } from '../../../src/logger.js';
import { openTestDatabase } from '../../support/database.js';
import { admin, eventually, everySecond, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator } from '../../support/msp.js';

const logger = createLogger('silent');
const jobs = `{ bitdefenderJobs(kind: MAINTENANCE) { edges { node { id state done total requestedBy endedAt } } } }`;

interface JobsAnswer {
  bitdefenderJobs: { edges: { node: { id: string; state: string; done: number; total: number | null } }[] };
}

describe('jobs through the app', async () => {
  const environment = await testEnvironment({ tick: everySecond });

  it('maintains each connected tenant once a day, visible to that tenant only', async () => {
    await connectSimulator(environment);
    const [job] = await eventually(async () => {
      const { bitdefenderJobs } = await environment.data<JobsAnswer>(technician, jobs);
      return bitdefenderJobs.edges.some(({ node }) => node.state === 'SUCCEEDED') && bitdefenderJobs.edges;
    });
    expect(job?.node.done).toBe(job?.node.total);
    const database = openDatabase(environment.app.databaseUrl, { outside: 'all tenants' });
    try {
      const queue = { job: () => Promise.reject(new Error('Nothing is due.')) };
      await requestDueMaintenance(database, queue, new Date());
      const queued: string[] = [];
      const tomorrow = new Date(Date.now() + 25 * 3_600_000);
      const accepting = { job: async (_: unknown, { jobId }: { jobId: string }) => void queued.push(jobId) };
      await Promise.all([1, 2, 3].map(() => requestDueMaintenance(database, accepting, tomorrow)));
      expect(queued).toHaveLength(1);
    } finally {
      await database.close();
    }
    const other = { ...admin, tenantId: 'msp-two' };
    expect((await environment.data<JobsAnswer>(other, jobs)).bitdefenderJobs.edges).toEqual([]);
  });
});

describe('a job', async () => {
  const database = await openTestDatabase();
  const request = { tenantId: 'msp', kind: JobKind.MAINTENANCE, requestedBy: 'ada', now: new Date() };
  const queue = { job: async () => undefined };
  const requested = () => database.forTenant('msp', (transaction) => requestJob(transaction, queue, request));
  const run = (jobId: string, work: JobWork, isLastAttempt = false, signal = new AbortController().signal) =>
    runJob(
      { database, works: { [JobKind.MAINTENANCE]: work } as never, logger },
      { tenantId: 'msp', jobId, isLastAttempt },
      signal,
    );
  const read = (id: string) =>
    database.query.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

  it('joins a queued job, and shows its progress and its end', async () => {
    const id = await requested();
    expect(await requested()).toBe(id);
    await run(id, async ({ report }) => {
      await report(1, 2);
      expect(await read(id)).toMatchObject({ state: 'RUNNING', done: 1, total: 2 });
      expect(await requested()).not.toBe(id);
    });
    expect(await read(id)).toMatchObject({ state: 'SUCCEEDED', error: null });
  });

  it('retries a job that fails, and shows it as failed when retries are exhausted', async () => {
    const id = await requested();
    const failing = () => Promise.reject(new Error('secret detail'));
    await expect(run(id, failing)).rejects.toThrow();
    expect(await read(id)).toMatchObject({ state: 'RUNNING', error: expect.not.stringContaining('secret') });
    await expect(run(id, failing, true)).rejects.toThrow();
    expect(await read(id)).toMatchObject({ state: 'FAILED', endedAt: expect.any(Date) });
    await run(id, () => Promise.reject(new Error('It has ended: it must not run.')));
  });

  it('leaves a job running for another replica when the service stops', async () => {
    const id = await requested();
    const stopping = new AbortController();
    const cutOff = run(
      id,
      async () => stopping.abort(new Error('stopping')) ?? Promise.reject(new Error('x')),
      true,
      stopping.signal,
    );
    await expect(cutOff).rejects.toThrow('stopping');
    expect(await read(id)).toMatchObject({ state: 'RUNNING', error: null });
  });

  it('runs each step of maintenance when one fails', async () => {
    const ran: string[] = [];
    const steps = ['one', 'two', 'three'].map((name) => ({
      name,
      run: async () => {
        ran.push(name);
        if (name === 'two') throw new Error(name);
      },
    }));
    const context = { database, tenantId: 'msp', now: new Date(), signal: new AbortController().signal };
    const maintenance = createMaintenance(steps, logger);
    await expect(maintenance({ ...context, report: async () => undefined })).rejects.toThrow();
    expect(ran).toEqual(['one', 'two', 'three']);
  });
});
