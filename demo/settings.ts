import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DATA_FOLDER_OF_ROOT } from '../src/config.js';
import { PortTakenError, requireFreePorts } from '../src/server/free-ports.js';

const defaultPort = 4000;

/** The ports of the demo's servers. */
export interface DemoPorts {
  gateway: number;
  app: number;
  core: number;
  stage: number;
}

/** The ports for a command line: four in a row, beginning with `--port`. Throws a sentence where it is not understood. */
export function demoPorts(parameters: string[]): DemoPorts {
  const { values } = parseArgs({ args: parameters, options: { port: { type: 'string' } } });
  const first = Number(values.port ?? defaultPort);
  if (!Number.isInteger(first) || first < 1 || first > 65_532)
    throw new Error('--port must be a number from 1 to 65532.');
  return { gateway: first, app: first + 1, core: first + 2, stage: first + 3 };
}

/** Throws a sentence that names those of the ports that are taken, and what to do. */
export async function requireDemoPorts({ gateway, app, core, stage }: DemoPorts): Promise<void> {
  try {
    await requireFreePorts('127.0.0.1', [
      { user: 'gateway', port: gateway },
      { user: 'this subgraph', port: app },
      { user: 'OpsMerge core', port: core },
      { user: 'stage', port: stage },
    ]);
  } catch (error) {
    if (!(error instanceof PortTakenError)) throw error;
    const hint =
      'end what listens there, perhaps another demo, or take other ports with "npm run demo -- --port 5000".';
    throw new Error(`${error.message.replace(/\.$/, '')}; ${hint}`);
  }
}

/**
 * Where the demo keeps its database: in a subfolder of DATA_FOLDER where that is given, so that it never meets a service's.
 * Else each clone has a folder of its own. Run as root, PostgreSQL works as a user who often may not enter the clone, so the
 * folder then lies in the place of system services, under a digest of the clone's path.
 */
export function demoDataFolder(place: { given: string | undefined; clone: string; isRoot: boolean }): string {
  if (place.given !== undefined) return join(place.given, 'demo');
  if (!place.isRoot) return join(place.clone, 'data', 'demo');
  const digest = createHash('sha256').update(place.clone).digest('hex').slice(0, 12);
  return join(DATA_FOLDER_OF_ROOT, `demo-${digest}`);
}
