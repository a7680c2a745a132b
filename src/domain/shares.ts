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
