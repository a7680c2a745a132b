import type { Database } from '../database/database.js';
import type { IntegrationRow } from '../database/tables/rows.js';
import { GravityZoneError } from '../gravityzone/transport/errors.js';
import type { GravityZone } from '../gravityzone/types.js';
import { readIntegration } from '../integration/integration.store.js';
import type { OpenGravityZone } from '../integration/open-gravityzone.js';
import type { Logger } from '../logger.js';
import { lookAtCompany } from './look-at-company.js';
import { isDueForAll, keyRefusals, type LookEnd, lookShare, nextAfterSome, nextLook } from './plan-look.js';
import { createFigures } from './read-figures.js';
import { readLook, readTree, storeLook, type Tree } from './seat-look.store.js';

/** A look ends after this time and goes on with the next tick, so that it never takes longer than the queue allows. */
const turnMilliseconds = 40 * 60_000;

export interface SeatLookParts {
  database: Database;
  openGravityZone: OpenGravityZone;
  logger: Logger;
}

/**
 * Reads what GravityZone counts for the companies of an integration, and lists the machines that explain it: two calls a day for each
 * mapped company, and one more when a month is over. A company of which nothing has changed is not written. Rejects when the service
 * stops: the next tick asks again.
 */
export async function lookAtSeats(
  parts: SeatLookParts,
  { tenantId, connectionId }: { tenantId: string; connectionId: string },
  stopping: AbortSignal,
  clock: () => Date = () => new Date(),
): Promise<void> {
  const { database, openGravityZone, logger } = parts;
  const integration = await readIntegration(database.query, tenantId, connectionId);
  if (integration?.state !== 'CONNECTED' || integration.flavour !== 'CLOUD') return;
  const began = clock();
  const before = await readLook(database, integration);
  const all = isDueForAll(before, integration, began);
  const resumeAfter = all ? (before?.resumeAfter ?? null) : null;
  const tree = await readTree(database, integration, began);
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(turnMilliseconds)]);
  const gravityZone = openGravityZone.ofIntegration(integration, undefined, lookShare);
  const walk = { database, integration, gravityZone, tree, began, signal, all, resumeAfter };
  const { end, problem, reached, unexpected } = await walkCompanies(walk).finally(() => gravityZone.close());
  if (problem !== null) logger.warn({ integrationId: integration.id, code: problem.code }, 'seats could not be read');
  const isOver = end === 'DONE' || end === 'REFUSED';
  await storeLook(database, integration, {
    nextAt: all || before === undefined ? nextLook(end, began) : nextAfterSome(end, before.nextAt, began),
    lookedAt: all && end === 'DONE' ? began : (before?.lookedAt ?? null),
    resumeAfter: all && !isOver ? reached : null,
    // Those that were mapped and not yet read are looked at once they are.
    mappingVersion: isOver && !tree.hasUnread ? integration.mappingVersion : (before?.mappingVersion ?? -1),
    problem: problem?.code ?? null,
    problemMessage: problem?.message ?? null,
    problemHint: problem?.hint ?? null,
  });
  stopping.throwIfAborted();
  if (unexpected !== undefined) throw unexpected;
}

interface Walk {
  database: Database;
  integration: IntegrationRow;
  gravityZone: GravityZone;
  tree: Tree;
  began: Date;
  signal: AbortSignal;
  /** Whether all companies are due, or only those that were never looked at this month. */
  all: boolean;
  resumeAfter: string | null;
}

interface Walked {
  end: LookEnd;
  problem: GravityZoneError | null;
  /** The last company that GravityZone answered for. */
  reached: string | null;
  /** What is wrong here, not in GravityZone. */
  unexpected?: unknown;
}

/** Looks at the companies by their ids. One that fails unexpectedly is left behind, so that the next look goes on with the others. */
async function walkCompanies(walk: Walk): Promise<Walked> {
  const { gravityZone, tree, began, signal, all, resumeAfter } = walk;
  const figures = createFigures(gravityZone, tree.companies, signal);
  let reached = resumeAfter;
  let current = resumeAfter;
  try {
    for (const company of tree.mapped) {
      if (resumeAfter !== null && company.id <= resumeAfter) continue;
      if (!all && tree.isKnown(company.id)) continue;
      if (signal.aborted) return { end: 'UNFINISHED', problem: null, reached };
      current = company.id;
      // A look that fails goes on behind the last answer: those who were asked in vain since are asked again.
      if (await lookAtCompany({ ...walk, figures, now: began }, company)) reached = company.id;
    }
    await figures.settle();
    return { end: 'DONE', problem: null, reached };
  } catch (error) {
    if (signal.aborted) return { end: 'UNFINISHED', problem: null, reached };
    if (!(error instanceof GravityZoneError))
      return { end: 'FAILED', problem: null, reached: current, unexpected: error };
    return { end: keyRefusals.includes(error.code) ? 'REFUSED' : 'FAILED', problem: error, reached };
  }
}
