import type { EntityMetadata } from '@mikro-orm/core';
import { acrossAll, tenantSetting } from './tenancy.js';

const setting = `current_setting('${tenantSetting}'::text, true)`;
/** A query of its own, which PostgreSQL runs once for a statement: a condition on the function would run once for each row. */
const present = `( SELECT ${setting} AS current_setting)`;

/** The policies of each table with a tenant, as PostgreSQL writes them. */
const policies = [
  { name: 'tenant', using: `(tenant_id = ${present}) OR (${present} = '${acrossAll}'::text)` },
  // For 0.1.0, which never sets it; dropped by the next release.
  { name: 'earlier_release', using: `( SELECT COALESCE(${setting}, ''::text) AS "coalesce") = ''::text` },
];

/** Guards the table of an entity that has a tenant, so that the schema of a new one comes with its policies. */
export function guardTenants(meta: EntityMetadata): void {
  if (!('tenantId' in meta.properties)) return;
  meta.policies = policies.map((policy) => ({ ...policy }));
  meta.rowLevelSecurity = 'force';
}
