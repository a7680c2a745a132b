import type { Database } from '../../database/database.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import type { AlertRule } from '../rule/alert-rule.js';
import { isAboutDegradation, isCoveredByRules } from './covered-by-rules.js';
import { degradations } from './degradations.js';
import { readDegraded } from './degraded.reader.js';
import type { Degraded } from './follow-degradation.js';

/** What the rule, as if it were on, would raise alerts of now, the most severe first. Three statements, or none if it is not about this. */
export async function previewDegradation(
  { query, read }: Pick<Database, 'query' | 'read'>,
  tenantId: string,
  rule: Omit<AlertRule, 'id' | 'position'>,
): Promise<Degraded[]> {
  const tried: AlertRule = { ...rule, id: 'tried', position: 1, enabled: true };
  if (!isAboutDegradation(tried)) return [];
  const now = new Date();
  const settings = await readTenantSettings(query, tenantId);
  const { timeZone: zone } = settings;
  const found = await readDegraded(read, tenantId, null, { settings, now });
  return found
    .filter((each) => each.count > 0 && isCoveredByRules(each, { rules: [tried], zone, now }))
    .toSorted((one, other) => degradations.indexOf(one.cause) - degradations.indexOf(other.cause));
}
