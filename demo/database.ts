import { Client, DatabaseError } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/database/embedded/embedded-postgres.js';
import { prepareRole } from '../src/database/embedded/embedded-roles.js';
import { connectionOptions } from '../src/database-url.js';

/** The demo's PostgreSQL, with an empty database. */
export interface DemoDatabase {
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL under `folder` and empties its database: each demo has a world of its own. Where another process is
 * using that database it is left alone, and so is its server; a sentence is thrown. After any other failure the server is stopped.
 */
export async function startDemoDatabase(folder: string): Promise<DemoDatabase> {
  const postgres = await startEmbeddedPostgres(folder);
  try {
    await recreateDatabase(postgres);
    return postgres;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === OBJECT_IN_USE)
      throw new Error(
        `Another process uses the database under ${folder}: end it, or set DATA_FOLDER to another folder.`,
      );
    await postgres.stop();
    throw error;
  }
}

const OBJECT_IN_USE = '55006';

const name = 'opsmerge_bitdefender';

/** Not by force: PostgreSQL waits a few seconds for the connections of a demo that was killed, then refuses. */
async function recreateDatabase({ administratorUrl }: EmbeddedPostgres): Promise<void> {
  const client = new Client(connectionOptions(administratorUrl('postgres')));
  await client.connect();
  try {
    await client.query(`drop database if exists ${name}`);
  } finally {
    await client.end();
  }
  await prepareRole(administratorUrl, name);
}
