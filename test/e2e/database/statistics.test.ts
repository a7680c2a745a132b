import { Client } from 'pg';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/database/database.js';
import { analyseAsRowsArrive } from '../../../src/database/statistics.js';
import { connectionOptions } from '../../../src/database-url.js';
import { freshDatabase } from '../../support/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';

describe('tables to which rows come', () => {
  let database: Database;
  const analysed: string[] = [];

  beforeAll(async () => {
    const url = await freshDatabase();
    const owner = new Client(connectionOptions(`${inject('databaseServer')}${new URL(url).pathname.slice(1)}`));
    await owner.connect();
    // As if it had so many rows: 1,000 of them are a thousandth.
    await owner.query("update pg_class set reltuples = 1000000 where relname = 'threat'");
    await owner.end();
    database = openDatabase(url, { onStatement: (text) => text.startsWith('analyze') && analysed.push(text) });
    atEndOfFile(() => database.close());
  });

  /** For each number of stored rows, how many tables are analysed, and whether the large one is among them. */
  const looks = async (...stored: number[]) => {
    const arrived = analyseAsRowsArrive(database);
    const found: [tables: number, large: boolean][] = [];
    for (const rows of stored) {
      analysed.length = 0;
      await arrived(rows);
      const tables = analysed.flatMap((text) => text.match(/"\w+"/g) ?? []);
      found.push([tables.length, tables.includes('"threat"')]);
    }
    return found;
  };

  it('are analysed at 50 rows, and whenever there are ten times as many', async () => {
    const none = [0, false];
    expect(await looks(0, 49, 50, 51, 499, 500)).toEqual([none, none, [9, false], none, none, [9, false]]);
  });

  it('are left out while the rows are less than a thousandth of them', async () => {
    expect(await looks(999)).toEqual([[9, false]]);
    expect(await looks(1_000)).toEqual([[10, true]]);
  });
});
