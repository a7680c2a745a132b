import { type RawBuilder, sql } from 'kysely';
import type { HealthCode } from '../health/health.js';
import { modules } from '../health/health.sql.js';
import type { Gap } from './gap.type.js';

/** Whether Bitdefender protects the device now; false, never null, if there is no device. */
export const covered = sql<boolean>`coalesce(device.managed and device.presence = 'PRESENT', false)`;

/**
 * The SQL condition of each gap, over the sources of `machine.source.ts`. Conditions that gaps share with health reasons
 * come from `health.sql.ts`.
 */
export function gapConditions(health: Record<HealthCode, RawBuilder<boolean>>): Record<Gap, RawBuilder<boolean>> {
  const ofCovered = (condition: RawBuilder<boolean>) =>
    sql<boolean>`${covered} and device.client_id is not null and ${condition}`;
  return {
    UNPROTECTED: sql`agent.id is not null and not ${covered}`,
    NO_AGENT: ofCovered(sql`agent.id is null and device.match_kind <> 'AMBIGUOUS'`),
    AMBIGUOUS: ofCovered(sql`agent.id is null and device.match_kind = 'AMBIGUOUS'`),
    UNMANAGED: sql`device.client_id is not null and device.presence = 'PRESENT' and ${health.UNMANAGED}`,
    SIGNATURES_OUTDATED: ofCovered(health.SIGNATURES_OUTDATED),
    PRODUCT_OUTDATED: ofCovered(health.PRODUCT_OUTDATED),
    LICENCE_EXPIRED: ofCovered(health.LICENCE_EXPIRED),
    NOT_SEEN: ofCovered(health.NOT_SEEN),
    MODULE_OFF: ofCovered(sql`exists (select from unnest(expected.modules) as module
      where ${modules} ->> module = 'false')`),
    POLICY_NOT_APPLIED: ofCovered(health.POLICY_NOT_APPLIED),
    POLICY_NOT_EXPECTED: ofCovered(
      sql`cardinality(expected.policies) > 0 and device.policy_name <> all(expected.policies)`,
    ),
  };
}
