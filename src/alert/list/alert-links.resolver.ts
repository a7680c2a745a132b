import { sql } from 'kysely';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Database } from '../../database/database.js';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { UserReference, userOf } from '../../graphql/core-types.js';
import { Threat } from '../../threat/list/threat.type.js';
import type { AlertReader } from './alert.reader.js';
import { Alert } from './alert.type.js';
import { type AlertRow, alertColumns, alertOf, alertSource } from './alert-list.js';

/** An alert by its id, batched with the others of the request; null if the viewer's tenant has none of this id. */
export function findAlert(context: RequestContext, reader: AlertReader, alertId: string): Promise<Alert | null> {
  return loaderOf<string, Alert | null>(context, 'alert', () => {
    return new Loader(async (ids) => {
      const found = await reader.byIds(context.viewer.tenantId, ids);
      return ids.map((id) => found.get(id) ?? null);
    });
  }).load(alertId);
}

/** From an alert to that of its outbreak. */
@Resolver(() => Alert)
export class OutbreakResolver {
  constructor(private readonly reader: AlertReader) {}

  @FieldResolver(() => Alert, {
    nullable: true,
    description: 'Alert of the outbreak its threat belongs to; null if there is none.',
  })
  outbreak(@Root() { outbreakId }: Alert, @Ctx() context: RequestContext): Promise<Alert | null> | null {
    return outbreakId === null ? null : findAlert(context, this.reader, outbreakId);
  }
}

/** From an alert to the people who work on it. */
@Resolver(() => Alert)
export class AlertPeopleResolver {
  @FieldResolver(() => UserReference, { nullable: true, description: 'Assigned user; null if unassigned.' })
  assignee(@Root() { assigneeId }: Alert): UserReference | null {
    return userOf(assigneeId);
  }

  @FieldResolver(() => UserReference, { nullable: true, description: 'User who took it over; null if no one did.' })
  takenOverByUser(@Root() { takenOverBy }: Alert): UserReference | null {
    return userOf(takenOverBy);
  }
}

/** From a threat to its alert, and with it to its ticket. */
@Resolver(() => Threat)
export class ThreatAlertResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => Alert, {
    nullable: true,
    description: 'Alert of the threat, with its ticket; null if none was raised, as while its company is unmapped.',
  })
  alert(@Root() { id }: Threat, @Ctx() context: RequestContext): Promise<Alert | null> {
    return loaderOf<string, Alert | null>(context, 'alertOfThreat', () => {
      return new Loader(async (threatIds) => {
        const { rows } = await sql<AlertRow>`
          select ${alertColumns} from ${alertSource}
          where alert.tenant_id = ${context.viewer.tenantId} and alert.threat_id = any(${threatIds}::uuid[])`.execute(
          this.database.query,
        );
        const byThreat = new Map(rows.map((row) => [row.threatId, alertOf(row)]));
        return threatIds.map((threatId) => byThreat.get(threatId) ?? null);
      });
    }).load(id);
  }
}
