import { sql } from 'kysely';
import { property } from '../../gravityzone/rows/fields.js';
import { recordZoneChange, shiftSinceQuarantine } from '../../integration/zone-change.js';
import { draftOfQuarantineItem, type ThreatDraft } from '../../threat/intake/draft.js';
import { markMissedItems, missingItems, settleGoneItems } from '../../threat/quarantine/gone-items.js';
import { readStoredItems, rebasesOf, storeRebases } from '../../threat/quarantine/rebase-items.js';
import { zoneShift } from '../../threat/quarantine/zone-shift.js';
import type { StreamOutcome } from '../history/sync-run.store.js';
import { shareRead } from '../run/progress.js';
import { isItemGone, type QuarantineEvidence, trustOf } from './gone.js';
import { planQuarantine, type QuarantineWalk } from './plan-quarantine.js';
import { ofComputers, ofExchange, type QuarantineOf } from './quarantine-kinds.js';
import { firstWindowMilliseconds, saveCursor, storeDrafts, threatsInOneTransaction } from './store-drafts.js';
import { type Stream, type StreamContext, writing } from './stream-context.js';

/** BD writes late, and the time zone of quarantine dates is never certain. */
const quarantineOverlapMilliseconds = 24 * 3_600_000;

export const quarantine: Stream = (context, outcome) => readQuarantine(context, outcome, ofComputers);

/** Malware in mail; wanted where `hasExchange`. */
export const exchangeQuarantine: Stream = (context, outcome) => readQuarantine(context, outcome, ofExchange);

/** Quarantine items by id: one whose date changed has recurred, one that is gone is settled. */
async function readQuarantine(context: StreamContext, outcome: StreamOutcome, of: QuarantineOf): Promise<void> {
  const { gravityZone, integration, now, signal } = context;
  const { service } = of;
  const { takenTo, ...last } = of.readTo(integration);
  const plan = planQuarantine(last, now);
  const from = takenTo?.getTime() ?? now.getTime() - firstWindowMilliseconds;
  const window = { from: new Date(from - quarantineOverlapMilliseconds), to: now };
  const shown = new Set<string>();
  let shift: number | null = null;
  const walk: QuarantineEvidence = { pages: 0, rows: 0, total: null, nameless: 0 };
  for await (const page of gravityZone.quarantine(plan === 'WHOLE' ? { service } : { service, window }, signal)) {
    // An item is shown again when rows move during the walk, and counts once.
    const items = page.items.filter(({ id }) => !shown.has(id));
    const homes = await deviceHomes(
      context,
      items.flatMap(({ endpointId }) => endpointId ?? []),
    );
    const drafts = items.map((item) => {
      const home = homes.get(item.endpointId ?? '');
      const draft = draftOfQuarantineItem(item, service === 'COMPUTERS' && home?.infected === true, now);
      return { ...draft, bdCompanyId: draft.bdCompanyId ?? home?.bdCompanyId ?? null };
    });
    shift = await rebaseStored(context, of, drafts, shift);
    await storeDrafts(context, outcome, drafts, new Map());
    outcome.fetched += items.length + page.skipped.length;
    outcome.skipped.push(...page.skipped);
    outcome.warnings.push(...page.warnings);
    walk.pages += 1;
    walk.rows += items.length + page.skipped.length;
    walk.total ??= page.total;
    for (const { id } of items) shown.add(id);
    // A row that cannot be used still shows that its item is there.
    for (const { raw } of page.skipped) {
      const bdId = property(raw, 'id');
      if (typeof bdId === 'string') shown.add(bdId);
      else walk.nameless += 1;
    }
    await context.progressed(shareRead(walk.rows, walk.total));
  }
  if (shift !== null) await reportZoneChange(context, outcome, shift);
  const walked = plan === 'WHOLE' ? await settleWalk(context, of, outcome, walk, shown) : null;
  await saveCursor(context, of.cursor(now, walked));
}

/**
 * Recognizes items whose date is merely written in another time zone, before they are stored as quarantined again. Returns
 * by how many minutes dates moved, as this page or one before it shows; null if they did not.
 */
async function rebaseStored(
  context: StreamContext,
  { source }: QuarantineOf,
  drafts: readonly ThreatDraft[],
  shiftBefore: number | null,
): Promise<number | null> {
  const { integration, database, gravityZone } = context;
  const items = await readStoredItems(database.query, integration, source, drafts);
  const { naiveOffsetMinutes, offsetByDates } = gravityZone.learnt;
  const shift = shiftBefore ?? zoneShift(items, shiftSinceQuarantine(integration, naiveOffsetMinutes));
  const rebases = rebasesOf(items, shift, offsetByDates);
  if (rebases.length > 0)
    await writing(context, (transaction) => storeRebases(transaction, integration, source, rebases));
  return shift;
}

async function reportZoneChange(context: StreamContext, outcome: StreamOutcome, shift: number): Promise<void> {
  const { integration, gravityZone, now } = context;
  outcome.warnings.push(
    `The dates of most items moved by ${shift} minutes at once: the time zone of the key's owner changed. Nothing was reopened.`,
  );
  const to = gravityZone.learnt.naiveOffsetMinutes;
  if (to === null) return;
  const change = { from: to - shift, to };
  await writing(context, (transaction) => recordZoneChange(transaction, integration, change, now));
}

/** Settles the items that a read of the whole quarantine proves to be gone; returns what the next plan goes by. */
async function settleWalk(
  context: StreamContext,
  { source }: QuarantineOf,
  outcome: StreamOutcome,
  walk: QuarantineEvidence,
  shown: ReadonlySet<string>,
): Promise<QuarantineWalk> {
  const { integration, database, alerting, now } = context;
  const trust = trustOf(walk);
  const items = walk.total ?? walk.rows;
  if (trust === 'INCOMPLETE') {
    outcome.warnings.push('The walk did not show every row that BD counted, so no item was marked as gone.');
    return { walkedAt: now, items };
  }
  const missing = await missingItems(database.query, integration, source, shown);
  const gone = [...missing].filter(([, state]) => isItemGone(trust, state)).map(([id]) => id);
  const unconfirmed = [...missing].filter(([, state]) => !isItemGone(trust, state)).map(([id]) => id);
  for (let start = 0; start < gone.length; start += threatsInOneTransaction)
    await writing(context, (transaction) =>
      settleGoneItems(
        transaction,
        { integration, alerting, now },
        source,
        gone.slice(start, start + threatsInOneTransaction),
      ),
    );
  await writing(context, (transaction) => markMissedItems(transaction, integration, source, unconfirmed));
  // Items that were missed for the first time are checked again at the next sync.
  return { walkedAt: unconfirmed.length > 0 ? null : now, items };
}

/** The companies of devices and whether they are infected; quarantine rows of old versions do not name the company. */
async function deviceHomes(context: StreamContext, bdIds: string[]) {
  const { tenantId, id } = context.integration;
  const { rows } = await sql<{ bdId: string; bdCompanyId: string; infected: boolean | null }>`
    select device.bd_id, company.bd_id as bd_company_id, state.infected from device
    join company on company.tenant_id = device.tenant_id and company.id = device.company_id
    left join device_state as state on state.tenant_id = device.tenant_id and state.device_id = device.id
    where device.tenant_id = ${tenantId} and device.connection_id = ${id}
      and device.bd_id = any(${bdIds}::text[])`.execute(context.database.query);
  return new Map(rows.map((row) => [row.bdId, row]));
}
