import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { migrateAll } from '../../src/prepare-database.js';
import { connect, mapCompanies } from '../support/graph-documents.js';
import { killServices, type ServiceProcess, startService } from '../support/service-process.js';
import type { CoreOfCell, CoreRequest } from './cell-core.js';
import type { FarmRequest, FarmZone } from './cell-farm.js';
import { clientOf, type Shape, tenantsOf } from './cell-fleet.js';
import { type Child, startChild } from './child.js';
import { startPostgres } from './postgres.js';

/** A cell in small: a database, processes of the service by role, and the world around them, each in processes of their own. */
export interface Cell {
  postmaster: number;
  api: ServiceProcess[];
  workers: ServiceProcess[];
  farm: Child[];
  core: Child;
  zones: FarmZone[];
  /** A token of a person of each tenant. */
  tokens: Record<string, string>;
  rows<Row>(query: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

const apiProcesses = 2;
const workerProcesses = 2;
const farmProcesses = 2;
/** How many tenants connect at the same time. */
const connectingAtOnce = 8;

/** Starts everything. `hurry`: how many times as fast the clock runs. */
export async function startCell(shape: Shape, hurry: number): Promise<Cell> {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const postgres = await startPostgres(['shared_buffers=512MB', 'max_connections=200']);
    closing.push(() => postgres.stop());
    const postmaster = Number(
      (await readFile(join(postgres.folder, 'postgresql', 'postmaster.pid'), 'utf8')).split('\n')[0],
    );
    await migrateAll({ url: postgres.url, directUrl: postgres.url });
    const pool = new Pool({ connectionString: postgres.url, max: 4 });
    closing.push(() => pool.end());
    const core = await startChild(new URL('./cell-core.js', import.meta.url));
    closing.push(() => core.stop());
    const asked: CoreRequest = { databaseUrl: postgres.url, shape };
    const { environment, tokens } = await core.ask<CoreOfCell>(asked);
    const { farm, zones } = await startFarm(shape, closing);
    const start = (role: string) => startService({ ...environment, ...configurationOf(role, hurry) });
    closing.push(killServices);
    const startSome = (role: string, count: number) => Promise.all(Array.from({ length: count }, () => start(role)));
    const api = await startSome('api', apiProcesses);
    const workers = await startSome('worker', workerProcesses);
    const rows: Cell['rows'] = async (query, values) => (await pool.query(query, values)).rows;
    return { postmaster, api, workers, farm, core, zones, tokens, rows, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** As operators set it, but for limits of a key that are as many times Bitdefender's as the clock is faster. */
function configurationOf(role: string, hurry: number): Record<string, string> {
  return {
    ROLES: role,
    MIGRATE: 'never',
    NODE_ENV: 'production',
    ACCESS_LOG: 'off',
    TICK: '* * * * * *',
    GRAVITYZONE_RATE_LIMITS: `default=${10 * hurry}/1,licensing=${5 * hurry}/1,incidents=${3 * hurry}/60`,
  };
}

async function startFarm(shape: Shape, closing: (() => Promise<unknown>)[]) {
  const farm = await Promise.all(
    Array.from({ length: farmProcesses }, () => startChild(new URL('./cell-farm.js', import.meta.url))),
  );
  closing.push(() => Promise.all(farm.map((child) => child.stop())));
  const parts = await Promise.all(
    farm.map((child, place) => {
      const tenantIds = tenantsOf(shape).filter((_, number) => number % farm.length === place);
      return child.ask<FarmZone[]>({ kind: 'build', tenantIds, shape } satisfies FarmRequest);
    }),
  );
  return { farm, zones: parts.flat() };
}

/** Has every tenant connect its GravityZone and map its companies. */
export async function connectTenants(cell: Cell): Promise<void> {
  const waiting = [...cell.zones];
  await Promise.all(
    Array.from({ length: connectingAtOnce }, async () => {
      for (let zone = waiting.shift(); zone !== undefined; zone = waiting.shift()) await settleIn(cell, zone);
    }),
  );
}

/** A tenant connects its GravityZone, and maps each company to its client. */
async function settleIn(cell: Cell, { tenantId, url, caCertificate, apiKey, companies }: FarmZone): Promise<void> {
  await ask(cell, tenantId, connect, { endpoint: url, apiKey, caCertificate });
  const known = await cell.rows<{ id: string; bdId: string }>(
    'select id, bd_id as "bdId" from company where tenant_id = $1',
    [tenantId],
  );
  const ids = new Map(known.map(({ id, bdId }) => [bdId, id]));
  const mappings = companies.map((bdId, place) => ({ companyId: ids.get(bdId), clientId: clientOf(tenantId, place) }));
  await ask(cell, tenantId, mapCompanies, { mappings });
}

async function ask(cell: Cell, tenantId: string, query: string, input: object): Promise<void> {
  const response = await fetch(cell.api[0]?.url ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${cell.tokens[tenantId]}` },
    body: JSON.stringify({ query, variables: { input } }),
  });
  const text = await response.text();
  if (response.status !== 200 || /"errors"|"userErrors":\[\{/.test(text)) throw new Error(text.slice(0, 1_000));
}

/** Waits until every device is stored and matched, and no run is queued or running. */
export async function untilSettled({ rows }: Pick<Cell, 'rows'>, devices: number, seconds = 420): Promise<void> {
  for (let waited = 0; waited < seconds; waited += 1) {
    const [found] = await rows<{ devices: number; open: number }>(
      `select (select count(*)::int from device where agent_id is not null) as devices,
         (select count(*)::int from sync_run where ended_at is null) as open`,
    );
    if (found?.devices === devices && found.open === 0) return;
    await sleep(1_000);
  }
  throw new Error(`The cell did not settle in ${seconds} s.`);
}

/**
 * Has each new device get a state as if it had been read within the last hours, until the returned function is called: a first run would read 200 of
 * them, one call for each, which takes longer than everything else and is measured with the beats.
 */
export async function plantStates({ rows }: Pick<Cell, 'rows'>): Promise<() => Promise<unknown>> {
  await rows(`
    create function plant_state() returns trigger language plpgsql as $$ begin
      insert into device_state (tenant_id, device_id, as_of, last_seen_at, online, infected, detected, flags_read_at, licence)
      values (new.tenant_id, new.id, now() - interval '5 hours' * (${placeOf('new.id')} / ${parts}::float), now(), 'ONLINE', false,
        false, now(), 'ACTIVE') on conflict (tenant_id, device_id) do nothing;
      return null;
    end $$;
    create trigger plant_state after insert on device for each row execute function plant_state()`);
  return () => rows('drop trigger plant_state on device; drop function plant_state');
}

/** In how many parts the devices are divided, of which one becomes due with each beat: states are six hours old at most, beats ten minutes apart. */
const parts = 36;
const placeOf = (column: string) => `(abs(hashtext(${column}::text)) % ${parts})`;

/**
 * Ten minutes pass for a tenant: its companies are due, the states of its devices are to be looked through, and those of the next part of
 * them are six hours old.
 */
export async function beat({ rows }: Pick<Cell, 'rows'>, tenantId: string, number: number): Promise<void> {
  await rows(
    `update device_state set as_of = as_of - interval '6 hours' where tenant_id = $1 and ${placeOf('device_id')} = $2`,
    [tenantId, number % parts],
  );
  await rows('update connection set states_due_at = now() where tenant_id = $1', [tenantId]);
  await rows('update company set next_sync_at = now() where tenant_id = $1 and client_id is not null', [tenantId]);
}
