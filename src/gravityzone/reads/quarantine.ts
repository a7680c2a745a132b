import { z } from 'zod';
import { type DateReader, mintedAt } from '../rows/dates.js';
import { anything, hostName, id, integer, name, property, readRows, requiredId, text } from '../rows/fields.js';
import type { DatedThing } from '../rows/zone-watch.js';
import type { Session } from '../transport/session.js';
import type { Page, QuarantineItem } from '../types.js';
import { readingMethods } from './methods.js';
import { walkPages } from './paging.js';

const pageSize = 100;

const rowSchema = z.object({
  id: requiredId,
  companyId: id,
  endpointId: id,
  endpointName: hostName,
  endpointIP: text(100),
  threatName: name,
  quarantinedOn: anything,
  actionStatus: integer,
  details: anything,
});

const actionStatuses: Record<number, QuarantineItem['actionStatus']> = {
  0: 'NONE',
  1: 'PENDING_REMOVE',
  2: 'PENDING_RESTORE',
  3: 'REMOVE_FAILED',
  4: 'RESTORE_FAILED',
  16: 'PENDING_SAVE',
  17: 'SAVE_FAILED',
};

/** Ids are minted up to a minute or two off the date, and naive dates may be off by the hour of the other season. */
const idSlack = 2 * 60_000;
const season = 3_600_000;

/**
 * An item that was quarantined once was quarantined when its id was minted. That moment is used, since it does not change
 * when clocks change or a zone is set, which would look as if all items had been quarantined again.
 */
function settle(stated: Date | null, first: Date | null): Date | null {
  if (stated === null || first === null) return stated;
  const apart = Math.abs(stated.getTime() - first.getTime());
  return apart <= idSlack || Math.abs(apart - season) <= idSlack ? first : stated;
}

function toItem(row: z.output<typeof rowSchema>, dates: DateReader, now: Date): QuarantineItem {
  const minted = mintedAt(row.id);
  const first = minted !== null && minted <= now ? minted : null;
  return {
    id: row.id,
    companyId: row.companyId,
    endpointId: row.endpointId,
    endpointName: row.endpointName,
    endpointIp: row.endpointIP,
    threatName: row.threatName,
    filePath: text(2_000).parse(property(row.details, 'filePath')),
    fileSha256: text(128).parse(property(row.details, 'fileSha256')),
    quarantinedAt: settle(dates.read(row.quarantinedOn), first),
    firstQuarantinedAt: first,
    quarantinedOnRaw: text(40).parse(row.quarantinedOn),
    actionStatus: actionStatuses[row.actionStatus ?? -1] ?? 'UNKNOWN',
    actionStatusRaw: row.actionStatus,
  };
}

function datedThing(row: unknown): DatedThing[] {
  const bdId = property(row, 'id');
  return typeof bdId === 'string' ? [{ id: bdId, date: property(row, 'quarantinedOn') }] : [];
}

/** See `GravityZone.quarantine`. Items of a single company's key may lack a company, and belong to the key's own. */
export async function* quarantine(
  session: Session,
  { window, companyId }: { window?: { from: Date; to: Date }; companyId?: string },
  signal?: AbortSignal,
): AsyncGenerator<Page<QuarantineItem>> {
  const onPremises = (await session.flavour(signal)) === 'ON_PREMISES';
  const name = onPremises ? 'onPremisesQuarantine' : 'quarantine';
  const filterDates = await session.dates(signal);
  const params = {
    ...(companyId === undefined || onPremises ? {} : { companyId }),
    ...(window && { filters: { startDate: filterDates.write(window.from), endDate: filterDates.write(window.to) } }),
  };
  const pages = walkPages({
    method: readingMethods[name].method,
    pageSizes: [pageSize],
    ask: (page, perPage) => session.transport.call(name, { ...params, page, perPage }, signal),
  });
  for await (const page of pages) {
    // Before the dates of the page are read: they may show that the zone has changed.
    await session.checkZone(session.zone.noteQuarantined(page.rows.flatMap(datedThing)), signal);
    const dates = await session.dates(signal);
    const { items, skipped } = readRows(page.rows, rowSchema, (row) => toItem(row, dates, session.clock()));
    const own = items.some((item) => item.companyId === null) ? await session.ownCompanyIfReadable(signal) : null;
    const ownId = own === null || own.kind === 'PARTNER' ? null : own.id;
    yield {
      items: items.map((item) => ({ ...item, companyId: item.companyId ?? ownId })),
      skipped,
      number: page.number,
      total: page.total,
      warnings: page.warnings,
    };
  }
}
