import { type Transaction } from 'kysely';
import { type Tables } from '../database/database.js';

/** Puts a job into the queue inside a transaction: it exists if, and only if, the transaction commits. */
export interface Jobs {
  /** Not before `notBefore`; without it, at once. */
  deliver(transaction: Transaction<Tables>, tenantId: string, actionId: string, notBefore?: Date): Promise<void>;
}

/** Where jobs are handed to whichever replica is free. */
export interface JobQueue {
  job(transaction: Transaction<Tables>, job: { tenantId: string; jobId: string }): Promise<void>;
}
