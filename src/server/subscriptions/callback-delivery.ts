import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { CallbackError, type CallbackMessage } from './callback-calls.js';

/** A subscription whose events are posted to a router. */
export interface Delivery {
  /** Stops the events and reports the end to the router, with errors unless the events were over. */
  end(errors?: readonly GraphQLFormattedError[]): void;
  /** Settles when nothing more is sent. */
  over: Promise<void>;
}

interface DeliveryParts {
  events: AsyncGenerator<ExecutionResult>;
  call: (message: CallbackMessage, signal: AbortSignal) => Promise<void>;
  heartbeatMilliseconds: number;
  /** An event as clients get it, as JSON. */
  payloadOf: (event: ExecutionResult) => string;
  /** Receives what failed here, such as the source of the events; returns the errors that clients get. */
  failed: (error: unknown) => readonly GraphQLFormattedError[];
  /** Receives why the router could not be called; the subscription has ended then. */
  unreachable: (error: CallbackError) => void;
}

/**
 * Posts events, one call at a time: an event is asked for when the one before it has arrived, so that only the source keeps what a slow router has
 * not taken. Between them goes a heartbeat. Ends with the events, with a call that fails, or by `end`.
 */
export function deliverEvents({ events, call, ...parts }: DeliveryParts): Delivery {
  const ending = new AbortController();
  let last: readonly GraphQLFormattedError[] | undefined;
  let lane: Promise<unknown> = Promise.resolve();
  /** Whether the router wants to hear of the end. */
  let isHeard = true;

  /** Calls the router when the call before it has ended. */
  function send(message: CallbackMessage): Promise<void> {
    const sent = lane.then(() => (ending.signal.aborted ? undefined : call(message, ending.signal)));
    lane = sent.catch(() => undefined);
    return sent;
  }

  function stop(): void {
    if (ending.signal.aborted) return;
    ending.abort();
    if (heartbeat) clearInterval(heartbeat);
    void events.return(undefined).catch(() => undefined);
  }

  /** A router that ended the subscription, or refused a call, has forgotten it. One that was not reached may be reached again. */
  function lose(error: unknown): void {
    if (ending.signal.aborted) return;
    if (error instanceof CallbackError) {
      isHeard = error.mayPass;
      if (!error.isOver) parts.unreachable(error);
      last = [{ message: 'Events could not be delivered: subscribe again.', extensions: { code: 'UNAVAILABLE' } }];
    } else last = parts.failed(error);
    stop();
  }

  let isBeating = false;
  async function beat(): Promise<void> {
    // It waits for a slow call, and the next one must not wait behind it.
    if (isBeating) return;
    isBeating = true;
    await send({ action: 'check' }).catch(lose);
    isBeating = false;
  }

  // Sooner than it is due: the router ends what it does not hear of in time.
  const heartbeat =
    parts.heartbeatMilliseconds > 0 ? setInterval(() => void beat(), parts.heartbeatMilliseconds * 0.75).unref() : null;

  async function pump(): Promise<void> {
    try {
      for await (const event of events) {
        if (ending.signal.aborted) break;
        await send({ action: 'next', payload: parts.payloadOf(event) }).catch(lose);
      }
    } catch (error) {
      if (!ending.signal.aborted) last = parts.failed(error);
    }
    stop();
    await lane;
    if (!isHeard) return;
    // The subscription is over, whether the router received this or not.
    await call({ action: 'complete', ...(last && { errors: last }) }, new AbortController().signal).catch(
      () => undefined,
    );
  }

  return {
    end(errors) {
      if (!ending.signal.aborted) last = errors;
      stop();
    },
    over: pump(),
  };
}
