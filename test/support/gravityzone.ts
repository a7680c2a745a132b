import {
  type FaultKind,
  type GravityZoneSimulator,
  type SimulatorOptions,
  startGravityZoneSimulator,
} from '../../demo/gravityzone/simulator.js';
import { createGravityZone } from '../../src/gravityzone/reads/client.js';
import type { GravityZoneError, ReasonCode } from '../../src/gravityzone/transport/errors.js';
import type { GravityZone, GravityZoneOptions, RateBudget } from '../../src/gravityzone/types.js';

/** Every change there is, for a list of incidents. */
export const always = { changedFrom: new Date('2020-01-01'), changedTo: new Date('2100-01-01') };

export const loopback = ['127.0.0.0/8', '::1/128'];

/** Every way in which an answer of BD's can be a failure, and the reason reported for it. */
export const faultReasons: [FaultKind, ReasonCode][] = [
  ['badKey', 'BAD_KEY'],
  ['wrongRegion', 'WRONG_REGION'],
  ['forbidden', 'API_NOT_ENABLED'],
  ['noLicence', 'NO_LICENCE'],
  ['suspended', 'COMPANY_SUSPENDED'],
  ['notFoundPage', 'NOT_GRAVITYZONE'],
  ['redirect', 'NOT_GRAVITYZONE'],
  ['otherJson', 'NOT_GRAVITYZONE'],
  ['proxy', 'PROXY'],
  ['proxyLogin', 'PROXY'],
  ['throttledPage', 'THROTTLED'],
  ['throttledJson', 'THROTTLED'],
  ['serverError', 'SERVER_ERROR'],
  ['serverErrorJson', 'SERVER_ERROR'],
  ['reset', 'SERVER_ERROR'],
  ['timeout', 'TIMEOUT'],
  ['trickle', 'TIMEOUT'],
  ['malformedJson', 'MALFORMED_ANSWER'],
  ['noItems', 'MALFORMED_ANSWER'],
  ['otherId', 'MALFORMED_ANSWER'],
  ['oversize', 'MALFORMED_ANSWER'],
];

/** A budget without limits that records the 429s reported to it. */
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

/** Lets the simulator refuse the filter for folders, as a server may that does not know it. */
export function refuseFolders(simulator: GravityZoneSimulator): void {
  const error = {
    code: -32602,
    message: 'Invalid params',
    data: { details: "Invalid value for 'filters' parameter." },
  };
  simulator.handler = ({ params }) =>
    JSON.stringify(params).includes('companyFolders')
      ? { httpStatus: 200, body: { jsonrpc: '2.0', error } }
      : undefined;
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
