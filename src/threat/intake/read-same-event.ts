import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import { laterSeveritySources, laterValue } from '../../database/later-values.js';
import { devicesOfMachine } from '../owners/machine-threats.sql.js';
import type { ThreatDraft } from './draft.js';
import type { StoredThreat } from './known-threats.js';
import { findSameEvent } from './same-event.js';

type Candidate = StoredThreat & { name: string; filePath: string | null; fileHash: string | null; detectedAt: Date };

/**
 * Reads the stored threat that a draft of a company belongs to although none of its rows is known; undefined if there is none: one from
 * the other list that is the same event, else one that only the state of the device has shown so far.
 */
export async function readSameEvent(
  transaction: Transaction<Tables>,
  tenantId: string,
  companyId: string,
  draft: ThreatDraft,
): Promise<StoredThreat | undefined> {
  if (draft.kind === 'DEVICE_STATE') return readOpenOfFlag(transaction, tenantId, companyId, draft);
  return (
    (await readListed(transaction, tenantId, companyId, { ...draft, kind: draft.kind })) ??
    (await readShownByFlag(transaction, tenantId, companyId, draft))
  );
}

const severitySource = laterValue(laterSeveritySources);
const threatColumns = sql`threat.id, threat.status, threat.resolved_by, threat.resolved_at, threat.occurrences,
  threat.last_detected_at, ${severitySource} as severity_source`;

/** Whether the threat is on the machine of the draft's device, under whichever of its twins, and only the state shows it. */
const onlyStateOf = (
  tenantId: string,
  companyId: string,
  { bdDeviceId }: ThreatDraft,
) => sql`threat.tenant_id = ${tenantId}
  and threat.device_id in (${devicesOfMachine(
    tenantId,
    sql`(select device.id from device
      join company on company.tenant_id = device.tenant_id and company.connection_id = device.connection_id
      where device.tenant_id = ${tenantId} and company.id = ${companyId}::uuid and device.bd_id = ${bdDeviceId})`,
  )})
  and not exists (select from threat_source as source
    where source.tenant_id = threat.tenant_id and source.threat_id = threat.id and source.kind <> 'DEVICE_STATE')`;

/** The open threat that the same flag of the machine has raised: another detection is one more occurrence of it. */
async function readOpenOfFlag(
  transaction: Transaction<Tables>,
  tenantId: string,
  companyId: string,
  draft: ThreatDraft,
): Promise<StoredThreat | undefined> {
  const { rows } = await sql<StoredThreat>`
    select ${threatColumns} from threat
    where ${onlyStateOf(tenantId, companyId, draft)} and threat.status = 'UNRESOLVED'
      and ${severitySource} = ${draft.flag === 'INFECTED' ? 'INFECTED_STATE' : 'DETECTION_STATE'}
    order by threat.detected_at, threat.id limit 1`.execute(transaction);
  return rows[0];
}

/** Whether GravityZone sets a flag for such a detection: not for what is in a mail, nor for an event of a report that is about no malware. */
function setsFlags({ kind, fileHash, family }: ThreatDraft): boolean {
  return kind !== 'EXCHANGE_QUARANTINE' && (kind !== 'REPORT' || fileHash !== null || family !== 'UNKNOWN');
}

/** The threat that a flag of the machine has raised within a day of this detection; a detection before an infection, then the nearest. */
async function readShownByFlag(
  transaction: Transaction<Tables>,
  tenantId: string,
  companyId: string,
  draft: ThreatDraft,
): Promise<StoredThreat | undefined> {
  if (draft.bdDeviceId === null || !setsFlags(draft)) return undefined;
  const { rows } = await sql<StoredThreat>`
    select ${threatColumns} from threat
    where ${onlyStateOf(tenantId, companyId, draft)} and ${severitySource} in ('INFECTED_STATE', 'DETECTION_STATE')
      and threat.detected_at <= ${draft.lastDetectedAt}::timestamptz + interval '1 day'
      and threat.last_detected_at >= ${draft.lastDetectedAt}::timestamptz - interval '1 day'
    order by ${severitySource}, abs(extract(epoch from threat.last_detected_at - ${draft.lastDetectedAt}::timestamptz)),
             threat.id limit 1`.execute(transaction);
  return rows[0];
}

/**
 * Reads the threat from the other list that is the same event as a draft of a company; undefined if there is none. Two
 * incidents are never one threat; several quarantine items may belong to one incident, which often drops several files.
 */
async function readListed(
  transaction: Transaction<Tables>,
  tenantId: string,
  companyId: string,
  draft: ThreatDraft & { kind: Exclude<ThreatDraft['kind'], 'DEVICE_STATE'> },
): Promise<StoredThreat | undefined> {
  if (draft.bdDeviceId === null) return undefined;
  const ofKind = (kind: string) =>
    sql`exists (select from threat_source as source
      where source.tenant_id = threat.tenant_id and source.threat_id = threat.id and source.kind = ${kind})`;
  // Several rows of a report may be of one threat, whatever reported it; its first listed row takes what the report showed.
  const listed = sql`(${ofKind('QUARANTINE')} or ${ofKind('REPORT')})`;
  const eligible = {
    INCIDENT: sql`${listed} and not ${ofKind('INCIDENT')}`,
    QUARANTINE: sql`(${ofKind('INCIDENT')} or ${ofKind('REPORT')})`,
    EXCHANGE_QUARANTINE: sql`(${ofKind('INCIDENT')} or ${ofKind('REPORT')})`,
    REPORT: sql`(${ofKind('INCIDENT')} or ${ofKind('EXCHANGE_QUARANTINE')} or ${listed})`,
  }[draft.kind];
  const { rows } = await sql<Candidate>`
    select ${threatColumns}, threat.name, threat.file_path, threat.file_hash, threat.detected_at
    from threat
    where threat.tenant_id = ${tenantId} and threat.company_id = ${companyId} and threat.bd_device_id = ${draft.bdDeviceId}
      and threat.detected_at between ${draft.detectedAt}::timestamptz - interval '1 day'
                                 and ${draft.detectedAt}::timestamptz + interval '1 day'
      and ${eligible}
    order by threat.detected_at, threat.id`.execute(transaction);
  const eventOf = (row: Pick<Candidate, 'name' | 'filePath' | 'fileHash' | 'detectedAt'>, id: string) => ({
    id,
    companyId,
    deviceId: draft.bdDeviceId,
    threatName: row.name,
    filePath: row.filePath,
    fileHash: row.fileHash,
    detectedAt: row.detectedAt,
  });
  const found = findSameEvent(
    eventOf(draft, draft.bdId),
    rows.map((row) => eventOf(row, row.id)),
  );
  return found === null ? undefined : rows.find(({ id }) => id === found.id);
}
