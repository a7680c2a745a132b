import { severities } from '../../domain/severity.js';
import type { CoreAlert, OpsMerge, PublishAlertInput, UpdateAlertInput } from '../../opsmerge/opsmerge.js';
import { bodyOf, titleOf } from '../delivery/delivery-text.js';
import type { PublicationToSend } from './read-publication.js';

type Calls = Pick<OpsMerge, 'publishAlert' | 'updateAlert' | 'resolveAlert'>;

/**
 * Makes core's alert what ours is. Each call may be repeated: core has one alert for the key, and ignores a revision that is not
 * newer than its own. Returns core's alert.
 */
export async function sendPublication(
  core: Calls,
  tenantId: string,
  publication: PublicationToSend,
): Promise<CoreAlert> {
  const { id: idempotencyKey, revision, platformAlertId, alert } = publication;
  const isOver = alert.state === 'RESOLVED';
  const end = () => core.resolveAlert(tenantId, { idempotencyKey, revision });
  if (platformAlertId !== null) return isOver ? end() : core.updateAlert(tenantId, stateOf(publication, revision));
  // What is over already is raised all the same, since an attempt whose answer was lost may have raised it.
  const published = await core.publishAlert(tenantId, raised(publication, isOver ? revision - 1 : revision));
  if (isOver) return end();
  // An earlier attempt did arrive, with what the alert was then.
  return published.revision < revision ? core.updateAlert(tenantId, stateOf(publication, revision)) : published;
}

function raised(publication: PublicationToSend, revision: number): PublishAlertInput {
  const { alertType: type, agentId } = publication.alert;
  return { ...stateOf(publication, revision), type, clientId: publication.clientId, agentId };
}

function stateOf({ id: idempotencyKey, alert }: PublicationToSend, revision: number): UpdateAlertInput {
  return {
    idempotencyKey,
    revision,
    severity: severities[alert.severity] ?? 'UNKNOWN',
    // Who puts an alert aside looks after it.
    status: alert.state === 'ACKNOWLEDGED' || alert.state === 'SNOOZED' ? 'ACKNOWLEDGED' : 'OPEN',
    title: titleOf(alert),
    body: bodyOf(alert),
  };
}
