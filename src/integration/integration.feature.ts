import type { References } from '../graphql/schema.js';
import { JobKind } from '../job/job.type.js';
import type { MaintenanceStep } from '../job/maintenance.js';
import type { Logger } from '../logger.js';
import type { JobQueue } from '../queue/ports.js';
import { loadIntegration } from './integration.reader.js';
import { IntegrationResolver } from './integration.resolver.js';
import { createIntegrationService } from './integration.service.js';
import type { IntegrationParts } from './integration.store.js';
import { createResealing, requestResealing } from './key/reseal-keys.js';
import { clearIdleBudgets } from './rate-budget.js';

/** The links of tenants to their GravityZones. */
export function integrationFeature(parts: IntegrationParts & { jobs: JobQueue; logger: Logger }) {
  const { database, sealer, jobs: queue } = parts;
  const resealDaily: MaintenanceStep = {
    name: 'reseal keys',
    run: ({ tenantId, now }) => requestResealing({ database, queue, sealer }, now, tenantId),
  };
  // For all tenants: a budget belongs to a key.
  const clearBudgets: MaintenanceStep = { name: 'idle rate budgets', run: () => clearIdleBudgets(database) };
  const references: References = { BitdefenderIntegration: (context, id) => loadIntegration(context, database, id) };
  return {
    resolvers: [new IntegrationResolver(database, createIntegrationService(parts))],
    references,
    jobs: { [JobKind.RESEAL_KEYS]: createResealing(parts) },
    maintenance: [resealDaily, clearBudgets],
  };
}
