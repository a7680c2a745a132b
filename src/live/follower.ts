import { generatorOf } from '../domain/wrap-events.js';

/** Somebody to whom what happens is handed. */
export interface Follower<Item> {
  /** Takes what comes next; `flush` is called after it. */
  take(items: readonly Item[]): void;
  /** Hands on what was taken; false where some of it has to wait. Then nothing is given until `ready` resolves. */
  flush(): boolean;
  /** Resolves when nothing waits. */
  ready(): Promise<unknown>;
  /** Called at most once: nothing comes any longer, because of this error. */
  fail(error: unknown): void;
}

/** Begins to hand on what happens; returns a function that ends it. */
export type Follow<Item> = (follower: Follower<Item>) => () => void;

const over = { done: true, value: undefined } as const;

/** What happens, one item after another, for somebody who asks for each: nothing is read ahead beyond what is handed over at once. */
export function itemsOf<Item>(follow: Follow<Item>): AsyncGenerator<Item> {
  let kept: Item[] = [];
  let asked: PromiseWithResolvers<IteratorResult<Item>> | null = null;
  let wanted = Promise.withResolvers<void>();
  let end: (() => IteratorResult<Item>) | null = null;
  let stop: (() => void) | null = null;

  function answer(): void {
    if (asked === null) return;
    const { resolve, reject } = asked;
    const [item, ...others] = kept;
    if (kept.length > 0) {
      kept = others;
      resolve({ done: false, value: item as Item });
    } else if (end !== null) {
      try {
        resolve(end());
      } catch (error) {
        reject(error);
      }
      end = () => over;
    } else return;
    asked = null;
  }
  const follower: Follower<Item> = {
    take(items) {
      kept.push(...items);
      answer();
    },
    flush() {
      if (asked !== null) return true;
      wanted = Promise.withResolvers();
      return false;
    },
    ready: () => wanted.promise,
    fail(error) {
      end = () => {
        throw error;
      };
      stop?.();
      answer();
    },
  };
  return generatorOf<Item>(
    () => {
      asked = Promise.withResolvers();
      const { promise } = asked;
      answer();
      if (asked !== null) wanted.resolve();
      if (end === null) stop ??= follow(follower);
      return promise;
    },
    async () => {
      kept = [];
      end = () => over;
      stop?.();
      wanted.resolve();
      answer();
      return over;
    },
  );
}

/**
 * For somebody who is handed what happens without asking: gives nothing but the end, or the error that it ends with. `begin` takes what is to be called
 * with that error, and is called at the first step.
 */
export function endOf(begin: (fail: (error: unknown) => void) => () => void): AsyncGenerator<never> {
  const end = Promise.withResolvers<typeof over>();
  let stop: (() => void) | null = null;
  let isOver = false;
  const finish = () => {
    isOver = true;
    stop?.();
  };
  return generatorOf<never>(
    () => {
      if (!isOver)
        stop ??= begin((error) => {
          finish();
          end.reject(error);
        });
      return end.promise;
    },
    async () => {
      finish();
      end.resolve(over);
      return over;
    },
  );
}
