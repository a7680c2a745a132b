import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { readMutes } from '../mute/mute.reader.js';
import { factColumns, factSource, factsOf, type ThreatFacts } from './alert-facts.js';
import type { AlertRule } from './alert-rule.js';
import { createRulePreview, type RulePreview } from './preview-rule.js';
import { readRules } from './read-rules.js';

/** Read at a time. */
const batch = 1_000;

/**
 * What a rule would have done since an instant, from the stored alerts; a new rule is asked last. Writes nothing. Rules
 * and mutes count as they are now, threats as they are stored: their status is the one with which they came in.
 */
export async function previewRule(
  database: Database,
  tenantId: string,
  rule: Omit<AlertRule, 'id' | 'position'> & { id: string | null },
  since: Date,
): Promise<RulePreview> {
  const { query } = database;
  const rules = await readRules(query, tenantId);
  const stored = rules.find(({ id }) => id === rule.id);
  const last = Math.max(0, ...rules.map(({ position }) => position));
  const preview = createRulePreview({
    rule: { ...rule, id: stored?.id ?? 'new', position: stored?.position ?? last + 1 },
    others: rules.filter((other) => other !== stored),
    mutes: await readMutes(query, tenantId, since),
    zone: (await readTenantSettings(query, tenantId)).timeZone,
  });
  let behind = { at: since, id: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const { rows } = await sql<ThreatFacts & { alertId: string; raisedAt: Date }>`
      select ${factColumns}, alert.id as alert_id, alert.raised_at,
             case when threat.resolved_at = threat.created_at then threat.status else 'UNRESOLVED' end as status
      from ${factSource}
      join alert on alert.tenant_id = threat.tenant_id and alert.threat_id = threat.id
      where threat.tenant_id = ${tenantId} and (threat.last_detected_at, threat.id) > (${behind.at}, ${behind.id}::uuid)
      order by threat.last_detected_at, threat.id limit ${batch}`.execute(query);
    for (const { alertId, raisedAt, ...threat } of rows)
      preview.add({ id: alertId, facts: factsOf(threat), history: threat.history, raisedAt });
    const end = rows.at(-1);
    if (end === undefined || rows.length < batch) return preview.result();
    behind = { at: end.lastDetectedAt, id: end.id };
  }
}
