import { markVanishedCompanies } from '../../company/store-companies.js';
import { markMissingDevices, storeDevices } from '../../device/inventory/store-devices.js';
import { failureKind, judgeRows } from '../../gravityzone/reads/judge-rows.js';
import { property } from '../../gravityzone/rows/fields.js';
import { GravityZoneError } from '../../gravityzone/transport/errors.js';
import {
  type CompanyKind,
  type GravityZone,
  type InventoryDevice,
  type InventoryPage,
} from '../../gravityzone/types.js';
import { linkThreats } from '../../threat/intake/link-threats.js';
import { createDeletedDevices } from './deleted-devices.js';
import { shareRead } from './progress.js';
import { dueCompanies } from './store-drafts.js';
import { type Stream, writing } from './stream-context.js';
import { learnCompanies, requestFullWalk, treeWalked } from './sync-companies.js';

/** Devices with policy and last scan, and the companies, from one walk. */
export const inventory: Stream = async (context, outcome) => {
  const { gravityZone, connection, companies, plan, now, signal } = context;
  const scopes: { parentId?: string }[] =
    plan.scope === 'TREE' ? [{}] : dueCompanies(companies).map(({ bdId }) => ({ parentId: bdId }));
  const seen = new Set<string>();
  const read = new Set<string>();
  // A company's node may come on a later page than its devices.
  const waiting: InventoryDevice[] = [];
  let complete = true;
  const deletedDevices = createDeletedDevices(context, (warning) => outcome.warnings.push(warning));
  const store = async (devices: InventoryDevice[]) => {
    const { live, deleted } = await deletedDevices.part(devices);
    for (const device of live) seen.add(device.id);
    for (const device of deleted) outcome.skipped.push({ reason: 'DELETED_IN_BD', raw: device });
    outcome.stored += await writing(context, async (transaction) => {
      const rows = await storeDevices(transaction, connection, companies, live, now);
      if (rows > 0) {
        const bdIds = live.map(({ id }) => id);
        await linkThreats(transaction, connection, bdIds, now);
      }
      return rows;
    });
  };
  /** The ids that the last walk showed, and the kinds of companies it asked for. */
  let shownIds: ReadonlySet<string> = new Set();
  let askedKinds: readonly CompanyKind[] = [];
  /** The walks that showed devices, by the company; an empty one says nothing of what is gone. */
  const telling = new Set<string | undefined>();
  const refused: GravityZoneError[] = [];
  /** Companies whose walk failed while those of others did not. */
  const failed = new Map<string, GravityZoneError>();
  const tally = { answered: 0, failedInARow: 0 };
  for (const [index, scope] of scopes.entries()) {
    // Of all rows, told apart by id: a row that comes twice must not stand for one that did not come.
    const shown = new Set<string>();
    shownIds = shown;
    let total: number | null = null;
    const onFailure = (bdId: string, error: GravityZoneError) => {
      if (failureKind(error.code) === 'REFUSED') {
        refused.push(error);
        outcome.warnings.push(`BD refused to show the company ${bdId}: ${error.message}`);
        return;
      }
      failed.set(bdId, error);
      outcome.skipped.push({ reason: `COMPANY_${error.code}`, raw: { companyId: bdId, message: error.message } });
      outcome.warnings.push(`The devices of the company ${bdId} could not be read: ${error.message}`);
      tally.failedInARow += 1;
      // Which company would answer is not known before all were asked.
      if (judgeRows(tally, false, 'UNKNOWN') === 'SERVICE_FAILED') throw error;
    };
    for await (const page of inventoryPages(gravityZone, scope, { signal, onFailure })) {
      for (const { id } of [...page.devices, ...page.companies]) shown.add(id);
      total = page.total ?? total;
      askedKinds = page.askedKinds;
      if (page.devices.length + page.skipped.length > 0) telling.add(scope.parentId);
      if (page.companies.length > 0)
        await writing(context, (transaction) =>
          learnCompanies(transaction, connection, companies, page.companies, now),
        );
      const known: InventoryDevice[] = [];
      // A device comes again when rows move far during the walk, and counts once.
      const devices = page.devices.filter(({ id }) => !read.has(id));
      for (const device of devices) {
        read.add(device.id);
        (companies.has(device.companyId ?? '') ? known : waiting).push(device);
      }
      // A row that cannot be used still shows that its device is there; one without an id may be any device.
      for (const { raw } of page.skipped) {
        const bdId = property(raw, 'id');
        if (typeof bdId === 'string') {
          shown.add(bdId);
          seen.add(bdId);
        } else complete = false;
      }
      await store(known);
      outcome.fetched += devices.length + page.skipped.length;
      outcome.skipped.push(...page.skipped);
      outcome.warnings.push(...page.warnings);
      await context.progressed((index + shareRead(shown.size, total)) / scopes.length);
    }
    if (failed.has(scope.parentId ?? '')) continue;
    tally.answered += 1;
    tally.failedInARow = 0;
    if (total !== null && shown.size < total) complete = false;
  }
  for (const [bdId, error] of failed) {
    if (failed.size + refused.length === scopes.length) throw error;
    const company = companies.get(bdId);
    if (company !== undefined) context.unread.add(company.id);
  }
  if (refused.length > 0) {
    complete = false;
    await writing(context, (transaction) => requestFullWalk(transaction, connection, now));
    if (refused.length === scopes.length) throw refused[0];
  }
  const known = waiting.filter(({ companyId }) => companies.has(companyId ?? ''));
  await store(known);
  for (const device of waiting) {
    if (companies.has(device.companyId ?? '')) continue;
    seen.add(device.id);
    outcome.skipped.push({ reason: 'UNKNOWN_COMPANY', raw: device });
  }

  if (!complete)
    outcome.warnings.push('The walk did not show every row that BD counted, so nothing was marked as missing.');
  else {
    for (const { parentId } of scopes)
      if (!telling.has(parentId) && !failed.has(parentId ?? '')) {
        const where = parentId === undefined ? 'at all' : `of the company ${parentId}`;
        outcome.warnings.push(`BD showed no device ${where}, so nothing was marked as missing there.`);
      }
    const walked = [...companies.values()].filter(({ bdId, due }) =>
      plan.scope === 'TREE' ? telling.size > 0 : due && telling.has(bdId) && !failed.has(bdId),
    );
    const ids = walked.map(({ id }) => id);
    await writing(context, (transaction) => markMissingDevices(transaction, connection, ids, seen, now));
  }
  if (plan.scope === 'TREE' && complete)
    await writing(context, async (transaction) => {
      await markVanishedCompanies(transaction, connection, { askedKinds, shownIds }, now);
      await treeWalked(transaction, connection, now);
    });
};

/** A company that BD does not know any more, or fails to show, does not keep the others from being read. */
async function* inventoryPages(
  gravityZone: GravityZone,
  scope: { parentId?: string },
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
