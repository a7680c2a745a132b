import { type RawBuilder, sql } from 'kysely';
import { readRules } from '../alert/rule/read-rules.js';
import { routeNow } from '../alert/rule/route-now.js';
import type { Database } from '../database/database.js';
import { deliveries, streamRecords } from '../database/later-values.js';
import { type Severity, severities } from '../domain/severity.js';
import type { UnmappedCompanyFacts } from './diagnose-companies.js';
import type { DeviceFacts, FreeAgentFacts } from './diagnose-devices.js';
import type { IntegrationFacts, MappedCompanyFacts } from './diagnose-integration.js';
import type { ThreatFacts, TicketRuleFacts } from './diagnose-threat.js';

/** Reads the facts for diagnostics. Every statement is for one tenant and reads a bounded number of rows. */
export interface DiagnosticsReader {
  /** The integrations with these ids, or all if null. */
  integrations(tenantId: string, ids: string[] | null): Promise<IntegrationFacts[]>;
  /** The mapped companies of a client, or of all clients if null. */
  mappedCompanies(tenantId: string, clientId: string | null): Promise<MappedCompanyFacts[]>;
  /**
   * Companies of active integrations that are neither mapped nor ignored. `sharedMachines` counts their devices with the
   * host name of an agent of `clientId`.
   */
  unmappedCompanies(tenantId: string, clientId: string | null): Promise<UnmappedCompanyFacts[]>;
  device(tenantId: string, id: string): Promise<DeviceFacts | null>;
  /** Present, managed devices without an agent, of a client, or of all clients if null. */
  devicesWithoutAgent(tenantId: string, clientId: string | null): Promise<DeviceFacts[]>;
  /** Agents of these clients without a matched present device. */
  freeAgents(tenantId: string, clientIds: string[]): Promise<FreeAgentFacts[]>;
  threat(tenantId: string, id: string, now: Date): Promise<ThreatFacts | null>;
  /** Unresolved threats of severity HIGH and above without a ticket, newest first, without past threats. */
  threatsWithoutTicket(tenantId: string, clientId: string | null, now: Date): Promise<ThreatFacts[]>;
  /** The rules that create tickets, in order of evaluation. */
  ticketRules(tenantId: string): Promise<TicketRuleFacts[]>;
}

const mostCompanies = 500;
const mostDevices = 200;
const mostAgents = 5_000;
const mostThreats = 20;

interface IntegrationRow extends Omit<IntegrationFacts, 'failures'> {
  /** JSON as text. */
  failures: string | null;
}

interface ThreatRow extends Omit<ThreatFacts, 'severity' | 'routing' | 'routingNow' | 'action' | 'details' | 'held'> {
  severity: number;
  /** JSON as text, so that its keys are not converted to camel case. */
  routing: string | null;
  action: string | null;
  details: string | null;
  held: string | null;
}

const deviceColumns = sql`id, name, client_id, host_key, name_key, presence, presence_changed_at, match_kind, match_reason,
  match_candidates, agent_id`;
const ofClient = (column: string, clientId: string | null) =>
  clientId === null ? sql`true` : sql`${sql.ref(column)} = ${clientId}`;

