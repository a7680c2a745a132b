import { type Transaction } from 'kysely';
import { recordAudit } from '../audit/audit.js';
import { type Viewer } from '../auth/viewer.js';
import { type Database, json, type Tables } from '../database/database.js';
import { versionOf } from '../domain/version.js';
import { refuseOutdated, UserInputError } from '../graphql/errors.js';
import { requestJob } from '../job/job.store.js';
import { JobKind } from '../job/job.type.js';
import { type OpsMerge, OpsMergeError } from '../opsmerge/opsmerge.js';
import { type JobQueue } from '../queue/ports.js';
import { applyChange, type SettingsChange, validateChange, workAfter } from './change-settings.js';
import { readTenantSettings, type TenantSettings } from './tenant-settings.js';

/** Settings with the version that a change of them must name. */
export interface VersionedSettings extends TenantSettings {
  version: string;
}

/** The settings after a change, and the jobs it started; null where the change needs no job. */
export interface ChangedSettings {
  settings: VersionedSettings;
  jobId: string | null;
  rematchJobId: string | null;
}

export interface TenantSettingsService {
  /** Returns the settings of a tenant, with defaults for those never changed. */
  read(tenantId: string): Promise<VersionedSettings>;
  /**
   * Changes settings and starts the jobs the change needs. Throws UserInputError for a value outside its bounds, and if the
   * version is not that of what is stored.
   */
  update(viewer: Viewer, change: SettingsChange & { version?: string | null }): Promise<ChangedSettings>;
}

/** Takes the queue of the jobs that a change starts, and core, which is asked whether it takes alerts. */
export function createTenantSettingsService({
  database,
  queue,
  opsMerge,
}: {
  database: Database;
  queue: JobQueue;
  opsMerge: Pick<OpsMerge, 'takesAlerts'>;
}): TenantSettingsService {
  return {
    read: async (tenantId) => versioned(await readTenantSettings(database.query, tenantId)),

    async update({ tenantId, subject }, { version, ...change }) {
      validateChange(change);
      const { alertsRoutedBy } = await readTenantSettings(database.query, tenantId);
      if (change.alertsRoutedBy === 'PLATFORM_RULES' && alertsRoutedBy !== 'PLATFORM_RULES')
        await refuseWithoutAlerts(opsMerge, tenantId);
      return database.forTenant(tenantId, async (transaction) => {
        const now = new Date();
        const before = await readTenantSettings(transaction, tenantId);
        refuseOutdated(version, versionOf(before), 'settings');
        const settings = applyChange(before, change);
        await storeSettings(transaction, tenantId, settings, now);
        await recordAudit(transaction, {
          tenantId,
          actor: subject,
          action: 'SETTINGS_CHANGED',
          subject: tenantId,
          detail: { before: { ...before }, after: settings },
          at: now,
        });
        const { rerate, rematch } = workAfter(before, settings);
        const request = (kind: JobKind) =>
          requestJob(transaction, queue, { tenantId, kind, requestedBy: subject, now });
        return {
          settings: versioned(settings),
          jobId: rerate ? await request(JobKind.RERATE_THREATS) : null,
          rematchJobId: rematch ? await request(JobKind.REMATCH_CLIENTS) : null,
        };
      });
    },
  };
}

/** Throws UserInputError when core takes no alerts, or cannot be asked. */
async function refuseWithoutAlerts(opsMerge: Pick<OpsMerge, 'takesAlerts'>, tenantId: string): Promise<void> {
  const field = ['input', 'alertsRoutedBy'];
  const takes = await opsMerge.takesAlerts(tenantId).catch((error: unknown) => {
    if (!(error instanceof OpsMergeError)) throw error;
    const message =
      'OpsMerge cannot be asked at the moment whether it takes alerts. Nothing was changed: try again later.';
    throw new UserInputError('CORE_UNAVAILABLE', message, field);
  });
  if (takes) return;
  const message =
    "This OpsMerge does not take alerts yet (publishAlert, updateAlert and resolveAlert are missing), so its rules cannot be applied. Keep this service's rules, and choose the platform's after OpsMerge was updated.";
  throw new UserInputError('PLATFORM_RULES_UNAVAILABLE', message, field);
}

const versioned = (settings: TenantSettings): VersionedSettings => ({ ...settings, version: versionOf(settings) });

async function storeSettings(
  transaction: Transaction<Tables>,
  tenantId: string,
  { outbreak, severityBands, stateSeverities, responsePromise, ...settings }: TenantSettings,
  now: Date,
): Promise<void> {
  const columns = {
    ...settings,
    severityBands: json(severityBands),
    responsePromise: json(responsePromise),
    infectedSeverity: stateSeverities.infected,
    detectionSeverity: stateSeverities.detection,
    outbreakMachines: outbreak.machines,
    outbreakMinutes: outbreak.minutes,
    changedAt: now,
  };
  await transaction
    .insertInto('tenantSetting')
    .values({ tenantId, ...columns })
    .onConflict((conflict) => conflict.column('tenantId').doUpdateSet(columns))
    .execute();
}
