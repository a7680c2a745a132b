import type { Queries } from '../../database/database.js';
import { readLicenceEnds } from '../../seat/licence-ends.reader.js';
import type { TenantSettings } from '../../tenant/tenant-settings.js';
import { degradedLicences, lastEndOf } from './degraded-licences.js';
import { readDegradedMachines } from './degraded-machines.js';
import type { Degraded } from './follow-degradation.js';

/** All that is degraded of these clients, or of all if null, by client and cause: two statements. */
export async function readDegraded(
  queries: Queries,
  tenantId: string,
  clientIds: readonly string[] | null,
  { settings, now }: { settings: TenantSettings; now: Date },
): Promise<Degraded[]> {
  const machines = await readDegradedMachines(queries, tenantId, clientIds, now);
  const { licenceEndingDays: days, timeZone: zone } = settings;
  const licences = await readLicenceEnds(queries, tenantId, clientIds, lastEndOf(now, days));
  return [...machines, ...degradedLicences(licences, { days, zone, now })];
}
