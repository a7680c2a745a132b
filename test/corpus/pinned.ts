import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { Client } from 'pg';
import { vi } from 'vitest';
import { freshDatabase } from '../support/database.js';
import { atEndOfFile } from '../support/end-of-file.js';

/**
 * The instant at which the corpus begins: a Tuesday, two days after the clocks of Europe were set forward, so that the
 * counts of this month and this week have days of different length in them.
 */
export const beginning = new Date('2026-03-31T10:00:00Z');

/** The instant so many minutes after the beginning, or before it. */
export const minutes = (count: number): Date => new Date(beginning.getTime() + count * 60_000);
/** The instant so many days before the beginning. */
export const daysAgo = (count: number): Date => minutes(-count * 24 * 60);

/**
 * Stops the clock of this process, in which the service, core and GravityZone run, so many minutes after the beginning.
 * Timers run on. PostgreSQL keeps the real time, which is always later.
 */
export function stopClock(at: Date): void {
  vi.useFakeTimers({ toFake: ['Date'], now: at });
}

/**
 * Numbers the ids that this process makes, until the end of the file. They ascend, so that rows of the same instant stay in the order in which
 * they were made. Modules that are loaded already do so too, as they are where another file of tests has run before.
 */
export function numberIds(): void {
  const { randomUUID } = crypto;
  let count = 0;
  const replace = (make: typeof randomUUID) => {
    crypto.randomUUID = make;
    syncBuiltinESMExports();
  };
  replace(() => {
    count += 1;
    return `00000000-0000-4000-8000-${count.toString(16).padStart(12, '0')}`;
  });
  atEndOfFile(() => replace(randomUUID));
}

/** The URL of a fresh database whose own `gen_random_uuid` counts up as well. */
export async function databaseWithNumberedIds(): Promise<string> {
  const url = await freshDatabase();
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`
    create schema numbered;
    create sequence numbered.id;
    create function numbered.gen_random_uuid() returns uuid language sql volatile as
      $$ select ('00000000-0000-4000-9000-' || lpad(to_hex(nextval('numbered.id')), 12, '0'))::uuid $$;
    do $$ begin
      execute format('alter database %I set search_path = public, numbered, pg_catalog', current_database());
    end $$`);
  await client.end();
  return url;
}

/** A certificate that is valid at the pinned time and at the real one. */
export const certificate = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2099-01-01T00:00:00Z') };
