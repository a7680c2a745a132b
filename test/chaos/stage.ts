import pg from 'pg';
import { type Core, startCore } from '../../demo/core/core.js';
import { type GravityZoneSimulator, startGravityZoneSimulator } from '../../demo/gravityzone/simulator.js';
import { createTokenIssuer } from '../../demo/tokens.js';
import { migrateAll } from '../../src/prepare-database.js';
import { connect, mapCompanies } from '../support/graph-documents.js';
import { nodesOf } from '../support/nodes.js';
import { serviceConfiguration } from '../support/service-configuration.js';
import { type MortalPostgres, startMortalPostgres } from './postgres.js';
import { keepReplica, type Replica } from './replica.js';

/** An MSP that uses the service. */
export interface Tenant {
  id: string;
  token: string;
  companies: { bdId: string; clientId: string }[];
}

/** Real parts around the replicas of the service, all of which can break. */
export interface Stage {
  postgres: MortalPostgres;
  core: Core;
  gravityZone: GravityZoneSimulator;
  replicas: Replica[];
  tenants: Tenant[];
  /** Of the database, in a session of its own, which waits while PostgreSQL is away. */
  rows<Row>(query: string, values?: unknown[]): Promise<Row[]>;
  /** The data of an answer by one of the replicas; null where none of them gave one. */
  ask<Data>(tenant: Tenant, query: string, variables?: object): Promise<Data | null>;
  close(): Promise<void>;
}

const companiesOfTenant = 2;
const devicesOfCompany = 4;

/** Starts everything, with two MSPs that have connected and mapped their companies. */
export async function setStage(replicaCount = 3): Promise<Stage> {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const tokens = await createTokenIssuer();
    const core = await startCore({ tokens });
    closing.push(() => core.close());
    const gravityZone = await startGravityZoneSimulator({ limits: 'off' });
    closing.push(() => gravityZone.close());
    const postgres = await startMortalPostgres();
    closing.push(() => postgres.close());
    await migrateAll({ url: postgres.url, directUrl: postgres.url });
    const tenants: Tenant[] = [];
    for (const id of ['msp-one', 'msp-two']) {
      const token = await tokens.issue({
        subject: 'ada',
        roles: ['admin', 'technician'],
        tenantId: id,
        expiresIn: '48h',
      });
      tenants.push({ id, token, companies: [] });
    }
    const configuration = {
      ...(await serviceConfiguration(postgres.url, core, tokens)),
      OPSMERGE_CALL_SECONDS: '2',
      GRAVITYZONE_RATE_LIMITS: 'default=1000/1,incidents=1000/1,licensing=1000/1',
      GRAVITYZONE_CALL_SECONDS: '2',
      TICK: '* * * * * *',
    };
    const replicas = await Promise.all(
      Array.from({ length: replicaCount }, () => keepReplica(postgres.url, configuration)),
    );
    closing.push(() => Promise.all(replicas.map((replica) => replica.close())));
    const stage: Stage = {
      ...{ postgres, core, gravityZone, replicas, tenants, close },
      rows: (query, values = []) => rowsOf(postgres.url, query, values),
      ask: (tenant, query, variables = {}) => askAny(replicas, tenant.token, query, variables),
    };
    for (const tenant of tenants) await settleIn(stage, tenant);
    return stage;
  } catch (error) {
    await close();
    throw error;
  }
}

/** The tenant connects its part of GravityZone, and maps its companies to clients with agents. */
async function settleIn(stage: Stage, tenant: Tenant): Promise<void> {
  const { gravityZone, core } = stage;
  const { world } = gravityZone;
  const partner = world.addCompany(tenant.id, { kind: 'PARTNER' });
  const coreWorld = core.world(tenant.id);
  for (let number = 1; number <= companiesOfTenant; number += 1) {
    const name = `${tenant.id} company ${number}`;
    const bdId = world.addCompany(name, { parentId: partner.id }).id;
    const clientId = coreWorld.addClient({ name }).id;
    tenant.companies.push({ bdId, clientId });
    for (let device = 1; device <= devicesOfCompany; device += 1) {
      const hostname = `${tenant.id}-${number}-${device}`.replace('msp-', '');
      world.addDevice({ companyId: bdId, name: hostname });
      if (device > 1) coreWorld.addAgent({ clientId, hostname });
    }
  }
  const apiKey = gravityZone.addKey({ companyId: partner.id });
  const input = { endpoint: gravityZone.url, apiKey, caCertificate: gravityZone.caCertificate };
  await insist(() => stage.ask(tenant, connect, { input }));
  const { bitdefenderCompanies } = await insist(() =>
    stage.ask<{ bitdefenderCompanies: { edges: { node: { id: string; bdId: string } }[] } }>(
      tenant,
      '{ bitdefenderCompanies(first: 100) { edges { node { id bdId } } } }',
    ),
  );
  const mappings = tenant.companies.map(({ bdId, clientId }) => ({
    clientId,
    companyId: nodesOf(bitdefenderCompanies).find((company) => company.bdId === bdId)?.id,
  }));
  await insist(() => stage.ask(tenant, mapCompanies, { input: { mappings } }));
}

/** Repeats until there is an answer. */
async function insist<Answer>(ask: () => Promise<Answer | null>): Promise<Answer> {
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await ask();
    if (answer !== null) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('No replica answers.');
}

async function askAny<Data>(
  replicas: Replica[],
  token: string,
  query: string,
  variables: object,
): Promise<Data | null> {
  for (const replica of replicas) {
    const url = replica.serving()?.url;
    if (url === undefined) continue;
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(10_000),
    })
      .then((response) => response.json() as Promise<{ data?: Data; errors?: unknown[] }>)
      .catch(() => null);
    if (answer?.data != null && answer.errors === undefined) return answer.data;
  }
  return null;
}

async function rowsOf<Row>(url: string, query: string, values: unknown[]): Promise<Row[]> {
  for (let tries = 1; ; tries += 1) {
    const client = new pg.Client({ connectionString: url, application_name: 'chaos' });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query(query, values)).rows as Row[];
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
