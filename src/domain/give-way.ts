/** How long all who have much to compute may keep the process from what comes in, in milliseconds. */
const longestTurn = 5;
/** How many of the last milliseconds that were computed count, about. */
const rememberedMilliseconds = 1_000;

/**
 * Lets those who have much to compute take turns of the event loop, so that what others send is read in between. To be asked between two
 * steps of long work for somebody: a promise that resolves when the next step may be taken, or undefined where it may be taken at once.
 * Of those who wait the `owner` comes first for whom least was computed lately, so that one who asks for little is hardly kept waiting
 * by one who asks for much.
 */
export type GiveWay = (owner: string) => Promise<void> | undefined;

/** `now` gives milliseconds; `soon` calls back after what came in meanwhile was read. */
export function createGiveWay(
  now: () => number = () => performance.now(),
  soon: (work: () => void) => void = (work) => void setImmediate(work),
): GiveWay {
  const waiting = new Map<string, (() => void)[]>();
  /** Milliseconds that were computed for each owner lately. */
  const used = new Map<string, number>();
  let began: number | null = null;
  let present: string | null = null;

  const begin = () => {
    began = now();
    soon(next);
  };
  /** Counts what was computed since the turn began for the owner whose step it was. */
  function count(): void {
    if (present === null) return;
    used.set(present, (used.get(present) ?? 0) + now() - (began ?? 0));
    present = null;
    if ([...used.values()].reduce((sum, each) => sum + each, 0) < rememberedMilliseconds) return;
    for (const [owner, milliseconds] of used)
      if (milliseconds < 1) used.delete(owner);
      else used.set(owner, milliseconds / 2);
  }
  function next(): void {
    count();
    const usedBy = (owner: string) => used.get(owner) ?? 0;
    const [owner] = [...waiting.keys()].toSorted((a, b) => usedBy(a) - usedBy(b));
    if (owner === undefined) {
      began = null;
      return;
    }
    const [step, ...others] = waiting.get(owner) ?? [];
    if (others.length > 0) waiting.set(owner, others);
    else waiting.delete(owner);
    present = owner;
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
