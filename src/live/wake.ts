/** Wakes one waiter; a ring while it is awake is not lost. */
export interface Alarm {
  ring(): void;
  /** Resolves at the next ring, at once if it rang since the last wait, or when `closed` aborts. */
  rung(closed: AbortSignal): Promise<void>;
}

/** An alarm that has not rung. */
export function createAlarm(): Alarm {
  let pending = false;
  let wake: () => void = () => undefined;
  return {
    ring() {
      pending = true;
      wake();
    },
    async rung(closed) {
      if (!pending && !closed.aborted)
        await new Promise<void>((resolve) => {
          wake = () => {
            closed.removeEventListener('abort', wake);
            resolve();
          };
          closed.addEventListener('abort', wake);
        });
      pending = false;
    },
  };
}

/**
 * A generator whose `return` does not wait for the next item: `closed` aborts, so that what `make` opened is released at
 * once.
 */
export function closeable<Item>(make: (closed: AbortSignal) => AsyncGenerator<Item>): AsyncGenerator<Item> {
  const closing = new AbortController();
  const items = make(closing.signal);
  const leave = items.return.bind(items);
  items.return = (value) => {
    closing.abort();
    return leave(value);
  };
  return items;
}
