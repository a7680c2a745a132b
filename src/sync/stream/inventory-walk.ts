import { failureKind, judgeRows, type RowTally } from '../../gravityzone/reads/judge-rows.js';
import { property } from '../../gravityzone/rows/fields.js';
import { GravityZoneError } from '../../gravityzone/transport/errors.js';
import type { CompanyKind, GravityZone, InventoryCompany, InventoryPage, Skipped } from '../../gravityzone/types.js';
import type { StreamOutcome } from '../history/sync-run.store.js';
import { shareRead } from '../run/progress.js';
import { isStored, learnCompanies } from '../run/sync-companies.js';
import type { DevicePlacement } from './place-devices.js';
import { type StreamContext, writing } from './stream-context.js';

/** One company, or without `parentId` the whole tree. */
export interface Scope {
  parentId?: string;
}

/** What the scopes walked so far have shown. */
export interface InventoryWalk {
  scopes: readonly Scope[];
  /** Whether every row that BD counted was shown and has an id. */
  complete: boolean;
  /** The companies whose walk showed devices; of the whole tree, `undefined`. */
  withDevices: Set<string | undefined>;
  /** BD's ids of the rows of the last scope, of the whole tree without its devices: a row shown twice must not count for one that was not shown. */
  shownIds: Set<string>;
  /** The companies and folders shown, by BD's id. */
  companies: Map<string, InventoryCompany>;
  /** BD's ids of the companies of the devices shown. */
  companyIds: Set<string | null>;
  /** The kinds of companies that the last scope asked for. */
  askedKinds: readonly CompanyKind[];
  /** Refusals to show a company. */
  refused: GravityZoneError[];
  /** Companies whose walk failed while those of others did not, by BD's id. */
  failed: Map<string, GravityZoneError>;
  tally: RowTally;
}

/** A walk of these scopes, before the first of them. */
export function newWalk(scopes: readonly Scope[]): InventoryWalk {
  return {
    scopes,
    complete: true,
    withDevices: new Set(),
    shownIds: new Set(),
    companies: new Map(),
    companyIds: new Set(),
    askedKinds: [],
    refused: [],
    failed: new Map(),
    tally: { answered: 0, failedInARow: 0 },
  };
}

/** Reads one scope page by page and stores what it shows. The walk of a single company may fail; that of the tree throws. */
export async function walkScope(
  context: StreamContext,
  outcome: StreamOutcome,
  walk: InventoryWalk,
  placement: DevicePlacement,
  [index, scope]: [number, Scope],
): Promise<void> {
  const { gravityZone, integration, companies, now, signal } = context;
  const shownIds = new Set<string>();
  walk.shownIds = shownIds;
  // The devices of the whole tree are counted by what places them: their ids are kept once.
  const isTree = scope.parentId === undefined;
  let placedIds = 0;
  const shown = () => (isTree ? walk.companies.size + placedIds : shownIds.size);
  let total: number | null = null;
  const onFailure = (bdId: string, error: GravityZoneError) => recordFailure(walk, outcome, bdId, error);
  for await (const page of inventoryPages(gravityZone, scope, { signal, onFailure })) {
    total = page.total ?? total;
    recordPage(walk, scope, page);
    if (!isTree) for (const { id } of page.devices) shownIds.add(id);
    if (page.companies.some((company) => !isStored(companies.get(company.id), company)))
      await writing(context, (transaction) => learnCompanies(transaction, integration, companies, page.companies, now));
    const placed = await placement.placePage(page.devices, idsOf(page.skipped));
    placedIds += placed.ids;
    outcome.fetched += placed.devices + page.skipped.length;
    outcome.skipped.push(...page.skipped);
    outcome.warnings.push(...page.warnings);
    await context.progressed((index + shareRead(shown(), total)) / walk.scopes.length);
  }
  if (walk.failed.has(scope.parentId ?? '')) return;
  walk.tally.answered += 1;
  walk.tally.failedInARow = 0;
  if (total !== null && shown() < total) walk.complete = false;
}

function recordPage(walk: InventoryWalk, { parentId }: Scope, page: InventoryPage): void {
  for (const company of page.companies) {
    walk.shownIds.add(company.id);
    walk.companies.set(company.id, company);
  }
  for (const id of idsOf(page.skipped)) walk.shownIds.add(id);
  for (const { companyId } of page.devices) walk.companyIds.add(companyId);
  // A row without an id may be any device.
  if (idsOf(page.skipped).length < page.skipped.length) walk.complete = false;
  walk.askedKinds = page.askedKinds;
  if (page.devices.length + page.skipped.length > 0) walk.withDevices.add(parentId);
}

/** BD's ids of rows that cannot be used. Such a row still shows that its device is there. */
function idsOf(skipped: readonly Skipped[]): string[] {
  return skipped.map(({ raw }) => property(raw, 'id')).filter((id) => typeof id === 'string');
}

function recordFailure(walk: InventoryWalk, outcome: StreamOutcome, bdId: string, error: GravityZoneError): void {
  if (failureKind(error.code) === 'REFUSED') {
    walk.refused.push(error);
    outcome.warnings.push(`BD refused to show the company ${bdId}: ${error.message}`);
    return;
  }
  walk.failed.set(bdId, error);
  outcome.skipped.push({ reason: `COMPANY_${error.code}`, raw: { companyId: bdId, message: error.message } });
  outcome.warnings.push(`The devices of the company ${bdId} could not be read: ${error.message}`);
  walk.tally.failedInARow += 1;
  // Which company would answer is not known before all were tried.
  if (judgeRows(walk.tally, false, 'UNKNOWN') === 'SERVICE_FAILED') throw error;
}

/** A company that BD no longer knows, or fails to show, does not keep the others from being read. */
async function* inventoryPages(
  gravityZone: GravityZone,
  scope: Scope,
  how: { signal: AbortSignal; onFailure: (bdId: string, error: GravityZoneError) => void },
): AsyncGenerator<InventoryPage> {
  try {
    yield* gravityZone.inventory(scope, how.signal);
  } catch (error) {
    how.signal.throwIfAborted();
    const isOfCompany =
      error instanceof GravityZoneError &&
      (error.code === 'INVALID_PARAMETERS' || failureKind(error.code) === 'FAILED');
    if (scope.parentId === undefined || !isOfCompany) throw error;
    how.onFailure(scope.parentId, error);
  }
}
