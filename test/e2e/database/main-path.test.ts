import { expect, it } from 'vitest';
import { freshDatabase } from '../../support/database.js';
import { everySecond, testEnvironment } from '../../support/environment.js';
import { followMainPath } from '../../support/main-path.js';

it('migrates an empty database and goes from a connection to a delivery', async () => {
  const environment = await testEnvironment({ tick: everySecond, databaseUrl: await freshDatabase({ empty: true }) });
  await followMainPath(environment);
  expect(environment.logged()).toContain('"msg":"migrated"');
});
