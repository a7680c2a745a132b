/** Lets one waiter sleep until something happens; what happens while it is awake is not lost. */
export interface Alarm {
  ring(): void;
  /** Resolves at the next ring, at once when it has rung since the last time, or when `closed` aborts. */
  rung(closed: AbortSignal): Promise<void>;
}

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
          wake = resolve;
          closed.addEventListener('abort', () => resolve(), { once: true });
        });
      pending = false;
    },
  };
}

/**
 * A generator whose `return` does not wait for its next item: `closed` aborts, and what `make` holds is freed at once,
 * however long nothing happens.
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
