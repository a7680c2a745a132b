import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { migrateAll } from '../../src/prepare-database.js';
import { asService, createServiceRole, serviceRole } from './service-role.js';

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: string;
  }
}

/**
 * One PostgreSQL server for the whole run, with a migrated template that each test copies. `TEST_PG_CTL` names the `pg_ctl` of
 * another version: see scripts/postgres-matrix.mjs.
 */
export default async function setup(project: TestProject) {
  const folder = await mkdtemp(join(tmpdir(), 'opsmerge-bitdefender-test-'));
  await chmod(folder, 0o755);
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=500'];
  const server = await startEmbeddedPostgres(folder, settings, undefined, process.env.TEST_PG_CTL);
  const client = new Client({ connectionString: server.url.replace(/[^/]*$/, 'postgres') });
  await client.connect();
  await client.query(createServiceRole(server.url));
  await client.query(`create database template_migrated owner ${serviceRole}`);
  await client.end();
  const template = asService(server.url.replace(/[^/]*$/, 'template_migrated'));
  await migrateAll({ url: template, directUrl: template });
  project.provide('databaseServer', server.url.replace(/[^/]*$/, ''));
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
