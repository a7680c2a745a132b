import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.js';
import { prepareRole } from '../../src/database/embedded/embedded-roles.js';
import { migrateAll } from '../../src/prepare-database.js';
import { asService } from './service-role.js';

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
  await prepareRole(server.administratorUrl, 'template_migrated');
  const administratorUrl = withoutParameters(server.administratorUrl('template_migrated'));
  const template = asService(administratorUrl);
  await migrateAll({ url: template, directUrl: template });
  project.provide('databaseServer', administratorUrl.replace(/[^/]*$/, ''));
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

const withoutParameters = (url: string) => url.replace(/\?.*$/, '');
