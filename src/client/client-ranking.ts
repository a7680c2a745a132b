import type { Database } from '../database/database.js';
import type { CoverageReader } from '../device/coverage/coverage.reader.js';
import type { Severity } from '../domain/severity.js';
import type { ThreatCountsReader } from '../threat/counts/threat-counts.reader.js';
import { type ClientFacts, type ClientOrder, meetsClientFilter, rankClients } from './rank-clients.js';

/** Which clients, in which order. */
export interface WantedClients {
  order: ClientOrder;
  first: number;
  clientIds?: readonly string[] | null | undefined;
  minimumSeverity?: Severity | null | undefined;
  withGaps?: boolean | null | undefined;
  archived?: boolean | null | undefined;
}

export interface RankingParts {
  database: Database;
  counts: ThreatCountsReader;
  coverage: CoverageReader;
}

/**
 * Reads the ids of the mapped clients that are wanted. What the order and the filter go by is read for all of them, in one statement for
 * each kind of number, whatever their number; windows are those of the tenant's time zone.
 */
export async function readRankedClients(
  parts: RankingParts,
  tenantId: string,
  wanted: WantedClients,
): Promise<string[]> {
  const clientIds = await mappedClients(parts.database, tenantId, wanted);
  if (clientIds.length === 0) return [];
  const owners = { kind: 'CLIENTS', clientIds } as const;
  const { order, first, minimumSeverity = null, withGaps = null } = wanted;
  const [summaries, unresolved, coverages] = await Promise.all([
    order.startsWith('THREATS') ? parts.counts.summaries(tenantId, owners, null) : [],
    order === 'NEED' || minimumSeverity !== null ? parts.counts.unresolved(tenantId, owners) : [],
    order === 'GAPS' || withGaps !== null ? parts.coverage.ofClients(tenantId, clientIds) : [],
  ]);
  const facts = clientIds.map(
    (clientId, index): ClientFacts => ({
      clientId,
      ...summaries[index],
      unresolved: unresolved[index] ?? [],
      gaps: coverages[index]?.gaps.reduce((sum, { machines }) => sum + machines, 0) ?? 0,
    }),
  );
  return rankClients(
    facts.filter((each) => meetsClientFilter(each, { minimumSeverity, withGaps })),
    order,
    first,
  );
}

async function mappedClients(
  database: Database,
  tenantId: string,
  { clientIds, archived }: Pick<WantedClients, 'clientIds' | 'archived'>,
): Promise<string[]> {
  let mapped = database.read
    .selectFrom('company')
    .select('clientId')
    .distinct()
    .where('tenantId', '=', tenantId)
    .where('clientId', 'is not', null);
  if (clientIds) mapped = mapped.where('clientId', 'in', [...clientIds]);
  if (typeof archived === 'boolean') mapped = mapped.where('restsSince', archived ? 'is not' : 'is', null);
  const rows = await mapped.execute();
  return rows.flatMap(({ clientId }) => clientId ?? []);
}
