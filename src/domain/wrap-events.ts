/** Asks events for the next one, or to end. */
export type Move<Event> = () => Promise<IteratorResult<Event>>;

export interface Wrapping<Event> {
  /** Runs each move, in a context of its own for example. */
  step?: (move: Move<Event>) => Promise<IteratorResult<Event>>;
  /** Called once: when the events are over, when they fail, or when nobody wants them. */
  ended?: (how: 'over' | 'failed') => void;
}

/** The same events, with something around each step and at the end. Not a generator: one that was never started would not end. */
export function wrapEvents<Event>(
  events: AsyncGenerator<Event>,
  { step = (move) => move(), ended = () => undefined }: Wrapping<Event>,
): AsyncGenerator<Event> {
  let isRunning = true;
  const end = (how: 'over' | 'failed') => {
    if (isRunning) ended(how);
    isRunning = false;
  };
  const run = async (move: Move<Event>) => {
    try {
      const result = await step(move);
      if (result.done) end('over');
      return result;
    } catch (error) {
      end('failed');
      throw error;
    }
  };
  return {
    next: () => run(() => events.next()),
    return: (value) => run(() => events.return(value)),
    throw: (error) => run(() => events.throw(error)),
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await this.return(undefined);
    },
  };
}

/** A generator of these two steps; whoever throws into it ends it. */
export function generatorOf<Event>(
  next: () => Promise<IteratorResult<Event, undefined>>,
  end: () => Promise<IteratorReturnResult<undefined>>,
): AsyncGenerator<Event> {
  return {
    next,
    return: end,
    async throw(error) {
      await end();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await end();
    },
  };
}

/** What `map` makes of each event. Ends, and ends `events`, when it fails. */
export function mapEvents<From, To>(
  events: AsyncIterable<From>,
  map: (event: From) => Promise<To>,
): AsyncGenerator<To> {
  const source = events[Symbol.asyncIterator]();
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    await source.return?.();
    return { done: true, value: undefined };
  };
  return generatorOf<To>(async () => {
    const { done, value } = await source.next();
    if (done) return { done: true, value: undefined };
    try {
      return { done: false, value: await map(value) };
    } catch (error) {
      await end();
      throw error;
    }
  }, end);
}
