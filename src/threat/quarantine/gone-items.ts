import { sql, type Transaction } from 'kysely';
import type { Queries, Tables } from '../../database/database.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import type { Alerting } from '../intake/alerting.js';
import type { SourceState } from '../intake/reconcile-threat.js';
import { resolveUnsupported } from '../intake/resolve-unsupported.js';
import type { QuarantineKind } from '../intake/source-kind.js';
import { exitReasons, itemExit } from './item-exit.js';

type OfIntegration = Pick<IntegrationRow, 'tenantId' | 'id'>;

/** Quarantine items that were there and that a walk did not show, by BD's id, with the state they are in. */
export async function missingItems(
  queries: Queries,
  integration: OfIntegration,
  kind: QuarantineKind,
  shown: ReadonlySet<string>,
): Promise<Map<string, SourceState>> {
  const { rows } = await sql<{ bdId: string; state: SourceState }>`
    select source.bd_id, source.state from threat_source as source
    join threat on threat.tenant_id = source.tenant_id and threat.id = source.threat_id
    join company on company.tenant_id = threat.tenant_id and company.id = threat.company_id
    where source.tenant_id = ${integration.tenantId} and source.connection_id = ${integration.id}
      and source.kind = ${kind} and source.state in ('OPEN', 'MISSED')
      -- A company that the key no longer sees takes its items along: they are not gone.
      and company.state = 'PRESENT' and source.bd_id <> all(${[...shown]}::text[])
    order by source.bd_id`.execute(queries);
  return new Map(rows.map(({ bdId, state }) => [bdId, state]));
}

/** Writes down which items a walk that needs confirming did not show, and which it showed again. */
export async function markMissedItems(
  transaction: Transaction<Tables>,
  integration: OfIntegration,
  kind: QuarantineKind,
  missing: readonly string[],
): Promise<void> {
  await sql`
    update threat_source set state = case when bd_id = any(${missing}::text[]) then 'MISSED' else 'OPEN' end
    where tenant_id = ${integration.tenantId} and connection_id = ${integration.id} and kind = ${kind}
      and ((state = 'OPEN' and bd_id = any(${missing}::text[])) or (state = 'MISSED' and bd_id <> all(${missing}::text[])))`.execute(
    transaction,
  );
}

/**
 * Takes note that these items are gone from BD's quarantine, see `itemExit`. What no open incident and no other item keeps open is resolved
 * by BD. The transaction must hold the tenant's lock.
 */
export async function settleGoneItems(
  transaction: Transaction<Tables>,
  { integration, alerting, now }: { integration: OfIntegration; alerting: Alerting; now: Date },
  kind: QuarantineKind,
  bdIds: readonly string[],
): Promise<void> {
  const { tenantId } = integration;
  const { rows } = await sql<{ threatId: string; actionRaw: string | null }>`
    update threat_source set state = 'GONE', changed_at = ${now}
    where tenant_id = ${tenantId} and connection_id = ${integration.id} and kind = ${kind}
      and state in ('OPEN', 'MISSED') and bd_id = any(${bdIds}::text[]) returning threat_id, action_raw`.execute(
    transaction,
  );
  const exits = Map.groupBy(rows, ({ actionRaw }) => itemExit(actionRaw));
  for (const [exit, gone] of exits)
    await resolveUnsupported(
      transaction,
      { tenantId, alerting, now },
      gone.map(({ threatId }) => threatId),
      { source: kind, reason: exitReasons[exit], itemExit: exit },
    );
}
