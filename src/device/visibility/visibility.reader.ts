import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { streamRecords } from '../../database/later-values.js';
import { onlyUuids } from '../../database/uuid.js';
import { decideVisibility } from '../../domain/visibility.js';
import { visibilityText } from '../../domain/visibility-text.js';
import type { ModuleOff, VisibilityReport } from '../../integration/visibility.type.js';
import { moduleKinds } from './module-kinds.js';
import { readableSources } from './readable-sources.js';

/** Reads what can be seen of detections, in two statements; the answers are in the order of the ids. */
export interface VisibilityReader {
  ofCompanies(tenantId: string, companyIds: readonly string[]): Promise<VisibilityReport[]>;
  ofIntegrations(tenantId: string, connectionIds: readonly string[]): Promise<VisibilityReport[]>;
  /** Of all mapped companies of the integrations that are not disconnected. */
  ofTenant(tenantId: string): Promise<VisibilityReport>;
}

/** Which companies count for which id. */
interface Scope {
  ids: readonly string[];
  /** The id that a row of `company`, joined with its `integration`, counts for; null for none. */
  owner: RawBuilder<unknown>;
}

interface Row {
  id: string;
  total: number;
  withoutSensor: number;
  sensorUnknown: number;
  exchangeServers: number;
  /** Whether a scheduled report is read of each integration. */
  hasReport: boolean;
  modulesOff: string | null;
  /** Streams that could not be read the last time they ran, with the reason. */
  failures: string | null;
}

const sensor = sql`coalesce(state.modules, device.modules) -> 'edrSensor'`;

export function createVisibilityReader(database: Database): VisibilityReader {
  async function read(tenantId: string, { ids, owner }: Scope): Promise<VisibilityReport[]> {
    if (ids.length === 0) return [];
    const { rows } = await sql<Row>`
      with counted as materialized (
        select ${owner} as id, device.id as device_id, ${sensor} as sensor, coalesce(state.modules, device.modules) as modules,
               device.exchange_server
        from company
        join connection on connection.tenant_id = company.tenant_id and connection.id = company.connection_id
        join device on device.tenant_id = company.tenant_id and device.company_id = company.id
          and device.presence = 'PRESENT' and device.managed
        left join device_state as state on state.tenant_id = device.tenant_id and state.device_id = device.id
        where company.tenant_id = ${tenantId} and ${owner} = any(${[...ids]}::text[]))
      select given.id, devices.*, modules.modules_off, streams.failures, reports.has_report from unnest(${[...ids]}::text[]) as given (id)
      cross join lateral (
        select count(*)::int as total, count(*) filter (where sensor = 'false'::jsonb)::int as without_sensor,
               count(*) filter (where sensor is null or sensor = 'null'::jsonb)::int as sensor_unknown,
               count(*) filter (where exchange_server)::int as exchange_servers
        from counted where counted.id = given.id) as devices
      cross join lateral (
        select json_object_agg(off.module, off.devices)::text as modules_off from (
          select module.key as module, count(*)::int as devices
          from counted cross join lateral jsonb_each(case when jsonb_typeof(modules) = 'object' then modules else '{}' end) as module
          where counted.id = given.id and module.value = 'false'::jsonb and module.key = any(${Object.keys(moduleKinds)}::text[])
          group by module.key) as off) as modules
      cross join lateral (
        select json_agg(json_build_array(last.stream, last.error_code))::text as failures from (
          select distinct on (connection.id, stream.stream) stream.stream, stream.error_code
          from (select distinct company.connection_id as id from company
                join connection on connection.tenant_id = company.tenant_id and connection.id = company.connection_id
                where company.tenant_id = ${tenantId} and ${owner} = given.id) as connection
          cross join lateral (
            select id, queued_at from sync_run as run
            where run.tenant_id = ${tenantId} and run.connection_id = connection.id and run.ended_at is not null
            order by run.queued_at desc, run.id desc limit 5) as run
          join ${streamRecords} as stream on stream.tenant_id = ${tenantId} and stream.run_id = run.id and stream.ended_at is not null
          order by connection.id, stream.stream, run.queued_at desc) as last
        where last.error_code is not null) as streams
      cross join lateral (
        select coalesce(bool_and(connection.report_name is not null and connection.report_state = 'READ'), false) as has_report
        from company
        join connection on connection.tenant_id = company.tenant_id and connection.id = company.connection_id
        where company.tenant_id = ${tenantId} and ${owner} = given.id) as reports`.execute(database.query);
    const byId = new Map(rows.map((row) => [row.id, reportOf(row)]));
    return ids.map((id) => byId.get(id) ?? reportOf(nothing));
  }
  return {
    ofCompanies: (tenantId, ids) => read(tenantId, { ids: onlyUuids(ids), owner: sql`company.id::text` }),
    ofIntegrations: (tenantId, ids) =>
      read(tenantId, {
        ids: onlyUuids(ids),
        owner: sql`case when company.client_id is not null then company.connection_id::text end`,
      }),
    async ofTenant(tenantId) {
      const owner = sql`case when company.client_id is not null and connection.state <> 'DISCONNECTED' then 'tenant' end`;
      const [report] = await read(tenantId, { ids: ['tenant'], owner });
      return report ?? reportOf(nothing);
    },
  };
}

const nothing: Omit<Row, 'id'> = {
  ...{ total: 0, withoutSensor: 0, sensorUnknown: 0, exchangeServers: 0 },
  ...{ hasReport: false, modulesOff: null, failures: null },
};

function reportOf(row: Omit<Row, 'id'>): VisibilityReport {
  const { total, withoutSensor, sensorUnknown, exchangeServers, hasReport, modulesOff, failures } = row;
  const readable = readableSources(JSON.parse(failures ?? '[]'), { hasExchange: exchangeServers > 0, hasReport });
  const kinds = decideVisibility({ readable, devices: { total, withoutSensor, sensorUnknown } });
  const off: [string, number][] = Object.entries(JSON.parse(modulesOff ?? '{}'));
  return {
    deviceCount: total,
    withoutSensorCount: withoutSensor,
    sensorUnknownCount: sensorUnknown,
    exchangeServerCount: exchangeServers,
    modulesOff: off
      .map(([module, deviceCount]): ModuleOff => ({ module, deviceCount, kinds: [...(moduleKinds[module] ?? [])] }))
      .sort((a, b) => b.deviceCount - a.deviceCount || (a.module < b.module ? -1 : 1)),
    kinds: kinds.map((each) => ({ ...each, message: visibilityText(each) })),
  };
}
