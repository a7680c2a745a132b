import type { Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';

/** Whose threats changed, when, and who caused it: `bitdefender`, `opsmerge` or the subject of a person. */
export interface ThreatsChanged {
  tenantId: string;
  now: Date;
  actor: string;
}

/**
 * What becomes of threats as alerts. Each call is part of the transaction that writes the threats, which must hold the tenant's lock, so
 * that a threat and its alert exist together or not at all. Implemented by the alert feature.
 */
export interface Alerting {
  /** Gives each of these threats its one alert and applies the rules. `cameBack`: threats detected again or reopened. */
  raise(
    transaction: Transaction<Tables>,
    context: ThreatsChanged & { cameBack: ReadonlySet<string> },
    threatIds: string[],
  ): Promise<void>;
  /** Resolves the alerts of resolved threats, except those a person has taken over. */
  resolve(transaction: Transaction<Tables>, context: ThreatsChanged, threatIds: string[]): Promise<void>;
  /** Copies the present severity of threats to their alerts. No rule is applied. */
  followSeverity(
    transaction: Transaction<Tables>,
    context: ThreatsChanged,
    threatIds: readonly string[],
  ): Promise<void>;
}
