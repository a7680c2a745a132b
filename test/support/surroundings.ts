import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { expect } from 'vitest';
import { type Core, startCore } from '../../demo/core/core.js';
import { type GravityZoneSimulator, startGravityZoneSimulator } from '../../demo/gravityzone/simulator.js';
import { createTokenIssuer } from '../../demo/tokens.js';
import { connectionOptions } from '../../src/database-url.js';
import { freshDatabase } from './database.js';
import { describeState } from './describe-state.js';
import { atEndOfFile } from './end-of-file.js';
import { serviceConfiguration } from './service-configuration.js';
import { killServices, type ServiceProcess, startService } from './service-process.js';

// A take-up waits for the heartbeat of the dead process to be missed; nothing here depends on how long that takes.
const patienceMilliseconds = 120_000;

/** An error of an answer. */
export interface GraphQLError {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string };
}

/** What survives a crash of the service: its database, GravityZone and core. */
export interface Surroundings {
  core: Core;
  gravityZone: GravityZoneSimulator;
  /** The token of the person who asks. */
  token: string;
  /** Starts the service, which ticks every second unless specified otherwise. */
  start(settings?: Record<string, string>, program?: readonly string[]): Promise<ServiceProcess>;
  /** Sends a request, whose answer may have errors. */
  ask(service: ServiceProcess, query: string, variables?: object): Promise<{ data?: unknown; errors?: GraphQLError[] }>;
  /** The data of an answer that must have no errors. */
  data<Data>(service: ServiceProcess, query: string, variables?: object): Promise<Data>;
  /** Of the database, on a session of its own. */
  rows<Row>(query: string): Promise<Row[]>;
  /** Waits until somebody waits for a lock on this table. */
  lockAwaited(table: string): Promise<unknown>;
  /** Waits until `check` gives something; when that takes too long, the error reports the state of everything. */
  until<Value>(check: () => Promise<Value | null>): Promise<Value>;
}

/** A simulator, core and a database for a service of its own process; they end with the test file. */
export async function surroundings(): Promise<Surroundings> {
  const tokens = await createTokenIssuer();
  const core = await startCore({ tokens });
  atEndOfFile(() => core.close());
  const gravityZone = await startGravityZoneSimulator({ limits: 'off' });
  atEndOfFile(() => gravityZone.close());
  const databaseUrl = await freshDatabase();
  const database = new Client(connectionOptions(databaseUrl));
  await database.connect();
  atEndOfFile(() => database.end());
  // Before the database, core and GravityZone end.
  atEndOfFile(killServices);
  const configuration = {
    ...(await serviceConfiguration(databaseUrl, core, tokens)),
    WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8,::1/128',
    GRAVITYZONE_RATE_LIMITS: 'default=1000/1,incidents=1000/1,licensing=1000/1',
    TICK: '* * * * * *',
  };
  const started: ServiceProcess[] = [];
  const token = await tokens.issue({ subject: 'ada', roles: ['admin', 'technician'], tenantId: 'msp-one' });
  const rows: Surroundings['rows'] = async (query) => (await database.query(query)).rows;
  const until: Surroundings['until'] = async (check) => {
    const giveUpAt = Date.now() + patienceMilliseconds;
    while (Date.now() < giveUpAt) {
      const value = await check();
      if (value !== null) return value;
      await sleep(200);
    }
    const calls = { gravityZone: gravityZone.calls.map(({ method }) => method), core: [...core.calls] };
    throw new Error(`It did not happen.\n${await describeState(databaseUrl, started)}\n${JSON.stringify(calls)}`);
  };
  const ask: Surroundings['ask'] = async (service, query, variables = {}) => {
    const response = await fetch(service.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Awaited<ReturnType<Surroundings['ask']>>;
  };
  return {
    core,
    gravityZone,
    token,
    async start(settings = {}, program) {
      const service = await startService({ ...configuration, ...settings }, program);
      started.push(service);
      return service;
    },
    ask,
    async data(service, query, variables) {
      const answer = await ask(service, query, variables);
      expect(answer.errors).toBeUndefined();
      return answer.data as never;
    },
    rows,
    // The locks of all databases are listed, and a table has the same number in each copy of the template.
    lockAwaited: (table) =>
      until(async () => {
        const waiting = await rows(
          `select from pg_locks where relation = '${table}'::regclass and not granted
             and database = (select oid from pg_database where datname = current_database())`,
        );
        return waiting.length > 0 || null;
      }),
    until,
  };
}
