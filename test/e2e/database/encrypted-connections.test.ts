import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/database/database.js';
import { migrate } from '../../../src/database/migrate.js';
import { connectionOptions } from '../../../src/database-url.js';
import { openLiveEvents } from '../../../src/live/live-events.js';
import { createLogger } from '../../../src/logger.js';
import { openQueue } from '../../../src/queue/queue.js';
import { type EncryptedServer, startEncryptedServer } from '../../support/encrypted-server.js';
import { eventually, technician, testEnvironment } from '../../support/environment.js';
import { listen } from '../../support/live.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

let server: EncryptedServer;
const warnings: string[] = [];
process.on('warning', ({ message }) => warnings.push(message));

beforeAll(async () => {
  server = await startEncryptedServer();
});

/** Everything that connects on its own. */
const ways: Record<string, (url: string) => Promise<unknown>> = {
  migrations: (url) => migrate(url),
  async pool(url) {
    const database = openDatabase(url);
    await sql`select 1`.execute(database.query).finally(() => database.close());
  },
  async 'live events'(url) {
    const database = openDatabase(url);
    const liveEvents = await openLiveEvents({ database, url, onProblem: () => undefined });
    await liveEvents.close();
    await database.close();
  },
  async queue(url) {
    const database = openDatabase(url);
    const queue = await openQueue({ database, logger: createLogger('silent') });
    await queue.stop();
    await database.close();
  },
};

describe.each(Object.entries(ways))('the %s', (_name, connect) => {
  it('connects when the root certificate and the name are right', async () => {
    await connect(await server.url(`sslmode=verify-full&sslrootcert=${server.files.root}`, { host: 'localhost' }));
  });

  it('connects to another name when only the certificate is verified', async () => {
    await connect(await server.url(`sslmode=verify-ca&sslrootcert=${server.files.root}`));
  });

  it('shows its client certificate', async () => {
    const { clientCertificate, clientKey } = server.files;
    const parameters = `sslmode=require&sslcert=${clientCertificate}&sslkey=${clientKey}`;
    await connect(await server.url(parameters, { user: 'certified' }));
  });

  it('sends a password of special characters', async () => {
    const password = encodeURIComponent('p@ss/w:rd?#%');
    await connect(await server.url('sslmode=require', { user: 'strange', password }));
  });

  it('is refused when the root certificate is wrong', async () => {
    const url = await server.url(`sslmode=verify-full&sslrootcert=${server.files.wrongRoot}`, { host: 'localhost' });
    await expect(connect(url)).rejects.toThrow(/self-signed certificate/);
  });

  it('is refused when the certificate is for another name', async () => {
    const url = await server.url(`sslmode=verify-full&sslrootcert=${server.files.root}`);
    await expect(connect(url)).rejects.toThrow(/does not match certificate/);
  });

  it('is refused when it does not encrypt', async () => {
    await expect(connect(await server.url('sslmode=disable'))).rejects.toThrow(/no encryption/);
  });
});

describe('a service whose database refuses plain connections', () => {
  it('starts, answers and delivers live events with sslmode=require', async () => {
    const environment = await testEnvironment({ databaseUrl: await server.url('sslmode=require') });
    const { companyId, deviceId, clientId } = addBakery(environment);
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
    const field = 'bitdefenderThreatDetected';
    const listener = await listen(environment, technician, field, `subscription { ${field} { threat { name } } }`);
    await eventually(async () => {
      environment.gravityZone.world.addIncident({ companyId, deviceId, name: 'Trojan.Encrypted', severityScore: 95 });
      expect((await syncNow(environment, clientId)).state).toBe('SUCCEEDED');
      return listener.events.length > 0;
    });
    expect(listener.events[0]).toEqual({ threat: { name: 'Trojan.Encrypted' } });
    await listener.leave();

    const { rows } = await environment.database.query<{ name: string; ssl: boolean }>(
      `select distinct application_name as name, ssl from pg_stat_ssl join pg_stat_activity using (pid)
       where datname = current_database() and pid <> pg_backend_pid() order by 1`,
    );
    expect(rows).toEqual(
      ['opsmerge-bitdefender', 'opsmerge-bitdefender-jobs', 'opsmerge-bitdefender-live'].map((name) => ({
        name,
        ssl: true,
      })),
    );
    expect(warnings.filter((message) => /ssl/i.test(message))).toEqual([]);
  });

  it('does not start with sslmode=disable, and its error has no password', async () => {
    const databaseUrl = await server.url('sslmode=disable');
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    await testEnvironment({ databaseUrl }).catch((err: Error) => createLogger('info', destination).fatal({ err }));
    expect(lines.join('')).toMatch(/no pg_hba.conf entry for host .*, no encryption/);
    expect(lines.join('')).not.toContain(connectionOptions(databaseUrl).password);
  });
});

it('gives the session the search path and options of the URL', async () => {
  const database = openDatabase(
    await server.url('sslmode=require&search_path=%22a%20b%22,public&options=-c%20jit%3Doff'),
  );
  const { rows } = await sql`select current_setting('search_path') as path, current_setting('jit') as jit`.execute(
    database.query,
  );
  await database.close();
  expect(rows).toEqual([{ path: '"a b",public', jit: 'off' }]);
});
