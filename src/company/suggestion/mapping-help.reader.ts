import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { uuidOrNone } from '../../database/uuid.js';
import { hostKey } from '../../domain/hostname.js';
import { UserInputError } from '../../graphql/errors.js';
import type { OpsMerge } from '../../opsmerge/opsmerge.js';
import { historySql } from '../../threat/intake/history.js';
import { type SuggestableClient, type SuggestableCompany, type Suggestion, suggestClients } from './suggest-clients.js';

/** What helps a person to map companies. It reads and never writes. */
export interface MappingHelpReader {
  /** Suggestions for the companies that are still to be mapped. */
  suggestions(tenantId: string, integrationId: string | null): Promise<Suggestion[]>;
  /** What would change if the company were mapped to this client, or with null to none. */
  preview(tenantId: string, companyId: string, clientId: string | null): Promise<MappingPreviewRow>;
}

/** What a change of mapping moves, and what stays where it is. */
export interface MappingPreviewRow {
  companyId: string;
  fromClientId: string | null;
  toClientId: string | null;
  deviceCount: number;
  matchedDeviceCount: number;
  matchingAgentCount: number;
  threatsStaying: number;
  openThreatsStaying: number;
  openAlertsStaying: number;
  decisionsLeftBehind: number;
  threatsTakenOver: number;
  threatsActedOn: number;
}

export function createMappingHelpReader(parts: { database: Database; opsMerge: OpsMerge }): MappingHelpReader {
  const { database, opsMerge } = parts;
  return {
    async suggestions(tenantId, integrationId) {
      const { rows: companies } = await sql<SuggestableCompany>`
        select company.id, company.name, coalesce(hosts.keys, '{}') as host_keys from company
        left join lateral (
          select array_agg(distinct host_key) as keys from device
          where device.tenant_id = company.tenant_id and device.company_id = company.id and presence = 'PRESENT' and managed
        ) as hosts on true
        where company.tenant_id = ${tenantId} and company.client_id is null and company.ignored_at is null
          and company.kind = 'COMPANY' and company.state = 'PRESENT'
          and (${integrationId}::text is null or company.connection_id = ${uuidOrNone(integrationId ?? '')}::uuid)
        order by company.name, company.id`.execute(database.query);
      if (companies.length === 0) return [];
      const clients: SuggestableClient[] = [];
      for await (const page of opsMerge.clients(tenantId)) clients.push(...(await notArchived(tenantId, page)));
      const wanted = new Set(companies.flatMap(({ hostKeys }) => hostKeys));
      return suggestClients({ companies, clients, clientsOfHosts: await clientsOfHosts(opsMerge, tenantId, wanted) });
    },

    async preview(tenantId, companyId, clientId) {
      const found = await sql<MappingPreviewRow>`
        select company.id as company_id, company.client_id as from_client_id, ${clientId}::text as to_client_id,
               devices.*, threats.*, 0 as matching_agent_count,
               (select count(*)::int from alert join threat on threat.tenant_id = alert.tenant_id and threat.id = alert.threat_id
                where alert.tenant_id = ${tenantId} and threat.company_id = company.id and alert.state <> 'RESOLVED') as open_alerts_staying,
               (select count(*)::int from match_decision as decision join device on device.tenant_id = decision.tenant_id
                  and device.id = decision.device_id
                where decision.tenant_id = ${tenantId} and device.company_id = company.id
                  and decision.client_id = company.client_id) as decisions_left_behind
        from company
        cross join lateral (
          select count(*)::int as device_count, count(agent_id)::int as matched_device_count from device
          where tenant_id = ${tenantId} and company_id = company.id and presence = 'PRESENT') as devices
        cross join lateral (
          select count(*) filter (where client_id is not null)::int as threats_staying,
                 count(*) filter (where client_id is not null and status = 'UNRESOLVED')::int as open_threats_staying,
                 count(*) filter (where client_id is null)::int as threats_taken_over,
                 count(*) filter (where client_id is null and status = 'UNRESOLVED'
                   and not (${historySql(new Date())}))::int as threats_acted_on
          from threat where tenant_id = ${tenantId} and company_id = company.id) as threats
        where company.tenant_id = ${tenantId} and company.id = ${uuidOrNone(companyId)}::uuid`.execute(database.query);
      const [row] = found.rows;
      if (row === undefined) throw new UserInputError('NOT_FOUND', 'There is no such company.', ['companyId']);
      // Without a client, threats that nobody owns stay so.
      if (clientId === null) return { ...row, threatsTakenOver: 0, threatsActedOn: 0 };
      if (!(await opsMerge.clientsExist(tenantId, [clientId])).has(clientId))
        throw new UserInputError('CLIENT_NOT_FOUND', 'There is no such client in OpsMerge: choose one of yours.', [
          'clientId',
        ]);
      return { ...row, matchingAgentCount: await matchingAgents(tenantId, row.companyId, clientId) };
    },
  };

  /** Those of some clients to which a company can be mapped. */
  async function notArchived(tenantId: string, clients: SuggestableClient[]): Promise<SuggestableClient[]> {
    const ids = clients.map(({ id }) => id);
    const standings = await opsMerge.clientStates(tenantId, ids);
    return clients.filter(({ id }) => standings?.get(id)?.state !== 'ARCHIVED');
  }

  /** How many machines of the company run an agent of this client. */
  async function matchingAgents(tenantId: string, companyId: string, clientId: string): Promise<number> {
    const devices = await database.query
      .selectFrom('device')
      .select('hostKey')
      .distinct()
      .where('tenantId', '=', tenantId)
      .where('companyId', '=', companyId)
      .where('presence', '=', 'PRESENT')
      .where('managed', '=', true)
      .execute();
    const keys = new Set(devices.map((device) => device.hostKey).filter((key) => key !== ''));
    const found = new Set<string>();
    for await (const page of opsMerge.agents(tenantId, clientId))
      for (const { hostname } of page) if (keys.has(hostKey(hostname))) found.add(hostKey(hostname));
    return found.size;
  }
}

/** Of these machines, which clients' agents run on them. Agents are read page by page; only what is wanted is kept. */
async function clientsOfHosts(
  opsMerge: OpsMerge,
  tenantId: string,
  wanted: ReadonlySet<string>,
): Promise<Map<string, Set<string>>> {
  const clients = new Map<string, Set<string>>();
  if (wanted.size === 0) return clients;
  for await (const page of opsMerge.allAgents(tenantId))
    for (const { hostname, clientId } of page) {
      const key = hostKey(hostname);
      if (wanted.has(key)) clients.set(key, (clients.get(key) ?? new Set()).add(clientId));
    }
  return clients;
}
