import { sql } from 'kysely';
import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Database } from '../database/database.js';
import { onlyUuids, uuidOrNone } from '../database/uuid.js';
import type { RequestContext } from '../graphql/context.js';
import { payloadOf } from '../graphql/errors.js';
import { type ConnectionPage, decodeTimeCursor, encodeCursor, pageOf, pageSize } from '../graphql/paging.js';
import { severities } from '../threat/severity.js';
import type { ThreatResolver } from '../threat/threat.resolver.js';
import { type SeverityEnum, Threat } from '../threat/threat.type.js';
import {
  Alert,
  type AlertAction,
  AlertConnection,
  AlertFilter,
  type AlertKindEnum,
  type AlertState,
  DecideAlertsInput,
  DecideAlertsPayload,
  type SuppressedBy,
} from './alert.type.js';
import { decideAlerts } from './decide-alerts.js';

interface AlertRow
  extends Omit<Alert, 'kind' | 'severity' | 'state' | 'ticket' | 'client' | 'suppressedBy' | 'actions'> {
  kind: string;
  severity: number;
  state: string;
  ticketId: string | null;
  clientId: string | null;
  suppressedBy: string | null;
  /** As text: JSON of AlertAction. */
  actions: string | null;
}

const columns = sql`
  alert.id, alert.kind, alert.alert_type, alert.title, alert.detail, alert.ticket_state, alert.severity, alert.state, alert.suppressed_by,
  alert.suppressed_reason, alert.ticket_id, alert.ticket_url, alert.client_id, alert.raised_at, alert.threat_id, alert.taken_over_by,
  (select json_agg(json_build_object('id', action.id, 'kind', action.kind, 'ruleName', action.rule_name,
  'state', action.state, 'attempts', action.attempts, 'occurrences', action.occurrences,
  'lastError', action.last_error) order by action.created_at, action.id)::text
  from alert_occurrence as occurrence
  join alert_action as action on action.tenant_id = occurrence.tenant_id and action.id = occurrence.action_id
  where occurrence.tenant_id = alert.tenant_id and occurrence.alert_id = alert.id) as actions`;

@Resolver(() => Alert)
export class AlertResolver {
  constructor(
    private readonly database: Database,
    private readonly threats: ThreatResolver,
  ) {}

  @Query(() => AlertConnection, { description: 'Alerts, the latest first.' })
  async bitdefenderAlerts(
    @Ctx() { viewer }: RequestContext,
    @Arg('filter', () => AlertFilter, { nullable: true, description: 'Which ones.' }) filter: AlertFilter | null,
    @Arg('first', () => Int, { defaultValue: 50, description: 'How many, at most 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Read on behind this cursor.' }) after?: string,
  ): Promise<ConnectionPage<Alert>> {
    const size = pageSize(first);
    const conditions = [sql`alert.tenant_id = ${viewer.tenantId}`];
    if (filter?.kind) conditions.push(sql`alert.kind = ${filter.kind}`);
    if (filter?.state) conditions.push(sql`alert.state = ${filter.state}`);
    if (filter?.clientId) conditions.push(sql`alert.client_id = ${filter.clientId}`);
    if (filter?.threatId) conditions.push(sql`alert.threat_id = ${uuidOrNone(filter.threatId)}::uuid`);
    if (after) {
      const [at, id] = decodeTimeCursor(after);
      conditions.push(sql`(alert.raised_at, alert.id) < (${at}, ${id}::uuid)`);
    }
    const { rows } = await sql<AlertRow>`
      select ${columns} from alert where ${sql.join(conditions, sql` and `)}
      order by alert.raised_at desc, alert.id desc limit ${size + 1}`.execute(this.database.query);
    return pageOf(rows.map(alertOf), size, ({ raisedAt, id }) => encodeCursor([raisedAt.getTime(), id]));
  }

  @Mutation(() => DecideAlertsPayload, { description: 'Acknowledges, resolves or reopens alerts in bulk.' })
  decideBitdefenderAlerts(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => DecideAlertsInput, { description: 'The decision.' }) input: DecideAlertsInput,
  ): Promise<DecideAlertsPayload> {
    return payloadOf(async () => {
      await decideAlerts(this.database, viewer, input);
      const { rows } = await sql<AlertRow>`
        select ${columns} from alert
        where alert.tenant_id = ${viewer.tenantId} and alert.id = any(${onlyUuids(input.ids)}::uuid[])`.execute(
        this.database.query,
      );
      const alerts = new Map(rows.map((row) => [row.id, alertOf(row)]));
      return {
        outcomes: input.ids.map((id) => {
          const alert = alerts.get(id) ?? null;
          const missing = { code: 'NOT_FOUND', field: ['ids'], message: 'There is no such alert.' };
          return { id, alert, userErrors: alert === null ? [missing] : [] };
        }),
      };
    });
  }

  @FieldResolver(() => Threat, { nullable: true, description: 'The threat; null unless it is about one.' })
  threat(@Root() alert: Alert, @Ctx() context: RequestContext): Promise<Threat | null> | null {
    return alert.threatId === null ? null : this.threats.reference(context, alert.threatId);
  }
}

function alertOf({ ticketId, clientId, actions, ...row }: AlertRow): Alert {
  return {
    ...row,
    kind: row.kind as AlertKindEnum,
    severity: (severities[row.severity] ?? 'UNKNOWN') as SeverityEnum,
    state: row.state as AlertState,
    suppressedBy: row.suppressedBy as SuppressedBy | null,
    ticket: ticketId === null ? null : { id: ticketId },
    client: clientId === null ? null : { id: clientId },
    actions: JSON.parse(actions ?? '[]') as AlertAction[],
  };
}
