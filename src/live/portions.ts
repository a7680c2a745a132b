import { giveWay } from '../domain/give-way.js';
import { measures } from '../telemetry/measures.js';
import type { LiveEvent } from './live-events.js';
import type { Step, Within } from './stretches.js';

/** Makes of a change what is handed to followers, and says how many bytes they are going to send of it. */
export type Prepare<Change, Item> = (change: Change) => Promise<{ item: Item; bytes: number }>;

/** What is handed over at once, and where one stands who got that. */
export interface Portion<Change, Item> {
  items: readonly Item[];
  next: Within<Change>;
  since: number | undefined;
}

/** The most that is handed over at once. */
const most = { items: 20, bytes: 65_536 } as const;

/** Prepares the changes of a step for those of a tenant who follow, each as long as `closed` is not aborted. */
export async function* portionsOf<Change, Item>(
  { found, portion, changes, since }: Exclude<Step<Change>, { place: bigint }>,
  { tenantId, prepare }: { tenantId: string; prepare: Prepare<Change, Item> },
  closed: AbortSignal,
): AsyncGenerator<Portion<Change, Item>> {
  let items: Item[] = [];
  let bytes = 0;
  for (const [index, change] of changes.entries()) {
    if (closed.aborted) return;
    await giveWay(tenantId);
    const prepared = await prepare(change);
    items.push(prepared.item);
    bytes += prepared.bytes;
    if (items.length < most.items && bytes < most.bytes && index < changes.length - 1) continue;
    yield { items, next: { found, portion, changes: changes.slice(index + 1) }, since };
    items = [];
    bytes = 0;
  }
}

/** Counts what was handed to followers, and measures once how late it was. */
export function noteDelivered(topic: LiveEvent['topic'], events: number, since: number | undefined): void {
  if (events === 0) return;
  measures().liveEvents.add(events, { topic });
  if (since !== undefined) measures().liveLag.record(Math.max(0, Date.now() - since) / 1_000, { topic });
}
