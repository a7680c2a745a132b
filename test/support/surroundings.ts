import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, expect } from 'vitest';
import { type Core, startCore } from '../../demo/core/core.js';
import { type GravityZoneSimulator, startGravityZoneSimulator } from '../../demo/gravityzone/simulator.js';
import { AUDIENCE, createTokenIssuer, ISSUER } from '../../demo/tokens.js';
import { freshDatabase } from './database.js';
import { killServices, type ServiceProcess, startService } from './service-process.js';

// A take-up waits for the heartbeat of the dead process to be missed; nothing here depends on how long that takes.
const patienceMilliseconds = 120_000;

/** Waits until `check` gives something. */
export async function until<Value>(check: () => Promise<Value | null>): Promise<Value> {
  const giveUpAt = Date.now() + patienceMilliseconds;
  while (Date.now() < giveUpAt) {
    const value = await check();
    if (value !== null) return value;
    await sleep(200);
  }
  throw new Error('It did not happen.');
}

const closing: (() => Promise<unknown>)[] = [killServices];
afterAll(async () => {
  for (const close of closing) await close();
});

/** What survives a crash of the service: its database, GravityZone and core. */
export interface Surroundings {
  core: Core;
  gravityZone: GravityZoneSimulator;
  start(): Promise<ServiceProcess>;
  /** The data of an answer that must have no errors. */
  data<Data>(service: ServiceProcess, query: string, variables?: object): Promise<Data>;
  /** Of the database, on a session of its own. */
  rows<Row>(query: string): Promise<Row[]>;
}

/** A simulator, core and a database for a service of its own process; they end with the test file. */
export async function surroundings(): Promise<Surroundings> {
  const tokens = await createTokenIssuer();
  const core = await startCore({ tokens });
  closing.push(() => core.close());
  const gravityZone = await startGravityZoneSimulator({ limits: 'off' });
  closing.push(() => gravityZone.close());
  const databaseUrl = await freshDatabase();
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  closing.push(() => database.end());
  const configuration = {
    PORT: '0',
    DATABASE_URL: databaseUrl,
    MASTER_KEYS: `test:${randomBytes(32).toString('base64')}`,
    AUTH_JWKS_URL: core.jwksUrl,
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
    OPSMERGE_URL: core.url,
    OPSMERGE_TOKEN: await tokens.issue({ subject: 'bitdefender-subgraph', roles: ['service'] }),
    GRAVITYZONE_ALLOWED_NETWORKS: '127.0.0.0/8,::1/128',
    GRAVITYZONE_RATE_LIMITS: 'default=1000/1,incidents=1000/1,licensing=1000/1',
    TICK: '* * * * * *',
  };
  const token = await tokens.issue({ subject: 'ada', roles: ['admin', 'technician'], tenantId: 'msp-one' });
  return {
    core,
    gravityZone,
    start: () => startService(configuration),
    async data(service, query, variables = {}) {
      const response = await fetch(service.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
      });
      const answer = (await response.json()) as { data: never; errors?: unknown };
      expect(answer.errors).toBeUndefined();
      return answer.data;
    },
    rows: async (query) => (await database.query(query)).rows,
  };
}
