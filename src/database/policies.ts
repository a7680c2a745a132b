import type { EntityMetadata } from '@mikro-orm/core';
import { acrossAll, tenantSetting } from './tenancy.js';

const present = `current_setting('${tenantSetting}'::text, true)`;

/** The policies of each table with a tenant, as PostgreSQL writes them. */
const policies = [
  { name: 'tenant', using: `(tenant_id = ${present}) OR (${present} = '${acrossAll}'::text)` },
  // For 0.1.0, which never sets it; dropped by the next release.
  { name: 'earlier_release', using: `COALESCE(${present}, ''::text) = ''::text` },
];

/** Guards the table of an entity that has a tenant, so that the schema of a new one comes with its policies. */
export function guardTenants(meta: EntityMetadata): void {
  if (!('tenantId' in meta.properties)) return;
  meta.policies = policies.map((policy) => ({ ...policy }));
  meta.rowLevelSecurity = 'force';
}
