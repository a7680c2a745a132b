/** How long all who have much to compute may keep the process from what comes in, in milliseconds. */
const longestTurn = 5;

/**
 * Lets those who have much to compute take turns of the event loop, so that what others send is read in between. To be asked between two
 * steps of long work for somebody: a promise that resolves when the next step may be taken, or undefined where it may be taken at once.
 * Those who wait come one after the other, and each `owner` in turn.
 */
export type GiveWay = (owner: string) => Promise<void> | undefined;

/** `now` gives milliseconds; `soon` calls back after what came in meanwhile was read. */
export function createGiveWay(
  now: () => number = () => performance.now(),
  soon: (work: () => void) => void = (work) => void setImmediate(work),
): GiveWay {
  /** In the order in which the owners are served. */
  const waiting = new Map<string, (() => void)[]>();
  let began: number | null = null;

  const begin = () => {
    began = now();
    soon(next);
  };
  function next(): void {
    const first = waiting.entries().next().value;
    if (first === undefined) {
      began = null;
      return;
    }
    const [owner, [step, ...others]] = first;
    waiting.delete(owner);
    if (others.length > 0) waiting.set(owner, others);
    begin();
    step?.();
  }

  return (owner) => {
    if (began === null) begin();
    if (now() - (began ?? 0) < longestTurn) return undefined;
    return new Promise((resolve) => {
      const own = waiting.get(owner) ?? [];
      waiting.set(owner, own);
      own.push(resolve);
    });
  };
}

/** That of this process. */
export const giveWay = createGiveWay();
