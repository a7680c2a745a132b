import { Client } from 'pg';
import { startCore } from '../../../demo/core/core.js';
import { seedDemoWorld } from '../../../demo/gravityzone/seed.js';
import { startGravityZoneSimulator } from '../../../demo/gravityzone/simulator.js';
import { createTokenIssuer } from '../../../demo/tokens.js';
import { migrateAll } from '../../../src/prepare-database.js';
import { connect, mapCompanies } from '../../support/graph-documents.js';
import { serviceConfiguration } from '../../support/service-configuration.js';
import { killServices, type ServiceProcess, startService } from '../../support/service-process.js';
import { type Child, startChild } from '../child.js';
import { planted, plantManyThreats } from '../plant-threats.js';
import { startPostgres } from '../postgres.js';
import type { AttackRequest } from './attack.js';
import type { BombServer } from './bomb-server.js';
import { createClient } from './graph-client.js';

/** The service as `npm start` runs it, two tenants with many threats, and what stands around them. */
export interface Stage {
  service: ServiceProcess;
  /** What the attacker knows. */
  attacker: Omit<AttackRequest, 'attack' | 'url' | 'seconds'>;
  bystanderToken: string;
  rows<Row>(query: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

const tenantId = planted.tenantId;
const bystander = 'msp-two';
/** Companies of one client, each of which leads to all the others. */
const siblings = 24;

/** Starts everything; a tenant has that many threats. */
export async function setStage(threats: number): Promise<Stage> {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const postgres = await startPostgres(['fsync=off', 'shared_buffers=256MB']);
    closing.push(() => postgres.stop());
    await migrateAll({ url: postgres.url, directUrl: postgres.url });
    const database = new Client({ connectionString: postgres.url });
    await database.connect();
    closing.push(() => database.end());
    const rows: Stage['rows'] = async (query, values) => (await database.query(query, values)).rows;
    for (const tenant of [tenantId, bystander]) await plantManyThreats(database, threats, tenant);
    // Or the service would remove half of them.
    await rows(
      `insert into tenant_setting (tenant_id, time_zone, portal_enabled, portal_hidden_client_ids, retention_days, changed_at)
       select tenant, 'UTC', true, '{}', null, now() from unnest($1::text[]) as tenant`,
      [[tenantId, bystander]],
    );
    await rows(
      `update company set client_id = 'client-1' where tenant_id = $1 and id in
         (select id from company where tenant_id = $1 order by id limit $2)`,
      [tenantId, siblings],
    );
    const threatIds = await rows<{ id: string }>('select id from threat where tenant_id = $1 order by id limit 15000', [
      tenantId,
    ]);

    const tokens = await createTokenIssuer();
    const core = await startCore({ tokens });
    closing.push(() => core.close());
    const bombs = await startChild(new URL('./bomb-server.js', import.meta.url), 10);
    closing.push(() => bombs.stop());
    closing.push(killServices);
    const service = await startService({
      ...(await serviceConfiguration(postgres.url, core, tokens)),
      // The address of the service stands in a line of this level.
      LOG_LEVEL: 'info',
      ACCESS_LOG: 'off',
      NODE_ENV: 'production',
      // Such as --import of a file that writes a profile.
      ...(process.env.NODE_OPTIONS && { NODE_OPTIONS: process.env.NODE_OPTIONS }),
    });
    // Not killed, or there would be no profile.
    closing.push(() => {
      service.signal('SIGTERM');
      return service.gone;
    });
    const people = ['mallory', 'mike', 'mona', 'mark', 'mia', 'max'];
    const ofPeople = await Promise.all(people.map((subject) => tokens.issue({ subject, roles: ['owner'], tenantId })));
    const clientIds = await connectGravityZone();
    return {
      service,
      attacker: {
        tokens: ofPeople,
        tenantId,
        databaseUrl: postgres.url,
        threatIds: threatIds.map(({ id }) => id),
        clientIds,
        bomb: await bombOf(bombs),
        threats,
      },
      bystanderToken: await tokens.issue({ subject: 'bella', roles: ['technician'], tenantId: bystander }),
      rows,
      close,
    };

    /** A GravityZone of the attacker's own, whose companies are clients of its own. */
    async function connectGravityZone(): Promise<string[]> {
      const gravityZone = await startGravityZoneSimulator();
      closing.push(() => gravityZone.close());
      const companies = seedDemoWorld(gravityZone.world, { companies: 10, devicesPerCompany: 20, weeks: 1 });
      const client = createClient(service.url);
      const ask = async (query: string, input: object) => {
        const answer = await client.ask(ofPeople[0] ?? '', query, { input });
        if (answer.status !== 200 || answer.errors.length > 0) throw new Error(JSON.stringify(answer));
      };
      const { url: endpoint, caCertificate } = gravityZone;
      await ask(connect, { endpoint, caCertificate, apiKey: gravityZone.addKey() });
      const mappings: { companyId: string; clientId: string }[] = [];
      for (const { id, name } of companies) {
        const [company] = await rows<{ id: string }>('select id from company where tenant_id = $1 and bd_id = $2', [
          tenantId,
          id,
        ]);
        if (company === undefined) throw new Error(`The company ${name} was not read.`);
        mappings.push({ companyId: company.id, clientId: core.world(tenantId).addClient({ name }).id });
      }
      await ask(mapCompanies, { mappings });
      await client.close();
      return mappings.map(({ clientId }) => clientId);
    }
  } catch (error) {
    await close();
    throw error;
  }
}

const bombOf = (bombs: Child) => bombs.ask<BombServer>({});
