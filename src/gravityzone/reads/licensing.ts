import { flag, integer, list, property } from '../rows/fields.js';
import { GravityZoneError } from '../transport/errors.js';
import type { Session } from '../transport/session.js';
import type { Licence } from '../types.js';
import { readingMethods } from './methods.js';

/** More seats than any company has: a number beyond it is neither one of seats nor of a type. */
const largest = 10_000_000;

function small(value: unknown): number | null {
  const number = integer.parse(value);
  return number !== null && number >= 0 && number <= largest ? number : null;
}

/**
 * See `GravityZone.monthlyUsage`. The counters come flat, or with one entry for each product below `usages`, each of which has
 * all of them. Throws MALFORMED_ANSWER where none is of endpoints: no number must not be read as none.
 */
export async function monthlyUsage(
  session: Session,
  { companyId, month }: { companyId: string; month: string },
  signal?: AbortSignal,
): Promise<number> {
  const [year, number] = month.split('-');
  const answer = await session.transport.call('monthlyUsage', { companyId, targetMonth: `${number}/${year}` }, signal);
  const usages = property(answer, 'usages') ?? answer;
  const counted = (Array.isArray(usages) ? usages : [usages]).map((usage: unknown) =>
    small(property(usage, 'endpointMonthlyUsage')),
  );
  const known = counted.filter((count) => count !== null);
  if (known.length === 0)
    throw new GravityZoneError('MALFORMED_ANSWER', { method: readingMethods.monthlyUsage.method });
  return known.reduce((sum, count) => sum + count, 0);
}

/**
 * See `GravityZone.licence`. An object in some versions, an array with an entry for each product in others (API reference 3.1 and
 * 9). Throws MALFORMED_ANSWER where no entry is of the endpoints.
 */
export async function licence(session: Session, companyId: string, signal?: AbortSignal): Promise<Licence> {
  const answer = await session.transport.call('licence', { companyId }, signal);
  const entries = Array.isArray(answer) ? list(answer) : [answer];
  const products = entries.filter(
    (candidate: unknown) =>
      property(candidate, 'constructor') === Object && flag.parse(property(candidate, 'isAddon')) !== true,
  );
  const entry = products.find((product) => small(property(product, 'usedSlots')) !== null) ?? products[0];
  if (entry === undefined) throw new GravityZoneError('MALFORMED_ANSWER', { method: readingMethods.licence.method });
  const dates = await session.dates(signal);
  return {
    usedSlots: small(property(entry, 'usedSlots')),
    totalSlots: small(property(entry, 'totalSlots')),
    subscriptionType: small(property(entry, 'subscriptionType')),
    expiresAt: dates.readAhead(property(entry, 'expiryDate')),
  };
}
