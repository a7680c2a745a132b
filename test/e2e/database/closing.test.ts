import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openDatabase } from '../../../src/database/database.js';
import { freshDatabase } from '../../support/database.js';

it('closes after the statements that wait for their first connection', async () => {
  const database = openDatabase(await freshDatabase());
  const asked = sql<{ one: number }>`select 1 as one`.execute(database.query);
  // It is being opened, and not lent yet.
  while (database.pools().background.total === 0) await new Promise((resolve) => setImmediate(resolve));
  await database.close();
  expect((await asked).rows).toEqual([{ one: 1 }]);
  await expect(sql`select 1`.execute(database.query)).rejects.toThrow();
});
