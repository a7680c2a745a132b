import { alertFeature } from './alert/alert.feature.js';
import { createDefaultRules } from './alert/rule/default-rules.js';
import { AuditResolver } from './audit/audit.resolver.js';
import { clientFeature } from './client/client.feature.js';
import { companyFeature } from './company/company.feature.js';
import { storeCompanies } from './company/store-companies.js';
import type { Database } from './database/database.js';
import { deviceFeature } from './device/device.feature.js';
import { DiagnosticsResolver } from './diagnostics/diagnostics.resolver.js';
import { createDiagnostics } from './diagnostics/diagnostics.service.js';
import { FindingLinksResolver } from './diagnostics/finding-links.resolver.js';
import { digestFeature } from './digest/digest.feature.js';
import { exportFeature } from './export/export.feature.js';
import type { Live } from './graphql/context.js';
import { createRefuseUnknown } from './graphql/known-subjects.js';
import { createSubgraphSchema, type References } from './graphql/schema.js';
import { integrationFeature } from './integration/integration.feature.js';
import type { Connected } from './integration/integration.store.js';
import type { Fingerprint } from './integration/key/fingerprint.js';
import type { Sealer } from './integration/key/sealing.js';
import type { Signer } from './integration/key/signing.js';
import type { OpenGravityZone } from './integration/open-gravityzone.js';
import { jobFeature } from './job/job.feature.js';
import { JobKind } from './job/job.type.js';
import { createMaintenance } from './job/maintenance.js';
import type { JobWorks } from './job/run-job.js';
import type { ClientWatch } from './live/client-watch.js';
import type { LiveEvents } from './live/live-events.js';
import type { Logger } from './logger.js';
import type { OpsMerge } from './opsmerge/opsmerge.js';
import type { Queue } from './queue/queue.js';
import { reportFeature } from './report/report.feature.js';
import { seatFeature } from './seat/seat.feature.js';
import { syncFeature } from './sync/sync.feature.js';
import { TenantSettingsResolver } from './tenant/tenant-settings.resolver.js';
import { createTenantSettingsService } from './tenant/tenant-settings.service.js';
import type { Alerting } from './threat/intake/alerting.js';
import { threatFeature } from './threat/threat.feature.js';

/** What the features need of the service. */
export interface GraphParts {
  database: Database;
  sealer: Sealer;
  /** Signs the links of reports. */
  linkSigner: Signer;
  fingerprint: Fingerprint;
  openGravityZone: OpenGravityZone;
  /** How often the people of a tenant may test an integration within an hour. */
  testsPerHour: number;
  opsMerge: OpsMerge;
  queue: Queue;
  alerting: Alerting;
  liveEvents: LiveEvents;
  clientWatch: ClientWatch;
  logger: Logger;
  /** The address at which users reach this service. */
  publicUrl: () => string;
  /** How old the state of a device may become, in hours. */
  stateHours: number;
}

/**
 * Combines the features: the schema with every resolver, the sources of subscriptions, the work of background jobs, and
 * the route of exports. Nothing in `given` is called before a request or a job, so that the schema can be printed without
 * a service.
 */
export async function createGraph(given: GraphParts) {
  const parts = { ...given, jobs: given.queue };
  const { database } = parts;
  const threat = threatFeature(parts);
  const { threats, counts, threatResolver } = threat;
  const device = deviceFeature({ ...parts, threats, counts });
  const { devices, machines, coverage } = device;
  const alert = alertFeature({ ...parts, devices, threatResolver, threatCounts: counts });
  const seat = seatFeature({ database, devices });
  const exports = exportFeature({ ...parts, machines, devices, threats, seats: seat.seats });
  const company = companyFeature(parts);
  const integration = integrationFeature({ ...parts, connected });
  const client = clientFeature({ ...parts, machines, coverage, threats, counts, alertCounts: alert.alertCounts });
  const digestParts = { ...parts, counts, alertCounts: alert.alertCounts, coverage };
  const digest = digestFeature(digestParts);
  const report = reportFeature({ ...parts, threats, counts });
  const sync = syncFeature(parts);
  const job = jobFeature(parts);

  const live: Live = { ...threat.live, ...alert.live, ...sync.live };
  const steps = [job, sync, integration, threat, device, alert, company, client, seat, exports, digest, report].flatMap(
    ({ maintenance }) => maintenance,
  );
  const works: JobWorks = {
    [JobKind.MAINTENANCE]: createMaintenance(steps, parts.logger),
    ...integration.jobs,
    ...device.jobs,
    ...threat.jobs,
  };
  const features = [integration, company, client, device, threat, alert, seat, exports, digest, report, job, sync];
  const references: References = Object.assign(
    {},
    ...features.map((feature) => ('references' in feature ? feature.references : {})),
  );
  const schema = await createSubgraphSchema(
    [
      ...features.flatMap(({ resolvers }): object[] => resolvers),
      new TenantSettingsResolver(createTenantSettingsService(parts)),
      new AuditResolver(database),
      new DiagnosticsResolver(createDiagnostics(database)),
      new FindingLinksResolver(references),
    ],
    references,
    createRefuseUnknown(given),
  );
  return { schema, live, works, exportRoute: exports.route, reportLinks: report.links, digests: digestParts };
}

/** Prepares an integration that was made or resumed: stores its companies, and the default rules of a new tenant. */
const connected: Connected = async (transaction, { integration, companies, isNew, actor, now }) => {
  await storeCompanies(transaction, integration, companies, now, isNew);
  await createDefaultRules(transaction, integration.tenantId, actor, now);
};
