import type { Database } from '../database/database.js';
import type { IntegrationRow } from '../database/tables/rows.js';
import type { Licence } from '../gravityzone/types.js';
import { boundsOf } from './month.js';
import { monthsToAsk } from './plan-look.js';
import type { Figures } from './read-figures.js';
import { reconcileSeats } from './reconcile-seats.js';
import { type FoundMonth, hashOf, readListed, storeMonth } from './seat.store.js';
import { readSeatDevices, readUnprotectedAgents, type SeatCompany } from './seat-facts.reader.js';
import type { Tree } from './seat-look.store.js';

/**
 * Reads what is counted for a company, and stores it with the machines behind it where either has changed. Returns whether GravityZone
 * answered.
 */
export async function lookAtCompany(
  look: { database: Database; integration: IntegrationRow; tree: Tree; figures: Figures; now: Date },
  company: SeatCompany,
): Promise<boolean> {
  const { database, integration, tree, figures, now } = look;
  const { tenantId } = integration;
  const known = tree.monthsOf(company.id);
  let answered = true;
  for (const { month, closes } of monthsToAsk(now, known)) {
    const figure = await figures.of(company.bdId, month);
    answered &&= figure.countedWithBelow !== null;
    // A month that is over closes with its number, or is asked for again the next day.
    if (closes && figure.counted === null) continue;
    // The licence is that of today.
    const { licence, licenceProblem } = closes ? notAsked : await readLicence(figures, company.bdId);
    const { from, to } = boundsOf(month);
    const time = { from, to: closes ? to : now };
    const devices = await readSeatDevices(database.query, tenantId, company, { ...tree, from });
    const unprotected = closes ? [] : await readUnprotectedAgents(database.query, tenantId, company);
    const formerly = closes ? { formerly: await readListed(database.query, tenantId, company.id, month) } : {};
    const found: FoundMonth = {
      ...{ month, closes },
      ...figure,
      problem: figure.problem ?? licenceProblem,
      licence,
      machines: reconcileSeats({ companyId: company.id, devices, unprotected, time, ...formerly }),
    };
    if (known.find((stored) => stored.month === month)?.contentHash === hashOf(company, found)) continue;
    await storeMonth(database, integration, company, found, now);
  }
  return answered;
}

const notAsked = { licence: null, licenceProblem: null };

async function readLicence(
  figures: Figures,
  bdId: string,
): Promise<{ licence: Licence; licenceProblem: string | null }> {
  const answer = await figures.licence(bdId);
  if ('problem' in answer) return { licence: unknownLicence, licenceProblem: answer.problem };
  return { licence: answer, licenceProblem: null };
}

const unknownLicence = { usedSlots: null, totalSlots: null, subscriptionType: null, expiresAt: null };
