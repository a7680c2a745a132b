import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { laterAlertKinds, laterValue } from '../../database/later-values.js';
import { clientInCore } from '../../tenant/merging-clients.js';
import { agentOfThreat } from '../../threat/owners/machine-threats.sql.js';
import {
  type DescribedAlert,
  type HeldBefore,
  heldBefore,
  heldColumns,
  heldSentence,
} from '../delivery/read-delivery.js';

/** A published alert as it is now. */
export interface PublicationToSend {
  /** Of the alert, which is its idempotency key in core. */
  id: string;
  clientId: string;
  revision: number;
  /** Null as long as core has not answered for it. */
  platformAlertId: string | null;
  alert: DescribedAlert & { state: string; alertType: string; agentId: string | null };
}

/** Reads a publication and its alert as of one moment; undefined when either is gone. */
export async function readPublication(
  database: Database,
  tenantId: string,
  id: string,
): Promise<PublicationToSend | undefined> {
  const { rows } = await sql<Omit<PublicationToSend, 'alert'> & Omit<PublicationToSend['alert'], 'held'> & HeldBefore>`
    select publication.id, ${clientInCore(tenantId, sql`publication.client_id`)} as client_id, publication.revision, publication.platform_alert_id, ${laterValue(laterAlertKinds)} as kind, alert.alert_type,
           alert.state, alert.title, alert.severity, coalesce(alert.detail, threat.explanation) as detail,
           coalesce(device.name, threat.host_name) as host_name, ${agentOfThreat} as agent_id, threat.file_path, threat.action,
           threat.link, threat.detected_at, ${heldColumns}
    from alert_publication as publication
    join alert on alert.tenant_id = publication.tenant_id and alert.id = publication.id
    left join threat on threat.tenant_id = alert.tenant_id and threat.id = alert.threat_id
    left join device on device.tenant_id = threat.tenant_id and device.id = threat.device_id
    left join ${heldBefore('publication.created_at')}
    where publication.tenant_id = ${tenantId} and publication.id = ${id}::uuid`.execute(database.query);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { clientId, revision, platformAlertId, heldFrom, releasedAt, heldBy, ...alert } = row;
  const held = heldSentence({ heldFrom, releasedAt, heldBy });
  return { id, clientId, revision, platformAlertId, alert: { ...alert, held } };
}
