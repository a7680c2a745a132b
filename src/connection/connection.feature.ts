import { JobKind } from '../job/job.type.js';
import type { MaintenanceStep } from '../job/maintenance.js';
import type { Logger } from '../logger.js';
import type { JobQueue } from '../queue/ports.js';
import { ConnectionResolver } from './connection.resolver.js';
import { createConnectionService } from './connection.service.js';
import type { ConnectionParts } from './connection.store.js';
import { clearIdleBudgets } from './rate-budget.js';
import { createResealing, requestResealing } from './reseal-keys.js';

/** The links of tenants to their GravityZones. */
export function connectionFeature(parts: ConnectionParts & { jobs: JobQueue; logger: Logger }) {
  const { database, sealer, jobs: queue } = parts;
  const resealDaily: MaintenanceStep = {
    name: 'reseal keys',
    run: ({ tenantId, now }) => requestResealing({ database, queue, sealer }, now, tenantId),
  };
  // For all tenants: a budget belongs to a key.
  const clearBudgets: MaintenanceStep = { name: 'idle rate budgets', run: () => clearIdleBudgets(database) };
  return {
    resolvers: [new ConnectionResolver(database, createConnectionService(parts))],
    jobs: { [JobKind.RESEAL_KEYS]: createResealing(parts) },
    maintenance: [resealDaily, clearBudgets],
  };
}
