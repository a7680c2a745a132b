import { type AlertReader, createAlertReader } from './alert/alert.reader.js';
import { AlertResolver } from './alert/alert.resolver.js';
import { createActionReader } from './alert/alert-action.reader.js';
import { AlertActionResolver } from './alert/alert-action.resolver.js';
import { deliverAction, giveUpAction } from './alert/deliver.js';
import { createMuteReader } from './alert/mute.reader.js';
import { AlertMuteFieldResolver, MuteResolver } from './alert/mute.resolver.js';
import { createMuteService } from './alert/mute.service.js';
import { RuleResolver } from './alert/rule.resolver.js';
import { createRuleService } from './alert/rule.service.js';
import { watchAlerts } from './alert/watch-alerts.js';
import { WebhookResolver } from './alert/webhook.resolver.js';
import { createWebhookService } from './alert/webhook.service.js';
import { createWebhookSender } from './alert/webhook-sender.js';
import { AuditResolver } from './audit/audit.resolver.js';
import { checkSuspensions } from './company/check-suspensions.js';
import { BitdefenderClientResolver, ClientResolver } from './company/client.resolver.js';
import { type ClientWatch, createClientWatch } from './company/client-watch.js';
import { CompanyResolver } from './company/company.resolver.js';
import { createCompanyService } from './company/company.service.js';
import { CompanyEventResolver } from './company/company-event.resolver.js';
import { createMappingHelpReader } from './company/mapping-help.reader.js';
import { MappingPreviewResolver, MappingSuggestionResolver } from './company/mapping-help.resolver.js';
import type { Config } from './config.js';
import { ConnectionResolver } from './connection/connection.resolver.js';
import { createConnectionService } from './connection/connection.service.js';
import { readFingerprint } from './connection/fingerprint.js';
import { createOpenGravityZone } from './connection/open-gravityzone.js';
import { createResealing, requestResealing } from './connection/reseal-keys.js';
import { createSealer, type Sealer } from './connection/sealing.js';
import type { Database } from './database/database.js';
import { openDatabase } from './database/database.js';
import { startEmbeddedPostgres } from './database/embedded-postgres.js';
import { openLiveEvents } from './database/live-events.js';
import { migrate } from './database/orm.js';
import { AgentResolver } from './device/agent.resolver.js';
import { createCoverageReader } from './device/coverage.reader.js';
import { CoverageResolver } from './device/coverage.resolver.js';
import { loadDevice } from './device/device.loader.js';
import { createDeviceReader, type DeviceReader } from './device/device.reader.js';
import { DeviceResolver } from './device/device.resolver.js';
import { createDeviceEventReader } from './device/device-event.reader.js';
import { ExpectationResolver } from './device/expectation.resolver.js';
import { createExpectationService } from './device/expectation.service.js';
import { clearCoverage, keepCoverage } from './device/keep-coverage.js';
import { createMachineReader, type MachineReader } from './device/machine.reader.js';
import { MachineResolver } from './device/machine.resolver.js';
import { createMatchDecisionReader } from './device/match-decision.reader.js';
import { MatchDecisionResolver } from './device/match-decision.resolver.js';
import { createMatchDecisionService } from './device/match-decision.service.js';
import { rematchClients } from './device/rematch-clients.js';
import { DiagnosticsResolver } from './diagnostics/diagnostics.resolver.js';
import { createDiagnostics } from './diagnostics/diagnostics.service.js';
import { ExportResolver } from './export/export.resolver.js';
import { exportRoute } from './export/export.route.js';
import { createExportables, type Exportables } from './export/exportables.js';
import type { Live } from './graphql/context.js';
import { createSubgraphSchema, type SubgraphSchema } from './graphql/schema.js';
import { createAuthenticate, rememberViewers } from './graphql/viewer.js';
import { clearJobs } from './job/clear-jobs.js';
import { JobResolver } from './job/job.resolver.js';
import { JobKind } from './job/job.type.js';
import { createMaintenance, type MaintenanceStep } from './job/maintenance.js';
import { type JobWorks, runJob } from './job/run-job.js';
import { createOpsMerge, type OpsMerge } from './opsmerge/opsmerge.js';
import { requireFreePorts } from './server/free-ports.js';
import type { Logger } from './server/logger.js';
import { startServer } from './server/server.js';
import { createCadenceReader } from './sync/cadence.reader.js';
import { clearRuns } from './sync/clear-runs.js';
import { createFreshnessReader } from './sync/freshness.reader.js';
import { ClientFreshnessResolver, ConnectionFreshnessResolver } from './sync/freshness.resolver.js';
import { openQueue, type Queue } from './sync/queue.js';
import { runSync } from './sync/run-sync.js';
import { createSyncReader, type SyncReader, watchRuns } from './sync/sync.reader.js';
import { SyncResolver } from './sync/sync.resolver.js';
import { startTick } from './sync/tick.js';
import { TenantSettingsResolver } from './tenant/tenant-settings.resolver.js';
import { PortalResolver } from './threat/portal.resolver.js';
import { removeOldThreats } from './threat/remove-old-threats.js';
import { rerateOpenThreats } from './threat/rerate.js';
import { createThreatReader, type ThreatReader } from './threat/threat.reader.js';
import { ThreatResolver } from './threat/threat.resolver.js';
import { createThreatCountsReader } from './threat/threat-counts.reader.js';
import { ThreatCountsResolver } from './threat/threat-counts.resolver.js';
import { ThreatLogResolver } from './threat/threat-log.resolver.js';
import { TriageResolver } from './threat/triage.resolver.js';
import { watchThreats } from './threat/watch-threats.js';

