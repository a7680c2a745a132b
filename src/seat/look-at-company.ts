import type { Database } from '../database/database.js';
import type { IntegrationRow } from '../database/tables/rows.js';
import { boundsOf } from './month.js';
import { monthsToAsk } from './plan-look.js';
import type { Figures } from './read-figures.js';
import { reconcileSeats } from './reconcile-seats.js';
import { type FoundMonth, hashOf, storeMonth } from './seat.store.js';
import { readSeatDevices, readUnprotectedAgents, type SeatCompany } from './seat-facts.reader.js';
import type { Tree } from './seat-look.store.js';

/** Reads what is counted for a company, and stores it with the machines behind it where either has changed. */
export async function lookAtCompany(
  look: { database: Database; integration: IntegrationRow; tree: Tree; figures: Figures; now: Date },
  company: SeatCompany,
): Promise<void> {
  const { database, integration, tree, figures, now } = look;
  const { tenantId } = integration;
  const known = tree.monthsOf(company.id);
  for (const { month, closes } of monthsToAsk(now, known)) {
    const figure = await figures.of(company.bdId, month);
    // A month that is over closes with its number, or is asked for again the next day.
    if (closes && figure.counted === null) continue;
    const licence = closes ? null : await figures.licence(company.bdId);
    const { from, to } = boundsOf(month);
    const time = { from, to: closes ? to : now };
    const devices = await readSeatDevices(database.query, tenantId, company, { ...tree, from });
    const unprotected = closes ? [] : await readUnprotectedAgents(database.query, tenantId, company);
    const found: FoundMonth = {
      ...{ month, closes },
      ...figure,
      problem: figure.problem ?? (licence !== null && 'problem' in licence ? licence.problem : null),
      licence: licence === null ? null : 'problem' in licence ? unknownLicence : licence,
      machines: reconcileSeats({ companyId: company.id, devices, unprotected, time }),
    };
    if (known.find((stored) => stored.month === month)?.contentHash === hashOf(company, found)) continue;
    await storeMonth(database, integration, company, found, now);
  }
}

const unknownLicence = { usedSlots: null, totalSlots: null, subscriptionType: null, expiresAt: null };
