import { tenantSetting } from '../tenancy.js';
import { type Pace, patience } from './patience.js';

/** Whose rows a statement sees, and how long it may take. */
export interface Scope {
  /** The value of the setting, as `presentScope` gives it. */
  tenant: string;
  pace: Pace;
}

/** What is known of a connection between two statements. */
export interface SessionState {
  /** Whether the session is ours alone. Behind a pooler in transaction mode it is not, and is taken not to be until that is known. */
  isOurs: boolean;
  inTransaction: boolean;
  /** What is set now; undefined where that is not certain. */
  scope: Scope | undefined;
}

/** A connection of which nothing is known. */
export const unknownSession: SessionState = { isOurs: false, inTransaction: false, scope: undefined };

/** How a statement is sent so that it runs with the setting. */
export interface Sending {
  /** Sent first: the start of a transaction of its own, and the setting, for the session or for the transaction. */
  begins: boolean;
  sets: 'session' | 'transaction' | null;
  /** The state once everything has succeeded. */
  after: SessionState;
}

const control = /^\s*(begin|start\s+transaction|commit|rollback\s+to|rollback|savepoint|release)\b/i;

/**
 * Takes the state of a connection, the text of a statement and the scope that it needs; gives what has to be sent around it. In a session
 * of ours the setting is sent only when it changes. Elsewhere it belongs to a transaction, if need be one of the statement's own.
 */
export function planSending(state: SessionState, text: string, scope: Scope): Sending {
  const word = control.exec(text)?.[1]?.toLowerCase();
  if (word !== undefined) return { begins: false, sets: null, after: afterControl(state, word) };
  const isSet = state.scope?.tenant === scope.tenant && state.scope.pace === scope.pace;
  if (state.isOurs) return { begins: false, sets: isSet ? null : 'session', after: { ...state, scope } };
  if (!state.inTransaction) return { begins: true, sets: 'transaction', after: { ...state, scope: undefined } };
  return { begins: false, sets: isSet ? null : 'transaction', after: { ...state, scope } };
}

function afterControl(state: SessionState, word: string): SessionState {
  // What was set since is undone.
  if (word === 'rollback to') return { ...state, scope: undefined };
  if (word === 'savepoint' || word === 'release') return state;
  const inTransaction = word !== 'commit' && word !== 'rollback';
  const keepsScope = state.isOurs && word !== 'rollback';
  return { ...state, inTransaction, scope: keepsScope ? state.scope : undefined };
}

/** Takes the state of a connection on which something failed; gives what is still known. */
export function afterFailure(state: SessionState): SessionState {
  return { ...state, scope: undefined };
}

const settings = [
  tenantSetting,
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'max_parallel_workers_per_gather',
];
const places = settings.map((name, place) => `set_config('${name}', $${place + 2}, $1)`);

/**
 * The statement that sets: its first parameter is whether for the transaction only, then come the tenant, the time-outs and the workers. Gives the
 * server's process.
 */
export const setScope = `select ${places.join(', ')}, pg_backend_pid() as "processId"`;

/** The values of `setScope` behind the first. */
export function valuesOf({ tenant, pace }: Scope): string[] {
  const { statement, lock, idleInTransaction, parallelWorkers } = patience[pace];
  return [tenant, statement, lock, idleInTransaction, parallelWorkers];
}
