import { codeOf, migrate, readPending } from './database/migrate.js';
import { readOwnSchema } from './database/own-schema.js';
import { withSession } from './database/session.js';
import { type DatabaseUrls } from './database-url.js';
import { checkListening } from './live/check-listening.js';
import { isQueueBehind, migrateQueue, queueSchemaOf } from './queue/queue-schema.js';

/** PostgreSQL's code for what a role has no right to. */
const insufficientPrivilege = '42501';

/** The service can neither run on this database nor migrate it. */
export class NotMigratedError extends Error {
  override readonly name = 'NotMigratedError';

  constructor(cause?: unknown) {
    super('The database is not migrated: run `npm run migrate` as its owner.', { cause });
  }
}

/** Creates or updates everything that the service needs: our tables, and the queue's. Returns the migrations applied. */
export async function migrateAll(urls: DatabaseUrls): Promise<string[]> {
  await checkListening(urls);
  const applied = await migrate(urls.directUrl);
  const { name } = await withSession(urls.directUrl, 'migrations', readOwnSchema);
  await migrateQueue(urls.directUrl, queueSchemaOf(name));
  return applied;
}

/**
 * Checks, without a statement that changes anything, that the database is as this release needs it. If it is not, migrates
 * it where `may` allows that; throws a NotMigratedError where it does not, or where the role has no right to.
 */
export async function prepareDatabase(urls: DatabaseUrls, may: 'at-start' | 'never'): Promise<string[]> {
  await checkListening(urls);
  const isReady = await withSession(urls.directUrl, 'migrations', async (client) => {
    const { name } = await readOwnSchema(client);
    return (await readPending(client)).length === 0 && !(await isQueueBehind(client, queueSchemaOf(name)));
  });
  if (isReady) return [];
  if (may === 'never') throw new NotMigratedError();
  try {
    return await migrateAll(urls);
  } catch (error) {
    throw codeOf(error) === insufficientPrivilege ? new NotMigratedError(error) : error;
  }
}
