import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { type App, startApp } from '../../../src/app.js';
import { createSealer } from '../../../src/integration/key/sealing.js';
import { createLogger } from '../../../src/logger.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { admin, eventually, everySecond, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, type RunAnswer, runById, syncClient } from '../../support/msp.js';
import { startWebhookReceiver } from '../../support/webhook-receiver.js';

const masterKey = (id: string) => ({ id, key: randomBytes(32) });
const jobs = `{ bitdefenderJobs(kind: RESEAL_KEYS) { edges { node { state done total error } } } }`;

it('rotation of the master key on a live service with two replicas: no sync fails', async () => {
  const [old, fresh] = [masterKey('2026'), masterKey('2027')];
  const environment = await testEnvironment({ masterKeys: [old], tick: everySecond });
  const { database } = environment;
  const { companyId, clientId } = addBakery(environment);

  const start = async (masterKeys: (typeof old)[]) => {
    const config = { ...environment.config, port: 0, databaseUrl: environment.app.databaseUrl, masterKeys };
    const app = await startApp(config, createLogger('silent'));
    atEndOfFile(() => app.close());
    return app;
  };
  /** One replica after the other is stopped and started with these master keys, while the other goes on. */
  const replicas: App[] = [environment.app, await start([old])];
  const restartAll = async (...masterKeys: (typeof old)[]) => {
    for (const index of replicas.keys()) {
      await replicas[index]?.close();
      replicas[index] = await start(masterKeys);
      await syncsDone(1);
    }
  };
  const sealedWith = async () => {
    const { rows } = await database.query("select distinct split_part(sealed_key, '.', 2) as id from connection");
    return rows.map(({ id }) => id as string);
  };

  await connectSimulator(environment);
  await mapByBdId(environment, { [companyId]: clientId });

  // Real syncs, one after the other, asked of whichever replica is there.
  const runs: string[] = [];
  const ended: RunAnswer[] = [];
  let rotating = true;
  const anyReplica = async <Data>(query: string, variables: object): Promise<Data> =>
    eventually(async () => {
      for (const { url } of replicas) {
        const answer = await environment.ask<Data>(technician, query, variables, url).catch(() => null);
        if (answer?.data) return answer.data;
      }
      return null;
    });
  const pump = (async () => {
    while (rotating) {
      // A person may not sync one client so often.
      await database.query('update sync_run set client_id = null');
      const { syncBitdefenderClient } = await anyReplica<{ syncBitdefenderClient: { runs: { id: string }[] } }>(
        syncClient,
        { input: { clientId } },
      );
      const id = syncBitdefenderClient.runs[0]?.id ?? '';
      if (!runs.includes(id)) runs.push(id);
      ended.push(
        await eventually(async () => {
          const { bitdefenderSyncRun: run } = await anyReplica<{ bitdefenderSyncRun: RunAnswer }>(runById, { id });
          return ['QUEUED', 'RUNNING'].includes(run.state) ? null : run;
        }),
      );
    }
  })();
  const syncsDone = async (more: number) => {
    const target = ended.length + more;
    await eventually(async () => ended.length >= target);
  };

  // 1. Every replica learns to open what the new key seals, before any seals with it.
  await restartAll(old, fresh);
  expect(await sealedWith()).toEqual(['2026']);
  // 2. The new key seals; what the old one sealed is sealed again by itself.
  await restartAll(fresh, old);
  await eventually(async () => (await sealedWith()).join() === '2027');
  const { bitdefenderJobs } = await environment.data<{
    bitdefenderJobs: { edges: { node: { state: string; done: number; total: number; error: null } }[] };
  }>(technician, jobs, {}, replicas[0]?.url);
  expect(bitdefenderJobs.edges.map(({ node }) => node)).toContainEqual({
    state: 'SUCCEEDED',
    done: 1,
    total: 1,
    error: null,
  });
  // 3. Nothing needs the old key now.
  await restartAll(fresh);
  rotating = false;
  await pump;

  expect(ended.length).toBeGreaterThan(5);
  expect(ended.map(({ state, streams }) => [state, streams.map(({ problem }) => problem?.code)])).toEqual(
    ended.map(() => ['SUCCEEDED', ended[0]?.streams.map(() => undefined)]),
  );
  const { rows } = await database.query('select count(distinct key_fingerprint)::int as keys from rate_budget');
  expect(rows).toEqual([{ keys: 1 }]);
}, 400_000);

