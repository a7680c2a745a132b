import type { Database } from '../../database/database.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import type { AlertRule } from '../rule/alert-rule.js';
import { isAboutDegradation, isCoveredByRules } from './covered-by-rules.js';
import { degradations } from './degradations.js';
import { readDegradedMachines } from './degraded-machines.js';
import type { DegradedMachines } from './follow-degradation.js';

/** What the rule, as if it were on, would raise alerts of now, the most severe first. Two statements, or none if it is not about this. */
export async function previewDegradation(
  { query, read }: Pick<Database, 'query' | 'read'>,
  tenantId: string,
  rule: Omit<AlertRule, 'id' | 'position'>,
): Promise<DegradedMachines[]> {
  const tried: AlertRule = { ...rule, id: 'tried', position: 1, enabled: true };
  if (!isAboutDegradation(tried)) return [];
  const now = new Date();
  const { timeZone: zone } = await readTenantSettings(query, tenantId);
  const found = await readDegradedMachines(read, tenantId, null, now);
  return found
    .filter((each) => each.machines > 0 && isCoveredByRules(each, { rules: [tried], zone, now }))
    .toSorted((one, other) => degradations.indexOf(one.cause) - degradations.indexOf(other.cause));
}
