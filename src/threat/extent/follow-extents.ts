import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import type { ThreatDraft } from '../intake/draft.js';
import { recordThreatChanges } from '../intake/threat-changes.js';
import { type Extent, growExtent, growthOf, unknownExtent } from './extent.js';

interface FollowContext {
  integration: Pick<IntegrationRow, 'tenantId' | 'id'>;
  now: Date;
}

/**
 * Stores how far stored incidents reach, and has the details of the open ones read again. `grown` are all that reach
 * further than was stored, `unchanged` those of them whose threats are not updated otherwise: their attack types are
 * stored and what was added is recorded. An extent that was never stored is adopted silently: after an upgrade nothing has
 * happened to the threat. Rules do not depend on it. Returns the number of threats that have grown visibly.
 */
export async function followExtents(
  transaction: Transaction<Tables>,
  context: FollowContext,
  grown: readonly ThreatDraft[],
  unchanged: readonly ThreatDraft[],
): Promise<number> {
  if (grown.length === 0) return 0;
  await storeHashes(transaction, context, grown);
  return unchanged.length === 0 ? 0 : storeAttackTypes(transaction, context, unchanged);
}

/** Details that are pending or that GravityZone does not give stay as they are. */
async function storeHashes(
  transaction: Transaction<Tables>,
  { integration: { tenantId, id }, now }: FollowContext,
  grown: readonly ThreatDraft[],
): Promise<void> {
  const rows = grown.map(({ bdId, extentHash, hasDetails }) => ({ bdId, extentHash, hasDetails }));
  const isAskedAgain = sql`given."hasDetails" and source.details_due_at is null and source.details_problem is null`;
  await sql`
    update threat_source as source
    set extent_hash = given."extentHash",
        details_due_at = case when ${isAskedAgain} then ${now} else source.details_due_at end,
        details_again = source.details_again or (${isAskedAgain})
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given ("bdId" text, "extentHash" text, "hasDetails" boolean)
    where source.tenant_id = ${tenantId} and source.connection_id = ${id}::uuid and source.kind = 'INCIDENT'
      and source.bd_id = given."bdId"`.execute(transaction);
}

async function storeAttackTypes(
  transaction: Transaction<Tables>,
  { integration: { tenantId, id }, now }: FollowContext,
  unchanged: readonly ThreatDraft[],
): Promise<number> {
  const { rows } = await sql<{ bdId: string; threatId: string; attackTypes: Extent['attackTypes'] }>`
    select source.bd_id, source.threat_id, threat.attack_types from threat_source as source
    join threat on threat.tenant_id = source.tenant_id and threat.id = source.threat_id
    where source.tenant_id = ${tenantId} and source.connection_id = ${id}::uuid and source.kind = 'INCIDENT'
      and source.bd_id = any(${unchanged.map(({ bdId }) => bdId)}::text[])`.execute(transaction);
  const reported = new Map(unchanged.map(({ bdId, extent }) => [bdId, extent ?? unknownExtent]));
  const compared = rows.map(({ bdId, threatId, attackTypes }) => {
    const before = { ...unknownExtent, attackTypes };
    const { attackTypes: types } = reported.get(bdId) ?? unknownExtent;
    const after = growExtent(before, { ...unknownExtent, attackTypes: types });
    return { threatId, isFirst: attackTypes === null, after: after.attackTypes, growth: growthOf(before, after) };
  });
  const visible = compared.filter(({ growth }) => growth.addedAttackTypes !== undefined);
  const stored = [...compared.filter(({ isFirst }) => isFirst), ...visible];
  if (stored.length === 0) return 0;
  await sql`
    update threat set attack_types = given."attackTypes",
                      changed_at = case when given."isFirst" then threat.changed_at else ${now} end
    from jsonb_to_recordset(${JSON.stringify(stored.map(({ threatId, isFirst, after }) => ({ threatId, isFirst, attackTypes: after })))}::jsonb)
      as given ("threatId" uuid, "isFirst" boolean, "attackTypes" jsonb)
    where threat.tenant_id = ${tenantId} and threat.id = given."threatId"`.execute(transaction);
  const changes = visible.map(({ threatId, growth }) => {
    return { threatId, kind: 'UPDATED' as const, actor: 'bitdefender', detail: { source: 'INCIDENT', ...growth } };
  });
  await recordThreatChanges(transaction, tenantId, changes, now);
  return visible.length;
}
