import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import type { Jobs } from '../../queue/ports.js';

/** What changes publications: the tenant, its jobs, and the time. */
export interface PublicationContext {
  tenantId: string;
  jobs: Jobs;
  now: Date;
}

/** An alert for the platform's rules. */
export interface WantedPublication {
  alertId: string;
  clientId: string;
  /** Name of the threat, or of the outbreak. */
  name: string;
}

/**
 * Publishes these alerts, each with its job; one whose outbreak is published joins that publication. What was published or acted upon
 * before must not be among them. The transaction must hold the tenant's lock.
 */
export async function requestPublications(
  transaction: Transaction<Tables>,
  context: PublicationContext,
  wanted: readonly WantedPublication[],
): Promise<void> {
  if (wanted.length === 0) return;
  const { tenantId, jobs, now } = context;
  const outbreaks = await publishedOutbreaks(transaction, tenantId, wanted);
  for (const { alertId: id, clientId, name: threatName } of wanted) {
    if (outbreaks.has(id)) continue;
    await transaction
      .insertInto('alertPublication')
      .values({
        ...{ tenantId, id, clientId, threatName },
        ...{ state: 'PENDING', attempts: 0, failures: 0, occurrences: 0, revision: 1 },
        ...{ platformAlertId: null, turn: null, waits: false, lastError: null, createdAt: now, changedAt: now },
      })
      .execute();
    await jobs.publish(transaction, tenantId, id);
  }
  const publications = wanted.map(({ alertId }) => outbreaks.get(alertId) ?? alertId);
  await sql`
    insert into alert_occurrence (tenant_id, action_id, alert_id, at)
    select ${tenantId}, publication_id, alert_id, ${now}
    from unnest(${publications}::uuid[], ${wanted.map(({ alertId }) => alertId)}::uuid[]) as given (publication_id, alert_id)
    on conflict do nothing`.execute(transaction);
  await sql`
    update alert_publication as publication set changed_at = ${now}, occurrences = (
      select count(*) from alert_occurrence as occurrence
      where occurrence.tenant_id = publication.tenant_id and occurrence.action_id = publication.id)
    where tenant_id = ${tenantId} and id = any(${publications}::uuid[])`.execute(transaction);
  await followPublished(transaction, context, [...new Set(outbreaks.values())]);
}

/** The published outbreak of each of these alerts that belongs to one. */
async function publishedOutbreaks(
  transaction: Transaction<Tables>,
  tenantId: string,
  wanted: readonly WantedPublication[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; outbreakId: string }>`
    select alert.id, alert.outbreak_id from alert
    join alert_publication as publication on publication.tenant_id = alert.tenant_id and publication.id = alert.outbreak_id
    where alert.tenant_id = ${tenantId} and alert.id = any(${wanted.map(({ alertId }) => alertId)}::uuid[])`.execute(
    transaction,
  );
  return new Map(rows.map(({ id, outbreakId }) => [id, outbreakId]));
}

/**
 * Has those of these alerts that are published sent once more, as they are by now. A publication has one job at a time: one that is
 * under way sees that there is something newer when it ends. What was given up gets another chance. The transaction must hold the
 * tenant's lock.
 */
export async function followPublished(
  transaction: Transaction<Tables>,
  { tenantId, jobs, now }: PublicationContext,
  alertIds: readonly string[],
): Promise<void> {
  if (alertIds.length === 0) return;
  const { rows } = await sql<{ id: string; wasPending: boolean }>`
    update alert_publication as publication
    set revision = publication.revision + 1, state = 'PENDING', changed_at = ${now},
        failures = case when publication.state = 'DEAD' then 0 else publication.failures end
    from alert_publication as old
    where publication.tenant_id = ${tenantId} and publication.id = any(${[...alertIds]}::uuid[])
      and old.tenant_id = publication.tenant_id and old.id = publication.id
    returning publication.id, old.state = 'PENDING' as was_pending`.execute(transaction);
  for (const { id, wasPending } of rows) if (!wasPending) await jobs.publish(transaction, tenantId, id);
}
