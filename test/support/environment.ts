import { Writable } from 'node:stream';
import { Client } from 'pg';
import { expect } from 'vitest';
import { type Environment, type EnvironmentOptions, startEnvironment } from '../../demo/environment.js';
import { type Identity } from '../../demo/tokens.js';
import { connectionOptions } from '../../src/database-url.js';
import { createLogger } from '../../src/logger.js';
import { freshDatabase } from './database.js';
import { atEndOfFile } from './end-of-file.js';
import { addWitness, explainFailure } from './explain-failure.js';

export interface Answer<Data> {
  data?: Data;
  errors?: { message: string; path?: (string | number)[]; extensions?: { code?: string } }[];
}

export interface TestEnvironment extends Environment {
  /** An integration of the test's own to the database of the service, for what no query returns and no mutation does. */
  database: Client;
  /** Everything that was logged. */
  logged: () => string;
  /** Sends a request to the gateway where there is one, else to the subgraph; the answer as it came. */
  ask<Data = Record<string, unknown>>(
    identity: Identity,
    query: string,
    variables?: object,
    url?: string,
  ): Promise<Answer<Data>>;
  /** The data of an answer that must have no errors. */
  data<Data = Record<string, unknown>>(
    identity: Identity,
    query: string,
    variables?: object,
    url?: string,
  ): Promise<Data>;
}

/** By default nothing is done on the service's own account, but on the first of January. */
const never = '0 0 0 1 1 *';
/** For a test of what the service does on its own account. */
export const everySecond = '* * * * * *';
/** Tests of other things than limits must not wait for them. */
const unlimited = { calls: 10_000, windowMilliseconds: 1 };

/**
 * The real application on a database of its own, with simulator and core around it; ends with the test file. Unless set
 * otherwise it has no gateway, no limits, and does only what it is asked for.
 */
export async function testEnvironment(options: Partial<EnvironmentOptions> = {}): Promise<TestEnvironment> {
  const chunks: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const environment = await startEnvironment({
    databaseUrl: await freshDatabase(),
    simulator: { limits: 'off' },
    // Most tests send a query once.
    compiledQueries: 'all',
    rateLimits: { default: unlimited, incidents: unlimited, licensing: unlimited },
    logger: createLogger('debug', destination),
    gateway: false,
    tick: never,
    ...options,
    ...(options.onStatement && { onStatement: withoutBackground(options.onStatement) }),
  });
  atEndOfFile(() => environment.close());
  const database = new Client({ ...connectionOptions(environment.app.databaseUrl), application_name: 'test' });
  await database.connect();
  atEndOfFile(() => database.end());
  let lastAnswer: unknown = null;
  atEndOfFile(addWitness({ database, logged: () => chunks.join(''), lastAnswer: () => lastAnswer }));
  const ask: TestEnvironment['ask'] = async (identity, query, variables = {}, url) => {
    const token = await environment.tokens.issue(identity);
    const response = await fetch(url ?? environment.gateway?.url ?? environment.app.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    const answer = await response.json();
    lastAnswer = { query, variables, answer };
    return answer as never;
  };
  return {
    ...environment,
    database,
    logged: () => chunks.join(''),
    ask,
    async data(identity, query, variables, url) {
      const answer = await ask(identity, query, variables, url);
      // Masked errors say nothing here; the log does.
      const problems = chunks.filter((line) => /"level":(40|50|60)/.test(line)).slice(-3);
      expect(answer.errors, problems.join('')).toBeUndefined();
      return answer.data as never;
    },
  };
}

/** Without what the service asks every few seconds: the queues with something to do, whether live events arrive, what is refused. */
const withoutBackground = (onStatement: (statement: string) => void) => (statement: string) => {
  if (!/^\s*select (name from "pgboss"|kind, value, reason|pg_notify\(\$1, \$2\)$|case topic)/.test(statement))
    onStatement(statement);
};

export const admin: Identity = { subject: 'ada', roles: ['admin'], tenantId: 'msp-one' };
export const technician: Identity = { subject: 'tom', roles: ['technician'], tenantId: 'msp-one' };
/** Asks without being somebody who looks at a client. */
export const service: Identity = { subject: 'reports', roles: ['service'], tenantId: 'msp-one' };

/**
 * Waits until `check` gives something. Gives up after a minute and a half of asking, or after that many seconds, and then reports what
 * `check` last gave, the last answer, the newest runs and the problems logged.
 */
export async function eventually<Value>(
  check: () => Promise<Value | null | undefined | false>,
  patienceSeconds = 90,
): Promise<Value> {
  let value: Value | null | undefined | false = null;
  for (let tries = 0; tries < patienceSeconds * 10; tries += 1) {
    value = await check();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`It did not happen within ${patienceSeconds} seconds.\n${await explainFailure(check, value)}`);
}
