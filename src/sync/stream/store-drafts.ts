import { type IntegrationRow } from '../../database/tables/rows.js';
import { type Skipped } from '../../gravityzone/types.js';
import { type ThreatDraft } from '../../threat/intake/draft.js';
import { storeThreats } from '../../threat/intake/store-threats.js';
import { type StreamOutcome } from '../history/sync-run.store.js';
import { learnCompanies } from '../run/sync-companies.js';
import { type StreamContext, writing } from './stream-context.js';

/** How far back the first sync reads, and each look back. */
export const firstWindowMilliseconds = 30 * 24 * 3_600_000;

/** How many threats are written in one transaction, which must stay short. */
export const threatsInOneTransaction = 250;

/** Up to when threats were read, the look back, and the last read of each quarantine. */
export type Cursor = Partial<
  Pick<
    IntegrationRow,
    | 'incidentsTakenTo'
    | 'lookBackDueAt'
    | 'lookBackUntil'
    | 'lookBackPage'
    | 'quarantineTakenTo'
    | 'quarantineWalkedAt'
    | 'quarantineItems'
    | 'exchangeTakenTo'
    | 'exchangeWalkedAt'
    | 'exchangeItems'
  >
>;

/** Saves the cursor for the next run. */
export async function saveCursor(context: StreamContext, cursor: Cursor): Promise<void> {
  await saveIntegration(context, cursor);
}

/** Saves what is known of the scheduled report, unless another one was named meanwhile. */
export async function saveReport(context: StreamContext, report: Partial<IntegrationRow>): Promise<void> {
  await saveIntegration(context, report, context.integration.reportName);
}

async function saveIntegration(
  context: StreamContext,
  columns: Partial<IntegrationRow>,
  reportName?: string | null,
): Promise<void> {
  const { tenantId, id } = context.integration;
  await writing(context, async (transaction) => {
    await transaction
      .updateTable('connection')
      .set(columns)
      .where('tenantId', '=', tenantId)
      .where('id', '=', id)
      .$if(typeof reportName === 'string', (query) => query.where('reportName', '=', reportName ?? null))
      .execute();
  });
}

/** Stores drafts in several transactions; `names` are the names, by BD's id, of companies mentioned with them. */
export async function storeDrafts(
  context: StreamContext,
  outcome: StreamOutcome,
  drafts: ThreatDraft[],
  names: ReadonlyMap<string, string>,
): Promise<void> {
  const { integration, companies, alerting, now } = context;
  // A key of a single company gets rows without a company: they belong to that company.
  const placed = drafts.map((draft) => ({ ...draft, bdCompanyId: draft.bdCompanyId ?? integration.ownCompanyBdId }));
  const unknown = [...names].filter(([bdId]) => bdId !== '' && !companies.has(bdId));
  if (unknown.length > 0) {
    const shown = unknown.map(([id, name]) => ({ id, name: name || null, parentId: null, kind: 'COMPANY' as const }));
    await writing(context, (transaction) => learnCompanies(transaction, integration, companies, shown, now));
  }
  const known: ThreatDraft[] = [];
  for (const draft of placed) {
    if (companies.has(draft.bdCompanyId ?? '')) known.push(draft);
    else outcome.skipped.push({ reason: 'UNKNOWN_COMPANY', raw: draft } satisfies Skipped);
  }
  for (let start = 0; start < known.length; start += threatsInOneTransaction)
    outcome.stored += await writing(context, (transaction) =>
      storeThreats(
        transaction,
        { integration, companies, alerting, now },
        known.slice(start, start + threatsInOneTransaction),
      ),
    );
}
