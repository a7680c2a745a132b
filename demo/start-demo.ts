import { createLogger } from '../src/logger.js';
import { startDemoDatabase } from './database.js';
import { startEnvironment } from './environment.js';
import { createRandom } from './gravityzone/random.js';
import { showGuide } from './guide.js';
import { addRandomThreat, connectAndMap, seedMsp, tenantId } from './msp.js';
import { sendAs } from './send.js';
import type { DemoPorts } from './settings.js';

const secondsBetweenEvents = 6;
/** The real limits would let a visitor wait for most threats: BD allows three looks at incidents a minute. */
const hurried = { calls: 60, windowMilliseconds: 60_000 };

export interface DemoOptions {
  ports: DemoPorts;
  dataFolder: string;
  /** Shows the visitor a text. */
  say: (text: string) => void;
}

/**
 * Starts everything on this machine, seeds it and lets something happen every few seconds until it is closed. After a
 * failure nothing that it started keeps running.
 */
export async function startDemo({ ports, dataFolder, say }: DemoOptions): Promise<{ close(): Promise<void> }> {
  const running: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const stop of running.splice(0).reverse()) await stop().catch((error: Error) => say(`  (${error.message})`));
  };
  try {
    const postgres = await startDemoDatabase(dataFolder);
    running.push(() => postgres.stop());
    const environment = await startEnvironment({
      databaseUrl: postgres.url,
      ports: { ...ports, stage: ports.gateway + 3 },
      simulator: { limits: 'off' },
      rateLimits: { incidents: hurried },
      logger: createLogger('warn'),
      pagesOf: tenantId,
    });
    running.push(() => environment.close());

    const seeded = seedMsp(environment);
    const send = await sendAs(environment, { subject: 'demo-admin', roles: ['admin'], tenantId });
    const msp = { environment, seeded, send, say };
    await connectAndMap(msp);
    await showGuide(environment, tenantId, seeded[0]?.clientId ?? '', say);

    const random = createRandom(Date.now() % 2 ** 31);
    const timer = setInterval(
      () => void addRandomThreat(msp, random).catch((error: Error) => say(`  (${error.message})`)),
      secondsBetweenEvents * 1_000,
    );
    running.push(async () => clearInterval(timer));
    return { close };
  } catch (error) {
    await close();
    throw error;
  }
}
