import { Pool } from 'pg';
import { tenantSetting } from '../../../src/database/tenancy.js';
import { planted } from '../plant-threats.js';

/**
 * As many connections as the service has for what a request waits for, as the same role and behind the same policies. The tenant is set once
 * for each connection, which is enough for whoever serves only one; the service sets it again whenever a connection changes its tenant.
 */
export function poolOfTenant(databaseUrl: string): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: 10,
    options: `-c ${tenantSetting}=${planted.tenantId}`,
  });
  pool.on('error', () => undefined);
  return pool;
}

/** What such a process is started with. */
export interface PeerRequest {
  databaseUrl: string;
}

/** Asks a peer to prepare its statements, which it does not by itself: with `yes`. */
export const preparedHeader = 'x-prepared';
