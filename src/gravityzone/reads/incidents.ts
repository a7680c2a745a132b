import { z } from 'zod';
import { type DateReader, mintedAt } from '../rows/dates.js';
import {
  anything,
  counters,
  hostName,
  id,
  ids,
  integer,
  macs,
  percentage,
  property,
  requiredId,
  text,
  texts,
} from '../rows/fields.js';
import { readRows } from '../rows/read-rows.js';
import { GravityZoneError, isReason } from '../transport/errors.js';
import type { Session } from '../transport/session.js';
import type { Incident, IncidentWindow, Page } from '../types.js';
import { readingMethods } from './methods.js';
import { walkPages } from './paging.js';

// Up to 10000 is documented, but a response must fit into memory whatever the size of its rows.
const pageSizes = [5_000, 1_000];

const rowSchema = z.object({
  incidentId: requiredId,
  incidentNumber: integer,
  company: anything,
  status: text(50),
  mainAction: text(50),
  created: anything,
  lastUpdated: anything,
  lastProcessed: anything,
  severityScore: anything,
  severity_score: anything,
  incidentType: text(50),
  incidentLink: text(1_000),
  attackTypes: texts,
  details: anything,
});

const statuses: Record<string, Incident['status']> = {
  open: 'OPEN',
  in_progress: 'IN_PROGRESS',
  closed: 'CLOSED',
  false_positive: 'FALSE_POSITIVE',
};
const actions: Record<string, Incident['action']> = {
  reported: 'REPORTED',
  blocked: 'BLOCKED',
  partially_blocked: 'PARTIALLY_BLOCKED',
};
const kinds: Record<string, Incident['kind']> = { incident: 'INCIDENT', extendedIncident: 'EXTENDED_INCIDENT' };

function lookUp<Value>(table: Record<string, Value>, key: string | null): Value | undefined {
  return key !== null && Object.hasOwn(table, key) ? table[key] : undefined;
}

function deviceOf(details: unknown): Incident['device'] {
  const computerId = id.parse(property(details, 'computerId'));
  if (computerId === null) return null;
  return {
    id: computerId,
    name: hostName.parse(property(details, 'computerName')),
    fqdn: hostName.parse(property(details, 'computerFqdn')),
    ip: text(100).parse(property(details, 'computerIp')),
    macs: macs.parse(property(details, 'computerMacAddresses')),
  };
}

/** Scores are documented as integers; a fraction is rounded here. */
function roundedScore(value: unknown): number | null {
  const score = percentage.parse(value);
  return score === null ? null : Math.round(score);
}

function toIncident(row: z.output<typeof rowSchema>, dates: DateReader, now: Date): Incident {
  const minted = mintedAt(row.incidentId);
  const createdAt = dates.read(row.created) ?? (minted !== null && minted <= now ? minted : now);
  const changes = [createdAt, dates.read(row.lastUpdated), dates.read(row.lastProcessed)];
  const link = row.incidentLink !== null && /^https:\/\//i.test(row.incidentLink) ? row.incidentLink : null;
  return {
    id: row.incidentId,
    number: row.incidentNumber,
    companyId: id.parse(property(row.company, 'id')),
    companyName: text().parse(property(row.company, 'name')),
    status: lookUp(statuses, row.status) ?? 'UNKNOWN',
    statusRaw: row.status,
    action: lookUp(actions, row.mainAction) ?? 'UNKNOWN',
    actionRaw: row.mainAction,
    createdAt,
    changedAt: new Date(Math.max(...changes.map((date) => date?.getTime() ?? 0))),
    // Both spellings occur in production.
    severityScore: roundedScore(row.severityScore ?? row.severity_score),
    kind: lookUp(kinds, row.incidentType) ?? 'UNKNOWN',
    name: text().parse(property(row.details, 'detectionName')),
    attackTypes: row.attackTypes,
    counters: counters.parse(property(row.details, 'counters')),
    link,
    device: deviceOf(row.details),
    partOf: ids.parse(property(row.details, 'partOf')),
  };
}

/** Translates the 404 of an on-premises release without incidents, which otherwise looks like a wrong address. */
export function incidentsAbsent(session: Session, error: unknown): unknown {
  if (!isReason(error, 'NOT_GRAVITYZONE') || session.learnt.flavour !== 'ON_PREMISES') return error;
  return new GravityZoneError('METHOD_NOT_FOUND', {
    message: 'This on-premises GravityZone has no incidents API.',
    method: error.method ?? undefined,
  });
}

/** See `GravityZone.incidents`. One walk serves the whole company tree. */
export async function* incidents(
  session: Session,
  window: IncidentWindow,
  signal?: AbortSignal,
): AsyncGenerator<Page<Incident>> {
  const dates = await session.dates(signal);
  const filters = {
    changeStartDate: dates.write(window.changedFrom),
    changeEndDate: dates.write(window.changedTo),
    ...(window.companyId === undefined ? {} : { companyId: window.companyId }),
  };
  const pages = walkPages({
    method: readingMethods.incidents.method,
    idField: 'incidentId',
    pageSizes,
    fromPage: window.fromPage,
    ask: async (page, perPage) => {
      try {
        const options = { includeChildCompanies: true };
        return await session.transport.call('incidents', { page, perPage, filters, options }, signal);
      } catch (error) {
        throw incidentsAbsent(session, error);
      }
    },
  });
  for await (const page of pages) {
    await session.checkZone(session.zone.noteStated(page.rows.map((row) => property(row, 'created'))), signal);
    const { items, skipped } = readRows(page.rows, rowSchema, (row) => toIncident(row, dates, session.clock()));
    yield { items, skipped, number: page.number, total: page.total, warnings: page.warnings };
  }
}
