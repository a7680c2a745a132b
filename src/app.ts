import { createAlerting } from './alert/raising/create-alerting.js';
import { createWebhookSender } from './alert/webhook/webhook-sender.js';
import { createAccessLog } from './audit/access-log.js';
import { createAuthenticate, rememberViewers } from './auth/viewer.js';
import type { Config } from './config.js';
import { openDatabase } from './database/database.js';
import { startEmbeddedPostgres } from './database/embedded/embedded-postgres.js';
import { observeLevels } from './gauges/observe-levels.js';
import { createGraph } from './graph.js';
import { bucketLimits } from './gravityzone/transport/budget.js';
import { readFingerprint } from './integration/key/fingerprint.js';
import { createSealer } from './integration/key/sealing.js';
import { createSigner } from './integration/key/signing.js';
import { createOpenGravityZone } from './integration/open-gravityzone.js';
import { createClientWatch } from './live/client-watch.js';
import { openLiveEvents } from './live/live-events.js';
import { createReadRouting } from './live/seen.js';
import type { Logger } from './logger.js';
import { createOpsMerge } from './opsmerge/opsmerge.js';
import { prepareDatabase } from './prepare-database.js';
import { openQueue } from './queue/queue.js';
import { requireFreePorts } from './server/free-ports.js';
import { startHealthServer } from './server/health.js';
import type { AnswerMcp } from './server/mcp-route.js';
import { startServer } from './server/server.js';
import { openTokenRefusals, withRefusals } from './server/token-refusals.js';
import { usualSeconds } from './sync/cadence/cadence.js';
import { startWorker } from './sync/start-worker.js';
import { callsOfSweep } from './sync/sweep/plan-sweep.js';

/** Loaded with the first request of an assistant: a service that gets none does without the SDK. */
const answerMcp: AnswerMcp = async (message) => (await import('./mcp/answer-http.js')).answerMcp(message);

/** The running service. */
export interface App {
  /** The GraphQL address; of a process that serves no graph, the one of `/healthz` and `/readyz`. */
  url: string;
  databaseUrl: string;
  /** Stops accepting work, aborts running jobs, closes sockets, then the database. */
  close(): Promise<void>;
}

/**
 * Builds and starts the service from its configuration, in the same way for production, the demo and the tests.
 * `onStatement` receives the SQL of each statement, for tests that count them.
 */
export async function startApp(
  config: Config,
  logger: Logger,
  onStatement?: (statement: string) => void,
): Promise<App> {
  /** Stops what has been started, in the order of the starts; called in reverse. */
  const running: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const stop of running.splice(0).reverse())
      await stop().catch((error: Error) => logger.error({ error: error.message }, 'stopping'));
  };
  try {
    // Before the database: an embedded one may be that of the service which has the port, and would be stopped under it.
    await requireFreePorts(config.host, [{ user: 'this service', port: config.port }]);
    let databaseUrl = config.databaseUrl;
    if (databaseUrl === undefined) {
      const server = await startEmbeddedPostgres(config.dataFolder);
      running.push(() => server.stop());
      databaseUrl = server.url;
    }
    const directUrl = config.directUrl ?? databaseUrl;
    const applied = await prepareDatabase({ url: databaseUrl, directUrl }, config.migrate);
    if (applied.length > 0) logger.info({ applied }, 'migrated');

    const database = openDatabase(databaseUrl, { onStatement, readUrl: config.read?.url });
    running.push(() => database.close());
    const opsMerge = createOpsMerge(config.opsmerge);
    running.push(() => opsMerge.close());
    const liveEvents = await openLiveEvents({
      ...{ database, url: directUrl },
      onProblem: (error) => logger.error({ error: error.message }, 'live events do not arrive'),
    });
    running.push(() => liveEvents.close());
    const sealer = createSealer(config.masterKeys);
    const fingerprint = await readFingerprint(database);
    const openGravityZone = createOpenGravityZone({ database, sealer, fingerprint }, config.gravityZone);
    const isWorker = config.roles.includes('worker');
    const queue = await openQueue({ database, directUrl, logger, works: isWorker });
    running.push(() => queue.stop());
    const cadence = { active: usualSeconds(true), quiet: usualSeconds(false) };
    const endObserving = observeLevels({
      database,
      queueSchema: queue.schema,
      isListening: () => liveEvents.state().listening,
      cadence,
    });
    running.push(async () => endObserving());
    const { gravityZone, stateHours } = config;
    const { runSeconds } = gravityZone;
    const callsPerSecond = callsOfSweep(gravityZone.rateLimits.default ?? bucketLimits.default);
    const alerting = createAlerting(queue);
    const parts = { database, opsMerge, jobs: queue, queue, alerting, openGravityZone, liveEvents, logger, runSeconds };
    const webhooks = createWebhookSender({
      database,
      sealer,
      allowedNetworks: config.webhooks.allowedNetworks,
      timeoutMilliseconds: config.opsmerge.timeoutMilliseconds,
    });
    const delivery = { database, opsMerge, webhooks, jobs: queue };
    let address = '';
    const { schema, live, works, exportRoute, reportLinks, digests } = await createGraph({
      ...parts,
      stateHours,
      testsPerHour: config.testsPerHour,
      sealer,
      linkSigner: createSigner(config.masterKeys, 'report link'),
      fingerprint,
      clientWatch: createClientWatch(database, (error) => logger.warn({ error: error.message }, 'client watch')),
      publicUrl: () => config.publicUrl ?? address,
    });
    const readiness = { checkReady: () => database.check(), liveEvents: () => liveEvents.state() };
    if (isWorker) {
      const worker = { ...parts, sealer, delivery, digests, works, stateHours, callsPerSecond, tick: config.tick };
      running.push(await startWorker(worker));
    }
    const readRouting = createReadRouting(database, config.read);
    const { accessLog } = config;
    const refusals = await openTokenRefusals(database, (error) =>
      logger.warn({ error: error.message }, 'token refusals'),
    );
    running.push(async () => refusals.close());
    const accesses = createAccessLog(database, (error) => logger.error({ error: error.message }, 'the audit'));
    running.push(() => accesses.close());
    const authenticate = withRefusals(rememberViewers(createAuthenticate(config.auth)), refusals);
    const server = await (config.roles.includes('api')
      ? startServer(
          {
            ...{ schema, authenticate, refusals, accesses, live, exportRoute, reportLinks, logger, accessLog },
            ...{ readRouting, answerMcp, ...readiness },
          },
          config,
        )
      : startHealthServer(readiness, config));
    address = new URL(server.url).origin;
    running.push(() => server.close());
    logger.info({ roles: config.roles, url: server.url }, 'serving');
    return { url: server.url, databaseUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}
