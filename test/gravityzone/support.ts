import {
  type GravityZoneSimulator,
  type SimulatorOptions,
  startGravityZoneSimulator,
} from '../../demo/gravityzone/simulator.js';
import { createGravityZone } from '../../src/gravityzone/client.js';
import type { GravityZoneError, ReasonCode } from '../../src/gravityzone/errors.js';
import type { GravityZone, GravityZoneOptions, RateBudget } from '../../src/gravityzone/types.js';

export const loopback = ['127.0.0.0/8', '::1/128'];

/** A budget without limits that remembers what it was told of 429s. */
export function freeBudget(): RateBudget & { penalties: { bucket: string; seconds: number }[] } {
  const penalties: { bucket: string; seconds: number }[] = [];
  return {
    penalties,
    reserve: async () => undefined,
    penalise: async (bucket, seconds) => {
      penalties.push({ bucket, seconds });
    },
  };
}

const open: { close(): Promise<void> }[] = [];

export async function simulate(options: SimulatorOptions = {}): Promise<GravityZoneSimulator> {
  const simulator = await startGravityZoneSimulator({ limits: 'off', ...options });
  open.push(simulator);
  return simulator;
}

/** A client of the simulator that trusts its certificate and retries at once. */
export function clientOf(simulator: GravityZoneSimulator, options: Partial<GravityZoneOptions> = {}): GravityZone {
  const client = createGravityZone({
    endpoint: simulator.url,
    apiKey: options.apiKey ?? simulator.addKey(),
    trust: { caCertificate: simulator.caCertificate },
    allowedNetworks: loopback,
    budget: freeBudget(),
    retryDelayMilliseconds: 1,
    ...options,
  });
  open.push(client);
  return client;
}

export async function closeAll(): Promise<void> {
  for (const thing of open.splice(0).reverse()) await thing.close();
}

export async function collect<Page>(pages: AsyncIterable<Page>): Promise<Page[]> {
  const all: Page[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

/** The reason a promise was rejected with; 'none' when it was not. */
export async function reasonOf(work: Promise<unknown>): Promise<ReasonCode | 'none'> {
  return work.then(
    () => 'none' as const,
    (error: GravityZoneError) => error.code,
  );
}
