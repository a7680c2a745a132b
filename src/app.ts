import { createActionReader } from './alert/delivery/alert-action.reader.js';
import { AlertActionResolver } from './alert/delivery/alert-action.resolver.js';
import { deliverAction, giveUpAction } from './alert/delivery/deliver.js';
import { type AlertReader, createAlertReader } from './alert/list/alert.reader.js';
import { AlertResolver } from './alert/list/alert.resolver.js';
import { watchAlerts } from './alert/list/watch-alerts.js';
import { createMuteReader } from './alert/mute/mute.reader.js';
import { AlertMuteFieldResolver, MuteResolver } from './alert/mute/mute.resolver.js';
import { createMuteService } from './alert/mute/mute.service.js';
import { RuleResolver } from './alert/rule/rule.resolver.js';
import { createRuleService } from './alert/rule/rule.service.js';
import { WebhookResolver } from './alert/webhook/webhook.resolver.js';
import { createWebhookService } from './alert/webhook/webhook.service.js';
import { createWebhookSender } from './alert/webhook/webhook-sender.js';
import { AuditResolver } from './audit/audit.resolver.js';
import { createAuthenticate, rememberViewers } from './auth/viewer.js';
import { BitdefenderClientResolver, ClientResolver } from './client/client.resolver.js';
import { checkSuspensions } from './company/check-suspensions.js';
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
import { migrate } from './database/orm.js';
import { createCoverageReader } from './device/coverage/coverage.reader.js';
import { CoverageResolver } from './device/coverage/coverage.resolver.js';
import { clearCoverage, keepCoverage } from './device/coverage/keep-coverage.js';
import { loadDevice } from './device/detail/device.loader.js';
import { createDeviceReader, type DeviceReader } from './device/detail/device.reader.js';
import { DeviceResolver } from './device/detail/device.resolver.js';
import { createDeviceEventReader } from './device/detail/device-event.reader.js';
import { ExpectationResolver } from './device/health/expectation.resolver.js';
import { createExpectationService } from './device/health/expectation.service.js';
import { AgentResolver } from './device/machine/agent.resolver.js';
import { createMachineReader, type MachineReader } from './device/machine/machine.reader.js';
import { MachineResolver } from './device/machine/machine.resolver.js';
import { createMatchDecisionReader } from './device/matching/match-decision.reader.js';
import { MatchDecisionResolver } from './device/matching/match-decision.resolver.js';
import { createMatchDecisionService } from './device/matching/match-decision.service.js';
import { rematchClients } from './device/matching/rematch-clients.js';
import { DiagnosticsResolver } from './diagnostics/diagnostics.resolver.js';
import { createDiagnostics } from './diagnostics/diagnostics.service.js';
import { ExportResolver } from './export/export.resolver.js';
import { exportRoute } from './export/export.route.js';
import { createExportables, type Exportables } from './export/exportables.js';
import type { Live } from './graphql/context.js';
import { createSubgraphSchema, type SubgraphSchema } from './graphql/schema.js';
import { clearJobs } from './job/clear-jobs.js';
import { JobResolver } from './job/job.resolver.js';
import { JobKind } from './job/job.type.js';
import { createMaintenance, type MaintenanceStep } from './job/maintenance.js';
import { type JobWorks, runJob } from './job/run-job.js';
import { type ClientWatch, createClientWatch } from './live/client-watch.js';
import { openLiveEvents } from './live/live-events.js';
import type { Logger } from './logger.js';
import { createOpsMerge, type OpsMerge } from './opsmerge/opsmerge.js';
import { openQueue, type Queue } from './queue/queue.js';
import { startServer } from './server/server.js';
import { createCadenceReader } from './sync/cadence/cadence.reader.js';
import { createFreshnessReader } from './sync/freshness/freshness.reader.js';
import { ClientFreshnessResolver, ConnectionFreshnessResolver } from './sync/freshness/freshness.resolver.js';
import { clearRuns } from './sync/history/clear-runs.js';
import { createSyncReader, type SyncReader, watchRuns } from './sync/history/sync.reader.js';
import { SyncResolver } from './sync/history/sync.resolver.js';
import { runSync } from './sync/run/run-sync.js';
import { startTick } from './sync/tick/tick.js';
import { TenantSettingsResolver } from './tenant/tenant-settings.resolver.js';
import { createThreatCountsReader } from './threat/counts/threat-counts.reader.js';
import { ThreatCountsResolver } from './threat/counts/threat-counts.resolver.js';
import { removeOldThreats } from './threat/intake/remove-old-threats.js';
import { rerateOpenThreats } from './threat/intake/rerate.js';
import { createThreatReader, type ThreatReader } from './threat/list/threat.reader.js';
import { ThreatResolver } from './threat/list/threat.resolver.js';
import { ThreatLogResolver } from './threat/list/threat-log.resolver.js';
import { watchThreats } from './threat/list/watch-threats.js';
import { PortalResolver } from './threat/portal/portal.resolver.js';
import { TriageResolver } from './threat/triage/triage.resolver.js';

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
