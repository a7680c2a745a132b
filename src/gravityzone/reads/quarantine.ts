import { z } from 'zod';
import { type DateReader, mintedAt } from '../rows/dates.js';
import { anything, hostName, id, integer, name, property, requiredId, text, texts } from '../rows/fields.js';
import { readRows } from '../rows/read-rows.js';
import type { DatedThing } from '../rows/zone-watch.js';
import type { Session } from '../transport/session.js';
import type { Mail, Page, QuarantineItem, QuarantineService } from '../types.js';
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

const mostRecipients = 50;

/** The mail that an item of an Exchange server was found in; null if nothing is known of it. */
function mailOf(details: unknown): Mail | null {
  const email = property(details, 'email');
  const one = (field: string) => text(500).parse(property(email, field));
  const listed = property(email, 'recipients') ?? property(email, 'realRecipients');
  const recipients = texts.parse(Array.isArray(listed) ? listed : listed === undefined ? [] : [listed]);
  const mail = { sender: one('senderEmail'), senderIp: one('senderIP'), subject: one('subject') };
  if (recipients.length === 0 && Object.values(mail).every((value) => value === null)) return null;
  const shown = recipients.slice(0, mostRecipients).map((recipient) => recipient.slice(0, 320));
  return { ...mail, recipients: shown, recipientCount: Array.isArray(listed) ? listed.length : recipients.length };
}

/** Names of the path of a file on a computer, and of an object in a mail. */
const pathFields: Readonly<Record<QuarantineService, string>> = { COMPUTERS: 'filePath', EXCHANGE: 'threatPath' };

function toItem(
  row: z.output<typeof rowSchema>,
  service: QuarantineService,
  dates: DateReader,
  now: Date,
): QuarantineItem {
  const minted = mintedAt(row.id);
  const first = minted !== null && minted <= now ? minted : null;
  return {
    service,
    id: row.id,
    companyId: row.companyId,
    endpointId: row.endpointId,
    endpointName: row.endpointName,
    endpointIp: row.endpointIP,
    threatName: row.threatName,
    filePath: text(2_000).parse(property(row.details, pathFields[service])),
    fileSha256: text(128).parse(property(row.details, 'fileSha256')),
    quarantinedAt: settle(dates.read(row.quarantinedOn), first),
    firstQuarantinedAt: first,
    quarantinedOnRaw: text(40).parse(row.quarantinedOn),
    actionStatus: actionStatuses[row.actionStatus ?? -1] ?? 'UNKNOWN',
    actionStatusRaw: row.actionStatus,
    mail: service === 'EXCHANGE' ? mailOf(row.details) : null,
  };
}

function datedThing(row: unknown): DatedThing[] {
  const bdId = property(row, 'id');
  return typeof bdId === 'string' ? [{ id: bdId, date: property(row, 'quarantinedOn') }] : [];
}

/** The methods of each quarantine, in the cloud and on-premises. */
const methodsOf = {
  COMPUTERS: ['quarantine', 'onPremisesQuarantine'],
  EXCHANGE: ['exchangeQuarantine', 'onPremisesExchangeQuarantine'],
} as const satisfies Record<QuarantineService, unknown>;

/** See `GravityZone.quarantine`. Items of a single company's key may lack a company, and belong to the key's own. */
export async function* quarantine(
  session: Session,
  {
    window,
    companyId,
    service = 'COMPUTERS',
  }: { window?: { from: Date; to: Date }; companyId?: string; service?: QuarantineService },
  signal?: AbortSignal,
): AsyncGenerator<Page<QuarantineItem>> {
  const onPremises = (await session.flavour(signal)) === 'ON_PREMISES';
  const name = methodsOf[service][onPremises ? 1 : 0];
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
    const { items, skipped } = readRows(page.rows, rowSchema, (row) => toItem(row, service, dates, session.clock()));
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