it('seals the secrets of webhooks again, and drops one that no longer signs', async () => {
  const [old, fresh] = [masterKey('old'), masterKey('fresh')];
  const environment = await testEnvironment({ masterKeys: [old] });
  await connectSimulator(environment);
  const receiver = await startWebhookReceiver();
  const [first, second] = ['the-first-secret-of-the-receiver', 'the-second-secret-of-the-receiver'];
  const [webhookId, ended] = await Promise.all(
    ['Mine', 'Theirs'].map(async (name) => {
      const { saveBitdefenderWebhook } = await environment.data<{
        saveBitdefenderWebhook: { webhook: { id: string } };
      }>(
        admin,
        'mutation ($input: SaveBitdefenderWebhookInput!) { saveBitdefenderWebhook(input: $input) { webhook { id } } }',
        { input: { name, url: receiver.url, caCertificate: receiver.caCertificate, secret: first } },
      );
      const { id } = saveBitdefenderWebhook.webhook;
      await environment.data(
        admin,
        'mutation ($input: RotateBitdefenderWebhookSecretInput!) { rotateBitdefenderWebhookSecret(input: $input) { webhook { id } } }',
        { input: { webhookId: id, secret: second } },
      );
      return id;
    }),
  );
  const { database } = environment;
  await database.query("update webhook set previous_until = now() - interval '1 minute' where id = $1", [ended]);

  await environment.app.close();
  const replica = await startApp(
    { ...environment.config, port: 0, databaseUrl: environment.app.databaseUrl, masterKeys: [fresh, old] },
    createLogger('silent'),
  );
  atEndOfFile(() => replica.close());
  const job = await eventually(async () => {
    const { bitdefenderJobs } = await environment.data<{
      bitdefenderJobs: { edges: { node: { state: string; done: number; error: string | null } }[] };
    }>(technician, jobs, {}, replica.url);
    return bitdefenderJobs.edges.map(({ node }) => node).find(({ state }) => state === 'SUCCEEDED');
  });
  // The key of the integration, three secrets that sign.
  expect(job).toMatchObject({ done: 4, error: null });
  const { rows } = await database.query('select id, sealed_secret, previous_sealed_secret from webhook');
  const sealer = createSealer([fresh]);
  const opened = rows.map(({ id, sealed_secret: now, previous_sealed_secret: before }) => ({
    id,
    now: sealer.open(now, 'msp-one', id),
    before: before && sealer.open(before, 'msp-one', id),
  }));
  expect(opened).toHaveLength(2);
  expect(opened).toEqual(
    expect.arrayContaining([
      { id: webhookId, now: second, before: first },
      { id: ended, now: second, before: null },
    ]),
  );
  const { rows: audited } = await database.query("select from audit_entry where action = 'WEBHOOK_SECRET_RESEALED'");
  expect(audited).toHaveLength(3);
});

it('reports a key that no master key opens, and seals the others again', async () => {
  const [lost, old, fresh] = [masterKey('lost'), masterKey('old'), masterKey('fresh')];
  const environment = await testEnvironment({ masterKeys: [old] });
  const { integrationId } = await connectSimulator(environment);
  const { integrationId: other } = await connectSimulator(
    environment,
    admin,
    environment.gravityZone.addKey({
      companyId: environment.gravityZone.world.addCompany('Child').id,
    }),
  );
  const { database } = environment;
  await database.query('update connection set sealed_key = $1 where id = $2', [
    createSealer([lost]).seal('some-api-key', 'msp-one', other),
    other,
  ]);
  const replica = await startApp(
    { ...environment.config, port: 0, databaseUrl: environment.app.databaseUrl, masterKeys: [fresh, old] },
    createLogger('silent'),
  );
  atEndOfFile(() => replica.close());
  // Whichever replica takes the job: only the one that knows the new key can do it.
  await environment.app.close();
  await eventually(async () => {
    const { rows } = await database.query(
      "select split_part(sealed_key, '.', 2) as key from connection where id = $1",
      [integrationId],
    );
    return rows[0]?.key === 'fresh';
  });
  const job = await eventually(async () => {
    const { bitdefenderJobs } = await environment.data<{
      bitdefenderJobs: { edges: { node: { done: number; total: number; error: string | null } }[] };
    }>(technician, jobs, {}, replica.url);
    return bitdefenderJobs.edges.map(({ node }) => node).find(({ error }) => error !== null);
  });
  expect(job.done).toBeLessThan(job.total);
});
