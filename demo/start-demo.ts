import { createLogger } from '../src/logger.js';
import type { DemoDatabase } from './database.js';
import { startEnvironment } from './environment.js';
import { createRandom } from './gravityzone/random.js';
import { showGuide } from './guide.js';
import { sendAs } from './send.js';
import type { DemoPorts } from './settings.js';
import { serveStage } from './stage/serve-stage.js';
import { createStage } from './stage/stage.js';
import { startRandomThreats } from './story/random-threats.js';
import { tenantId } from './story/seed-story.js';
import { owner, setUpStory } from './story/set-up-story.js';
import { startZones } from './story/start-zones.js';

/** The real limits would let a visitor wait for most threats: BD allows ten calls a second, and three looks at incidents a minute. */
const hurried = { calls: 600, windowMilliseconds: 1_000 };

export interface DemoOptions {
  ports: DemoPorts;
  /** Where the service keeps its data; stopped with the demo. */
  database: Promise<DemoDatabase>;
  /** Shows the visitor a text. */
  say: (text: string) => void;
}

export interface Demo {
  /** Resolves when the MSP has its history and the stage can be used; rejects when that fails. */
  ready: Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts everything on this machine and shows the address of the console, then fills it while a visitor already looks. After a
 * failure nothing that it started keeps running.
 */
export async function startDemo({ ports, database, say }: DemoOptions): Promise<Demo> {
  const running: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const stop of running.splice(0).reverse()) await stop().catch((error: Error) => say(`  (${error.message})`));
  };
  try {
    const postgres = await database;
    running.push(() => postgres.stop());
    const environment = await startEnvironment({
      databaseUrl: postgres.url,
      ports,
      simulator: { limits: 'off' },
      rateLimits: { default: hurried, incidents: hurried, licensing: hurried },
      logger: createLogger('warn'),
      pagesOf: tenantId,
    });
    running.push(() => environment.close());
    say(
      `${new URL('/', environment.gateway?.url).href}\n\nThe console is there; its machines, threats and tickets come in a moment.`,
    );

    const { zones, story, keyByHand, close: closeZones } = await startZones(environment);
    running.push(closeZones);
    let isClosing = false;
    const stage = fill();
    const stageServer = await serveStage({
      port: ports.stage,
      origins: ['127.0.0.1', 'localhost'].map((host) => `http://${host}:${ports.gateway}`),
      stage,
      byHand: { gravityZone: zones.byHand, apiKey: keyByHand },
    });
    running.push(() => stageServer.close());

    async function fill() {
      const connected = await setUpStory(environment, zones, story);
      const send = await sendAs(environment, owner);
      const random = createRandom(Date.now() % 2 ** 31);
      const randomThreats = startRandomThreats({ world: zones.cloud.world, story, send, say }, random);
      running.push(async () => randomThreats.stop());
      return createStage({ story, zones, core: environment.core, send, randomThreats, connected: connected.cloud });
    }
    const ready = stage.then(
      async () => {
        if (!isClosing) await showGuide(environment, { zones, keyByHand, stageUrl: stageServer.url, story }, say);
      },
      (error: Error) => {
        // What is being stopped answers nothing more.
        if (!isClosing) throw error;
      },
    );
    // Whoever waits for it gets the reason of a failure.
    ready.catch(() => undefined);
    return {
      ready,
      async close() {
        isClosing = true;
        await close();
        await ready.catch(() => undefined);
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
