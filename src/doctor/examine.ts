import type { Config } from '../config.js';
import { checkDatabase } from './check-database.js';
import { checkCore, checkGravityZone, checkKeySet } from './check-services.js';
import type { Finding } from './finding.js';

/** Everything that can be found wrong before the first start, in the order in which it is best mended. Changes nothing. */
export async function examine(config: Config, gravityZone?: { hosts: string[]; port: number }): Promise<Finding[]> {
  const findings = await Promise.all([
    checkDatabase(config),
    checkKeySet(config.auth),
    checkCore(config.opsmerge),
    checkGravityZone(gravityZone?.hosts, gravityZone?.port),
  ]);
  return findings.flat();
}
