import { chmod, chown, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

import { makeCertificate } from '../../demo/gravityzone/certificate.js';
import { startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.js';
import { connectionOptions } from '../../src/database-url.js';
import { atEndOfFile } from './end-of-file.js';
import { eventually } from './environment.js';

export interface EncryptedServer {
  /** The URL of a new, empty database of this server, with parameters such as `sslmode=require`. */
  url(parameters: string, address?: { host?: string; user?: string; password?: string }): Promise<string>;
  /** Files in PEM: the certificate by which the server is known, another one, and those of the user `certified`. */
  files: { root: string; wrongRoot: string; clientCertificate: string; clientKey: string };
}

/**
 * A PostgreSQL server that refuses connections that are not encrypted; it ends with the test file. Its certificate is
 * made by itself and good for the name `localhost` only. The user `certified` must show a client certificate, and the
 * user `strange` has the password `p@ss/w:rd?#%`.
 */
export async function startEncryptedServer(): Promise<EncryptedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'opsmerge-bitdefender-encrypted-'));
  atEndOfFile(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  const server = await startEmbeddedPostgres(folder, ['fsync=off', 'max_connections=200']);
  atEndOfFile(() => server.stop());

  const data = join(folder, 'postgresql');
  const { uid, gid } = await stat(data);
  const write = async (path: string, text: string) => {
    await writeFile(path, text, { mode: 0o600 });
    await chown(path, uid, gid);
    return path;
  };
  const certificate = await makeCertificate({ names: ['localhost'] });
  const other = await makeCertificate({ names: ['localhost'] });
  const client = await makeCertificate({ names: ['certified'], privateAuthority: true });
  await write(join(data, 'server.crt'), certificate.certificate);
  await write(join(data, 'server.key'), certificate.key);
  await write(join(data, 'clients.crt'), client.caCertificate);
  await write(
    join(data, 'pg_hba.conf'),
    'hostssl all certified 127.0.0.1/32 cert\nhostssl all all 127.0.0.1/32 scram-sha-256\n',
  );
  const administratorUrl = server.administratorUrl('opsmerge_bitdefender');
  const owner = await connect(administratorUrl);
  await owner.query('create role certified login superuser');
  await owner.query("create role strange login superuser password 'p@ss/w:rd?#%'");
  await owner.query('alter system set ssl = on');
  await owner.query("alter system set ssl_ca_file = 'clients.crt'");
  await owner.query('select pg_reload_conf()');
  atEndOfFile(() => owner.end());
  // The server reads its files again when it gets round to it.
  await eventually(() =>
    connect(administratorUrl).then(
      (plain) => plain.end().then(() => false),
      () => true,
    ),
  );

  let databases = 0;
  return {
    async url(parameters, { host, user, password } = {}) {
      databases += 1;
      await owner.query(`create database test_${databases}`);
      const url = new URL(administratorUrl);
      if (host !== undefined) url.hostname = host;
      if (user !== undefined) [url.username, url.password] = [user, password ?? ''];
      url.pathname = `/test_${databases}`;
      url.search = parameters;
      return url.href;
    },
    files: {
      root: await write(join(folder, 'root.crt'), certificate.caCertificate),
      wrongRoot: await write(join(folder, 'wrong.crt'), other.caCertificate),
      clientCertificate: await write(join(folder, 'client.crt'), client.certificate),
      clientKey: await write(join(folder, 'client.key'), client.key),
    },
  };
}

async function connect(url: string): Promise<Client> {
  const client = new Client(connectionOptions(url));
  await client.connect();
  return client;
}
