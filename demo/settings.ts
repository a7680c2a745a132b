import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DATA_FOLDER_OF_ROOT } from '../src/config.js';

const defaultPort = 4000;

/** The ports of the demo's servers. */
export interface DemoPorts {
  gateway: number;
  app: number;
  core: number;
}

/** The ports for a command line: three in a row, beginning with `--port`. Throws a sentence where it is not understood. */
export function demoPorts(parameters: string[]): DemoPorts {
  const { values } = parseArgs({ args: parameters, options: { port: { type: 'string' } } });
  const first = Number(values.port ?? defaultPort);
  if (!Number.isInteger(first) || first < 1 || first > 65_533)
    throw new Error('--port must be a number from 1 to 65533.');
  return { gateway: first, app: first + 1, core: first + 2 };
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
