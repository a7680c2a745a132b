import { type CircuitBreakerPolicy, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import { GravityZoneError, type ReasonCode } from './errors.js';
import { reasons } from './reasons.js';

const failuresThatOpen = 8;
const restMilliseconds = 30_000;
const counted: readonly ReasonCode[] = ['TIMEOUT', 'SERVER_ERROR', 'CONNECTION_REFUSED'];

/** Blocks calls after eight failures in a row; after 30 seconds, a single call tests whether the server is back. */
export type Circuit = CircuitBreakerPolicy;

/** Pass the same circuit to every client of a connection; otherwise each client has to fail eight times by itself. */
export function createCircuit(): Circuit {
  return circuitBreaker(
    handleWhen((error) => error instanceof GravityZoneError && counted.includes(error.code)),
    { halfOpenAfter: restMilliseconds, breaker: new ConsecutiveBreaker(failuresThatOpen) },
  );
}

/** The error thrown while the circuit is open. Its message includes the last failure. */
export function openCircuit(circuit: Circuit, method: string): GravityZoneError {
  const failure = circuit.lastFailure;
  const error = failure !== undefined && 'error' in failure ? failure.error : null;
  const last = error instanceof Error ? ` Last failure: ${error.message}` : '';
  const message = `${reasons.CIRCUIT_OPEN.sentence}${last}`;
  return new GravityZoneError('CIRCUIT_OPEN', { message, method });
}