export function createDiagnosticsReader(database: Database): DiagnosticsReader {
  async function threats(tenantId: string, which: RawBuilder<unknown>, now: Date): Promise<ThreatFacts[]> {
    const { rows } = await sql<ThreatRow>`
      select threat.id, threat.name, threat.severity, threat.client_id, threat.company_id, threat.detected_at,
             alert.ticket_id, alert.routing::text as routing, coalesce(alert.state = 'RESOLVED', false) as alert_resolved,
             (select json_build_object('until', hold.held_until, 'windowId', hold.window_id, 'windowName', hold.window_name)::text
              from alert_hold as hold where hold.tenant_id = alert.tenant_id and hold.alert_id = alert.id
                and hold.look_at is not null) as held,
             (select json_build_object('kind', action.kind, 'state', action.state, 'attempts', action.attempts,
                'lastError', action.last_error, 'ruleName', action.rule_name)::text
              from alert_occurrence as occurrence
              join ${deliveries} as action on action.tenant_id = occurrence.tenant_id and action.id = occurrence.action_id
              where occurrence.tenant_id = alert.tenant_id and occurrence.alert_id = alert.id
                and action.kind in ('CREATE_TICKET', 'PUBLISH') order by action.created_at desc limit 1) as action,
             (select json_build_object('failures', source.details_failures, 'problem', source.details_problem,
                'dueAt', source.details_due_at)::text
              from threat_source as source
              where source.tenant_id = threat.tenant_id and source.threat_id = threat.id
                and ((source.details_due_at is not null and not source.details_again) or source.details_problem is not null) limit 1) as details
      from threat left join alert on alert.tenant_id = threat.tenant_id and alert.threat_id = threat.id
      where threat.tenant_id = ${tenantId} and ${which}
      order by threat.detected_at desc, threat.id limit ${mostThreats}`.execute(database.query);
    const ids = rows.flatMap(({ id, ticketId, action }) => (ticketId === null && action === null ? [id] : []));
    const routed = await routeNow(database.query, tenantId, sql`threat.id = any(${ids}::uuid[])`, {
      limit: mostThreats,
      now,
    });
    const current = new Map(routed.map(({ threatId, routing }) => [threatId, routing]));
    return rows.map(({ severity, routing, action, details, held, ...row }) => ({
      ...row,
      routingNow: current.get(row.id) ?? null,
      severity: severities[severity] as Severity,
      routing: routing === null ? null : JSON.parse(routing),
      action: action === null ? null : JSON.parse(action),
      details: details === null ? null : JSON.parse(details),
      held: held === null ? null : JSON.parse(held),
    }));
  }

  return {
    async integrations(tenantId, ids) {
      const { rows } = await sql<IntegrationRow>`
        select connection.id, connection.name, connection.endpoint, connection.state, connection.last_error_code,
               connection.last_error_message, connection.last_error_hint, connection.last_succeeded_at,
               connection.disconnected_at, connection.naive_zone, connection.naive_offset_minutes, connection.zone_changed_at,
               connection.zone_changed_from, connection.zone_changed_to, shown.*,
               (select json_agg(json_build_object('stream', stream.stream, 'code', stream.error_code,
                  'message', stream.error_message, 'hint', stream.error_hint) order by stream.started_at)::text
                from ${streamRecords} as stream
                where stream.tenant_id = connection.tenant_id and stream.error_code is not null and stream.run_id = (
                  select id from sync_run as run where run.tenant_id = connection.tenant_id
                    and run.connection_id = connection.id and run.ended_at is not null and run.state <> 'CANCELLED'
                  order by run.queued_at desc, run.id desc limit 1)) as failures
        from connection
        cross join lateral (
          select count(*) filter (where kind = 'COMPANY' and bd_id is distinct from connection.own_company_bd_id)::int
                   as companies,
                 count(*) filter (where client_id is not null)::int as mapped_companies
          from company where company.tenant_id = connection.tenant_id and company.connection_id = connection.id) as shown
        where connection.tenant_id = ${tenantId} and ${ids === null ? sql`true` : sql`connection.id = any(${ids}::uuid[])`}
        order by connection.created_at`.execute(database.query);
      return rows.map(({ failures, ...row }) => ({ ...row, failures: JSON.parse(failures ?? '[]') }));
    },

    async mappedCompanies(tenantId, clientId) {
      const { rows } = await sql<MappedCompanyFacts>`
        select id, name, connection_id as integration_id, mapped_at, last_synced_at, stale_at from company
        where tenant_id = ${tenantId} and client_id is not null and rests_since is null and ${ofClient('client_id', clientId)}
        order by stale_at nulls first, id limit ${mostCompanies}`.execute(database.query);
      return rows;
    },

    async unmappedCompanies(tenantId, clientId) {
      const { rows } = await sql<UnmappedCompanyFacts>`
        select company.id, company.name, company.connection_id as integration_id,
               (select count(*) from device where device.tenant_id = company.tenant_id
                  and device.company_id = company.id and device.presence = 'PRESENT')::int as devices,
               (select count(*) from threat where threat.tenant_id = company.tenant_id
                  and threat.company_id = company.id and threat.status = 'UNRESOLVED')::int as unresolved_threats,
               (select count(*) from device join agent on agent.tenant_id = device.tenant_id
                  and agent.client_id = ${clientId} and agent.host_key = device.host_key
                where device.tenant_id = company.tenant_id and device.company_id = company.id
                  and device.presence = 'PRESENT')::int as shared_machines
        from company
        join connection on connection.tenant_id = company.tenant_id and connection.id = company.connection_id
        where company.tenant_id = ${tenantId} and company.client_id is null and company.kind = 'COMPANY'
          and company.state = 'PRESENT' and company.ignored_at is null and connection.state <> 'DISCONNECTED'
        order by company.name, company.id limit ${mostCompanies}`.execute(database.query);
      return rows;
    },

    async device(tenantId, id) {
      const { rows } = await sql<DeviceFacts>`
        select ${deviceColumns} from device where tenant_id = ${tenantId} and id = ${id}`.execute(database.query);
      return rows[0] ?? null;
    },

    async devicesWithoutAgent(tenantId, clientId) {
      const { rows } = await sql<DeviceFacts>`
        select ${deviceColumns} from device
        where tenant_id = ${tenantId} and client_id is not null and ${ofClient('client_id', clientId)}
          and presence = 'PRESENT' and managed and agent_id is null and twin_of is null
        order by client_id, name, id limit ${mostDevices}`.execute(database.query);
      return rows;
    },

    async freeAgents(tenantId, clientIds) {
      const { rows } = await sql<FreeAgentFacts>`
        select agent.id, agent.hostname as name, agent.client_id, agent.host_key as key from agent
        where agent.tenant_id = ${tenantId} and agent.client_id = any(${clientIds}::text[])
          and not exists (select from device where device.tenant_id = agent.tenant_id and device.agent_id = agent.id
            and device.presence = 'PRESENT')
        order by agent.id limit ${mostAgents}`.execute(database.query);
      return rows;
    },

    threat: async (tenantId, id, now) => (await threats(tenantId, sql`threat.id = ${id}`, now))[0] ?? null,

    threatsWithoutTicket: (tenantId, clientId, now) =>
      threats(
        tenantId,
        sql`threat.client_id is not null and ${ofClient('threat.client_id', clientId)} and threat.status = 'UNRESOLVED'
          and threat.severity >= ${severities.indexOf('HIGH')} and not threat.history and alert.ticket_id is null`,
        now,
      ),

    async ticketRules(tenantId) {
      const rules = await readRules(database.query, tenantId);
      const changes = await database.query
        .selectFrom('alertRule')
        .select(['id', 'changedAt'])
        .where('tenantId', '=', tenantId)
        .execute();
      const changedAt = new Map(changes.map((rule) => [rule.id, rule.changedAt]));
      return rules
        .filter(({ actions }) => actions.some(({ kind }) => kind === 'CREATE_TICKET'))
        .map(({ id, name, enabled, conditions }) => ({
          ...{ id, name, enabled },
          changedAt: changedAt.get(id) ?? new Date(0),
          minimumSeverity: conditions.minimumSeverity ?? null,
          maximumSeverity: conditions.maximumSeverity ?? null,
        }));
    },
  };
}
