import { type Transaction } from 'kysely';
import { type Tables } from '../database/database.js';

/** Queues deliveries inside a transaction: a job exists if, and only if, the transaction commits. */
export interface Jobs {
  /** Queues the delivery of an action, to start not before `notBefore`; without it, at once. */
  deliver(transaction: Transaction<Tables>, tenantId: string, actionId: string, notBefore?: Date): Promise<void>;
  /** Queues the same for an alert that is published. */
  publish(transaction: Transaction<Tables>, tenantId: string, publicationId: string, notBefore?: Date): Promise<void>;
}

/** Queues background jobs inside a transaction, for whichever replica is free. */
export interface JobQueue {
  job(transaction: Transaction<Tables>, job: { tenantId: string; jobId: string }): Promise<void>;
}

/** Queues the delivery of weekly digests inside a transaction. */
export interface DigestQueue {
  digest(transaction: Transaction<Tables>, tenantId: string, digestId: string): Promise<void>;
}
