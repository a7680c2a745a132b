/** Bounds how many bytes of answers a process reads at the same time. */
export interface AnswerBytes {
  /**
   * Resolves when the owner may read so many bytes, with what gives them back; rejects when the signal aborts before.
   * One owner gets at most half of all, so that another always has its turn; more than that counts as half.
   */
  hold(owner: string, bytes: number, signal: AbortSignal): Promise<() => void>;
}

interface Waiting {
  owner: string;
  bytes: number;
  start: () => void;
}

/** Shares `most` bytes. Those who wait come in order. */
export function createAnswerBytes(most: number): AnswerBytes {
  let total = 0;
  const held = new Map<string, number>();
  const waiting = new Set<Waiting>();

  const fits = ({ owner, bytes }: Waiting) => total + bytes <= most && (held.get(owner) ?? 0) + bytes <= most / 2;
  const add = (owner: string, bytes: number) => {
    total += bytes;
    const now = (held.get(owner) ?? 0) + bytes;
    if (now === 0) held.delete(owner);
    else held.set(owner, now);
  };
  const startThoseThatFit = () => {
    for (const each of waiting)
      if (fits(each)) {
        waiting.delete(each);
        each.start();
      }
  };

  return {
    async hold(owner, wanted, signal) {
      const bytes = Math.min(wanted, most / 2);
      signal.throwIfAborted();
      const turn = Promise.withResolvers<void>();
      const own: Waiting = {
        owner,
        bytes,
        start: () => {
          add(owner, bytes);
          turn.resolve();
        },
      };
      waiting.add(own);
      const giveUp = () => {
        waiting.delete(own);
        turn.reject(signal.reason);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      startThoseThatFit();
      await turn.promise.finally(() => signal.removeEventListener('abort', giveUp));
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        add(owner, -bytes);
        startThoseThatFit();
      };
    },
  };
}