/** The running service. */
export interface App {
  /** The GraphQL address. */
  url: string;
  databaseUrl: string;
  /** Stops taking work, hands on what runs, closes sockets, then the database. */
  close(): Promise<void>;
}

/**
 * Builds and starts the service from its configuration: the same for the service, the demo and the tests.
 * `onStatement` sees the SQL of each statement, for tests that count them.
 */
export async function startApp(
  config: Config,
  logger: Logger,
  onStatement?: (statement: string) => void,
): Promise<App> {
  /** What has been started, to be stopped in the opposite order. */
  const running: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const stop of running.splice(0).reverse())
      await stop().catch((error: Error) => logger.error({ error: error.message }, 'stopping'));
  };
  try {
    // Before the database: an embedded one may be that of the service which has the port, and would be stopped under it.
    await requireFreePorts(config.host, [{ user: 'this service', port: config.port }]);
    let databaseUrl = config.databaseUrl;
    if (databaseUrl === undefined) {
      const server = await startEmbeddedPostgres(config.dataFolder);
      running.push(() => server.stop());
      databaseUrl = server.url;
    }
    const applied = await migrate(databaseUrl);
    if (applied.length > 0) logger.info({ applied }, 'migrated');

    const database = openDatabase(databaseUrl, onStatement);
    running.push(() => database.close());
    const opsMerge = createOpsMerge(config.opsmerge);
    running.push(() => opsMerge.close());
    const liveEvents = await openLiveEvents(databaseUrl, (error) =>
      logger.warn({ error: error.message }, 'live events'),
    );
    running.push(() => liveEvents.close());
    const sealer = createSealer(config.masterKeys);
    const fingerprint = await readFingerprint(database);
    const openGravityZone = createOpenGravityZone({ database, sealer, fingerprint }, config.gravityZone);
    const queue = await openQueue({ database, logger });
    running.push(() => queue.stop());
    const { runSeconds } = config.gravityZone;
    const parts = { database, opsMerge, jobs: queue, queue, openGravityZone, liveEvents, logger, runSeconds };
    const resealDaily: MaintenanceStep = {
      name: 'reseal keys',
      run: ({ tenantId, now }) => requestResealing({ database, queue, sealer }, now, tenantId),
    };
    const works: JobWorks = {
      [JobKind.MAINTENANCE]: createMaintenance(
        [
          clearJobs,
          clearRuns,
          resealDaily,
          removeOldThreats,
          keepCoverage,
          clearCoverage,
          checkSuspensions(openGravityZone),
        ],
        logger,
      ),
      [JobKind.REMATCH_CLIENTS]: rematchClients,
      [JobKind.RERATE_THREATS]: rerateOpenThreats,
      [JobKind.RESEAL_KEYS]: createResealing({ sealer, fingerprint, logger }),
    };
    const webhooks = createWebhookSender({
      database,
      sealer,
      allowedNetworks: config.gravityZone.allowedNetworks,
      timeoutMilliseconds: config.opsmerge.timeoutMilliseconds,
    });
    const delivery = { database, opsMerge, webhooks, jobs: queue };
    await queue.work({
      sync: (job, signal) => runSync(parts, job, signal),
      job: (job, signal) => runJob({ database, works, logger }, job, signal),
      deliver: ({ tenantId, actionId }) => deliverAction(delivery, tenantId, actionId),
      giveUp: ({ tenantId, actionId }) => giveUpAction(delivery, tenantId, actionId),
    });
    await requestResealing({ database, queue, sealer }, new Date());
    const tick = startTick({ database, opsMerge, queue, logger, expression: config.tick });
    running.push(() => tick.stop());

    const threats = createThreatReader(database);
    const alerts = createAlertReader(database);
    const runs = createSyncReader(database);
    const clientWatch = createClientWatch(database, (error) => logger.warn({ error: error.message }, 'client watch'));
    const live: Live = {
      threats: (viewer, wanted) => watchThreats({ liveEvents, reader: threats, clientWatch }, viewer, wanted),
      alerts: (viewer, wanted) => watchAlerts({ liveEvents, reader: alerts, clientWatch }, viewer, wanted),
      runs: (tenantId, runId) => watchRuns({ liveEvents, reader: runs }, tenantId, runId),
    };
    const machines = createMachineReader(database);
    const exportables = createExportables({ machines, devices: createDeviceReader(database), threats, opsMerge });
    let address = '';
    const schema = await createGraph({
      database,
      sealer,
      machines,
      exportables,
      publicUrl: () => config.publicUrl ?? address,
      opsMerge,
      queue,
      threats,
      alerts,
      runs,
      clientWatch,
      connections: createConnectionService({ database, sealer, fingerprint, openGravityZone }),
    });
    const server = await startServer(
      {
        schema,
        authenticate: rememberViewers(createAuthenticate(config.auth)),
        live,
        exportRoute: exportRoute({ exportables, sealer, logger }),
        logger,
        checkReady: () => checkDatabase(database),
      },
      config,
    );
    address = new URL(server.url).origin;
    running.push(() => server.close());
    logger.info({ url: server.url }, 'serving');
    return { url: server.url, databaseUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface GraphParts {
  database: Database;
  sealer: Sealer;
  machines: MachineReader;
  exportables: Exportables;
  /** The address of this service as its users reach it. */
  publicUrl: () => string;
  opsMerge: OpsMerge;
  queue: Queue;
  threats: ThreatReader;
  alerts: AlertReader;
  runs: SyncReader;
  clientWatch: ClientWatch;
  connections: ReturnType<typeof createConnectionService>;
}

/** The schema with every resolver in it. */
export function createGraph({
  database,
  sealer,
  machines,
  exportables,
  publicUrl,
  opsMerge,
  queue,
  threats,
  alerts,
  runs,
  clientWatch,
  connections,
}: GraphParts): Promise<SubgraphSchema> {
  const devices: DeviceReader = createDeviceReader(database);
  const coverage = createCoverageReader(database);
  const counts = createThreatCountsReader(database);
  const freshness = createFreshnessReader(database);
  const mutes = createMuteReader(database);
  const mappingHelp = createMappingHelpReader({ database, opsMerge });
  const threatResolver = new ThreatResolver(threats, devices);
  return createSubgraphSchema(
    [
      new ConnectionResolver(database, connections),
      new CompanyResolver(database, createCompanyService({ database, opsMerge, jobs: queue })),
      new CompanyEventResolver(database),
      new ClientResolver(database, clientWatch),
      new MappingSuggestionResolver(database, mappingHelp),
      new MappingPreviewResolver(database, mappingHelp),
      new BitdefenderClientResolver({ machines, coverage, threats, counts }),
      new MachineResolver(machines, devices),
      new CoverageResolver(coverage),
      new ExpectationResolver(createExpectationService(database)),
      new DeviceResolver(devices, createDeviceEventReader(database), threats, counts),
      new MatchDecisionResolver(
        createMatchDecisionService({ database, opsMerge }),
        createMatchDecisionReader(database),
        devices,
      ),
      new AgentResolver(devices),
      threatResolver,
      new ThreatCountsResolver(counts),
      new ThreatLogResolver(database),
      new TriageResolver({ database, jobs: queue }, threats),
      new AlertResolver(database, alerts, threatResolver, devices),
      new AlertActionResolver({ database, jobs: queue }, createActionReader(database)),
      new RuleResolver(createRuleService({ database, opsMerge }), alerts),
      new WebhookResolver(createWebhookService({ database, sealer })),
      new MuteResolver(createMuteService(database), mutes, devices),
      new AlertMuteFieldResolver(mutes),
      new ExportResolver(exportables, sealer, publicUrl),
      new JobResolver(database),
      new SyncResolver(database, runs, queue),
      new ClientFreshnessResolver(freshness, createCadenceReader(database)),
      new ConnectionFreshnessResolver(freshness),
      new TenantSettingsResolver(database, queue),
      new AuditResolver(database),
      new DiagnosticsResolver(createDiagnostics(database)),
      new PortalResolver(database, threats, counts),
    ],
    {
      BitdefenderDevice: (context, id) => loadDevice(context, devices, id),
      BitdefenderThreat: (context, id) => threatResolver.reference(context, id),
    },
  );
}

async function checkDatabase(database: Database): Promise<void> {
  await database.query.selectFrom('connection').select('id').limit(1).execute();
}
