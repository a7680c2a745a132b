/** Gives everybody who asks for the same key the same result. */
export interface Shares {
  /** The result of `make`, which is called unless there is one for this key. Each key has results of one type. */
  share<Result>(key: string, make: () => Promise<Result>): Promise<Result>;
}

/** A result is kept until `milliseconds` after it is there, or as long as the shares are; a failure is not kept. */
export function createShares(milliseconds = Number.POSITIVE_INFINITY): Shares {
  const kept = new Map<string, Promise<unknown>>();
  return {
    share<Result>(key: string, make: () => Promise<Result>): Promise<Result> {
      const known = kept.get(key);
      if (known !== undefined) return known as Promise<Result>;
      const made = make();
      kept.set(key, made);
      const forget = () => void kept.delete(key);
      made.then(() => {
        if (milliseconds < Number.POSITIVE_INFINITY) setTimeout(forget, milliseconds).unref();
      }, forget);
      return made;
    },
  };
}

/**
 * Each result is made later than it was asked for, and for a key one at a time: those who ask while one is being made share the next. However many ask at
 * once, at most two are made.
 */
export function createUpcoming(): Shares {
  /** What was asked for last. */
  const last = new Map<string, { isBeingMade: boolean; result: Promise<unknown> }>();
  return {
    share<Result>(key: string, make: () => Promise<Result>): Promise<Result> {
      const known = last.get(key);
      if (known?.isBeingMade === false) return known.result as Promise<Result>;
      const result = Promise.allSettled([known?.result]).then(() => {
        asked.isBeingMade = true;
        return make();
      });
      const asked = { isBeingMade: false, result };
      last.set(key, asked);
      const forget = () => {
        if (last.get(key) === asked) last.delete(key);
      };
      result.then(forget, forget);
      return result;
    },
  };
}
