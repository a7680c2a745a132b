import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { type Core, startCore } from '../../../demo/core/core.js';
import { composeSupergraph } from '../../../demo/gateway/compose.js';
import { type Gateway, startGateway } from '../../../demo/gateway/gateway.js';
import { createTokenIssuer, type TokenIssuer } from '../../../demo/tokens.js';
import { migrateAll } from '../../../src/prepare-database.js';
import { serviceConfiguration } from '../../support/service-configuration.js';
import { entry, killServices, nodeOptions, type ServiceProcess, startService } from '../../support/service-process.js';
import { startPostgres } from '../postgres.js';
import { type FleetProcess, startFleet } from '../simulator-process.js';
import { answerMark, type Memory, type MemoryRequest } from './watch-memory.js';

/** The service alone in its process, and around it, in others, all that it works with. */
export interface Stage {
  core: Core;
  gateway: Gateway;
  tokens: TokenIssuer;
  fleets: FleetProcess[];
  rows<Row>(query: string, values?: unknown[]): Promise<Row[]>;
  /** Megabytes that the service has now, as the system counts them; nothing is collected first. */
  resident(): Promise<number>;
  /** What it has once garbage was collected; with a path, a snapshot of its heap is written there. */
  memory(snapshot?: string): Promise<Memory>;
  close(): Promise<void>;
}

const watcher = new URL('./watch-memory.js', import.meta.url).href;

/** Starts PostgreSQL, core, a gateway, so many GravityZones and the service, which has no MSP yet. */
export async function setStage(gravityZones: number, companies: number, devices: number): Promise<Stage> {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const postgres = await startPostgres(['fsync=off']);
    closing.push(() => postgres.stop());
    await migrateAll({ url: postgres.url, directUrl: postgres.url });
    const database = new Pool({ connectionString: postgres.url, options: '-c opsmerge.tenant=*' });
    database.on('error', () => undefined);
    closing.push(() => database.end());
    const tokens = await createTokenIssuer();
    const core = await startCore({ tokens });
    closing.push(() => core.close());
    const fleets: FleetProcess[] = [];
    while (fleets.length < gravityZones) {
      const fleet = await startFleet(companies, devices);
      closing.push(() => fleet.stop());
      fleets.push(fleet);
      // Their ids begin with the second in which they are made, and two GravityZones share none.
      await sleep(1_000);
    }
    closing.push(killServices);
    const service = await startService(
      {
        ...(await serviceConfiguration(postgres.url, core, tokens)),
        REQUEST_LIMITS: 'person-per-minute=1000000,tenant-per-minute=1000000',
        GRAVITYZONE_RATE_LIMITS: 'default=1000/1,licensing=1000/1,incidents=1000/1',
        NODE_ENV: 'production',
      },
      [...nodeOptions, '--expose-gc', '--import', watcher, entry],
    );
    const gateway = await startGateway({
      supergraph: composeSupergraph(),
      bitdefenderUrl: service.url,
      coreUrl: core.url,
    });
    closing.push(() => gateway.close());
    return {
      core,
      gateway,
      tokens,
      fleets,
      rows: async (query, values) => (await database.query(query, values)).rows,
      resident: () => residentOf(service.pid),
      memory: (snapshot) => askForMemory(service, snapshot),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

let asked = 0;

async function askForMemory(service: ServiceProcess, snapshot?: string): Promise<Memory> {
  asked += 1;
  const mark = `${answerMark} ${asked} `;
  service.send({ number: asked, ...(snapshot !== undefined && { snapshot }) } satisfies MemoryRequest);
  for (let tries = 0; tries < 1_200; tries += 1) {
    const answer = service.said.findLast((line) => line.startsWith(mark));
    if (answer !== undefined) return JSON.parse(answer.slice(mark.length)) as Memory;
    await sleep(50);
  }
  throw new Error('The service does not say how much memory it has.');
}

/** Linux and macOS count pages in other ways; elsewhere than on Linux it is not a number. */
async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1_024;
}
