import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { seedDemoWorld } from '../../demo/gravityzone/seed.js';
import { startGravityZoneSimulator } from '../../demo/gravityzone/simulator.js';

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

/** Starts a simulator whose memory and work are not this process's. */
export async function startFleet(companies: number, devicesPerCompany: number): Promise<FleetProcess> {
  const child: ChildProcess = fork(new URL(import.meta.url), [String(companies), String(devicesPerCompany)]);
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

async function serve(companies: number, devicesPerCompany: number): Promise<void> {
  const simulator = await startGravityZoneSimulator({ limits: 'off' });
  const { world } = simulator;
  seedDemoWorld(world, { companies, devicesPerCompany, weeks: 4 });
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

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve(Number(process.argv[2]), Number(process.argv[3]));
