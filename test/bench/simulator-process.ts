import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { seedDemoWorld } from '../../demo/gravityzone/seed.js';
import { startGravityZoneSimulator } from '../../demo/gravityzone/simulator.js';
import type { World } from '../../demo/gravityzone/world.js';

/** What a client needs to know of a simulator in another process, and what that one holds. */
export interface Fleet {
  url: string;
  caCertificate: string;
  apiKey: string;
  /** Devices and companies below the key's own company. */
  rows: number;
  devices: number;
  companies: number;
  incidents: number;
  quarantine: number;
}

export interface FleetProcess extends Fleet {
  /** How many calls of the method have arrived so far. */
  calls(method: string): Promise<number>;
  stop(): Promise<void>;
}

/** What the fleet consists of: an MSP with its oddities and weeks of threats, or equal machines without any threat. */
export type FleetKind = 'SEEDED' | 'PLAIN';

/** The name of a company of a plain fleet, from 0. */
export const plainCompany = (company: number) => `company-${company}`;
/** The host name of a machine of a plain fleet; both numbers count from 0. */
export const plainHost = (company: number, device: number) => `ws-${company}-${device}`;

/** Starts a simulator whose memory and work are not this process's. */
export async function startFleet(
  companies: number,
  devicesPerCompany: number,
  kind: FleetKind = 'SEEDED',
): Promise<FleetProcess> {
  const child: ChildProcess = fork(new URL(import.meta.url), [String(companies), String(devicesPerCompany), kind]);
  const [fleet] = (await once(child, 'message')) as [Fleet];
  return {
    ...fleet,
    async calls(method) {
      child.send(method);
      const [count] = (await once(child, 'message')) as [number];
      return count;
    },
    async stop() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

async function serve(companies: number, devicesPerCompany: number, kind: FleetKind): Promise<void> {
  const simulator = await startGravityZoneSimulator({ limits: 'off' });
  const { world } = simulator;
  if (kind === 'SEEDED') seedDemoWorld(world, { companies, devicesPerCompany, weeks: 4 });
  else addPlainFleet(world, companies, devicesPerCompany);
  process.on('message', (method) => process.send?.(simulator.calls.filter((call) => call.method === method).length));
  process.on('disconnect', () => simulator.close());
  const fleet: Fleet = {
    url: simulator.url,
    caCertificate: simulator.caCertificate,
    apiKey: simulator.addKey(),
    rows: world.devices.size + world.companies.size + world.folders.size - 1,
    devices: world.devices.size,
    companies: world.companies.size,
    incidents: world.incidents.size,
    quarantine: world.quarantine.size,
  };
  process.send?.(fleet);
}

function addPlainFleet(world: World, companies: number, devicesPerCompany: number): void {
  for (let company = 0; company < companies; company += 1) {
    const { id: companyId } = world.addCompany(plainCompany(company));
    for (let device = 0; device < devicesPerCompany; device += 1) {
      const host = plainHost(company, device);
      world.addDevice({ companyId, name: host, fqdn: `${host}.corp.example`, label: `Desk ${device}` });
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [companies, devicesPerCompany, kind] = process.argv.slice(2);
  await serve(Number(companies), Number(devicesPerCompany), kind === 'PLAIN' ? kind : 'SEEDED');
}
