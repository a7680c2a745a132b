import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../../../src/config.js';
import { examine } from '../../../src/doctor/examine.js';
import { freshDatabase } from '../../support/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { connectSimulator } from '../../support/msp.js';
import { ownPort } from '../../support/own-port.js';

/** A port that accepts no connection: nothing outside this machine is called. */
let closed: { hosts: string[]; port: number };
let environment: TestEnvironment;

beforeAll(async () => {
  closed = { hosts: ['127.0.0.1'], port: await ownPort() };
  environment = await testEnvironment();
  await connectSimulator(environment);
});

async function examined(changes: Partial<Config>) {
  const config = { ...environment.config, databaseUrl: environment.app.databaseUrl, ...changes };
  const findings = await examine(config, closed);
  return findings.filter(({ level }) => level !== 'OK').map(({ about, level, found }) => `${level} ${about}: ${found}`);
}

const unreachable = 'WARNING GravityZone: 127.0.0.1 cannot be reached: ECONNREFUSED.';

describe('the doctor', () => {
  it('finds nothing wrong with what works, except a network without GravityZone', async () => {
    expect(await examined({})).toEqual([unreachable]);
  });

  it('reports a server that does not answer, whatever it is', async () => {
    const url = `http://127.0.0.1:${await ownPort()}/`;
    const database = new URL(environment.app.databaseUrl);
    database.port = String(await ownPort());
    const wrong = {
      databaseUrl: database.href,
      auth: { ...environment.config.auth, jwksUrl: url },
      opsmerge: { ...environment.config.opsmerge, url },
    };
    expect(await examined(wrong)).toEqual([
      expect.stringMatching(/^PROBLEM database: it cannot be used: connect ECONNREFUSED/),
      'PROBLEM token keys: the key set cannot be fetched: ECONNREFUSED.',
      'PROBLEM OpsMerge core: it cannot be reached: ECONNREFUSED.',
      unreachable,
    ]);
  });

  it('reports answers that are not what they should be', async () => {
    const server = createServer((request, response) => {
      response.writeHead(request.method === 'POST' ? 401 : 200, { date: new Date(Date.now() - 600_000).toUTCString() });
      response.end('<html>');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    atEndOfFile(() => new Promise((stopped) => server.close(stopped)));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const auth = { ...environment.config.auth, jwksUrl: url };
    expect(await examined({ auth, opsmerge: { ...environment.config.opsmerge, url } })).toEqual([
      'PROBLEM token keys: the answer is not a set of keys.',
      'PROBLEM OpsMerge core: it refuses our token.',
      unreachable,
    ]);
  });

  it('reports a database that nobody has migrated, and may not', async () => {
    const empty = await freshDatabase({ empty: true });
    expect(await examined({ databaseUrl: empty })).toEqual([unreachable]);
    expect(await examined({ databaseUrl: empty, migrate: 'never' })).toEqual([
      expect.stringMatching(
        /^PROBLEM migrations: \d+ are not applied, and the service is configured not to apply them\.$/,
      ),
      unreachable,
    ]);
  });

  it('reports keys that no configured master key opens', async () => {
    const masterKeys = [{ id: 'another', key: Buffer.alloc(32) }];
    expect(await examined({ masterKeys })).toEqual([
      'PROBLEM keys: API keys or webhook secrets are sealed with demo, which MASTER_KEYS does not name.',
      unreachable,
    ]);
  });

  it('warns where an embedded database would be used', async () => {
    expect(await examined({ databaseUrl: undefined })).toEqual([
      'WARNING database: DATABASE_URL is not set, so that an embedded PostgreSQL is used.',
      unreachable,
    ]);
  });
});
