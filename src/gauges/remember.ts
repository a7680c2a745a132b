/**
 * A reader that reads at most once in `milliseconds`, whoever asks meanwhile, and gives null for a reading that failed or takes longer
 * than `patience`: whoever collects metrics must not wait for a database that does not answer.
 */
export function remember<Value>(
  read: () => Promise<Value>,
  { milliseconds, patience }: { milliseconds: number; patience: number },
  clock: () => number = () => performance.now(),
): () => Promise<Value | null> {
  let until = Number.NEGATIVE_INFINITY;
  let known: Promise<Value | null> = Promise.resolve(null);
  return () => {
    if (clock() < until) return known;
    until = clock() + milliseconds;
    known = withPatience(read(), patience);
    return known;
  };
}

async function withPatience<Value>(work: Promise<Value>, patience: number): Promise<Value | null> {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), patience);
  try {
    return await Promise.race([work.catch(() => null), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
