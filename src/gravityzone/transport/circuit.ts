import { type CircuitBreakerPolicy, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import { GravityZoneError, type ReasonCode } from './errors.js';

const failuresThatOpen = 8;
const restMilliseconds = 30_000;
const counted: readonly ReasonCode[] = ['TIMEOUT', 'SERVER_ERROR', 'CONNECTION_REFUSED'];

/** Lets calls rest after eight failures in a row; after 30 seconds one call tries whether the server is back. */
export type Circuit = CircuitBreakerPolicy;

/** Hand the same circuit to every client of a connection, else each client finds out anew. */
export function createCircuit(): Circuit {
  return circuitBreaker(
    handleWhen((error) => error instanceof GravityZoneError && counted.includes(error.code)),
    { halfOpenAfter: restMilliseconds, breaker: new ConsecutiveBreaker(failuresThatOpen) },
  );
}

/** What a caller is told while the circuit is open: also what it was that failed. */
export function openCircuit(circuit: Circuit, method: string): GravityZoneError {
  const failure = circuit.lastFailure;
  const error = failure !== undefined && 'error' in failure ? failure.error : null;
  const last = error instanceof Error ? ` The last failure: ${error.message}` : '';
  const message = `GravityZone failed several times in a row, so calls rest for a moment.${last}`;
  return new GravityZoneError('CIRCUIT_OPEN', { message, method });
}
