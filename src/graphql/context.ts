import DataLoader, { type BatchLoadFn, type Options } from 'dataloader';
import type { Viewer } from '../auth/viewer.js';
import type { Reading } from '../database/reading.js';
import { afterTurns, type Budget } from '../database/request-budget.js';

/** What one request carries: who asks, and the loaders that batch what it asks for. */
export interface RequestContext {
  viewer: Viewer;
  /** Loaders by their readers' names, made on first use, for this request only. */
  loaders: Map<string, Loader<never, unknown>>;
  live: Live;
  /** Puts on record what this viewer has looked at, or was refused. */
  noteAccess: (access: { action: 'KEY_METADATA_READ' | 'REFUSED'; subject: string }) => void;
  /** Where its lists are read from. */
  reading: Reading;
  /** What it may still use. */
  budget: Budget;
  /** The token of everything that was committed so far; null where there is no replica. */
  seenToken: () => Promise<string | null>;
  /** Called once its answer was made. */
  answered: (() => void)[];
}

/** The sources of subscriptions. Each feature declares its own beside the code that implements it (module augmentation). */
// biome-ignore lint/suspicious/noEmptyInterface: the features add to it
export interface Live {}

/** A DataLoader that waits for the lists of its request that wait for their turn. */
export class Loader<Key, Value> extends DataLoader<Key, Value, string> {
  constructor(load: BatchLoadFn<Key, Value>, options: Options<Key, Value, string> = {}) {
    super(load, { ...options, batchScheduleFn: afterTurns });
  }
}

/** The loader of this request called `name`, made by `create` the first time. */
export function loaderOf<Key, Value>(
  context: RequestContext,
  name: string,
  create: () => Loader<Key, Value>,
): Loader<Key, Value> {
  const existing = context.loaders.get(name);
  if (existing !== undefined) return existing as unknown as Loader<Key, Value>;
  const created = create();
  context.loaders.set(name, created as unknown as Loader<never, unknown>);
  return created;
}
