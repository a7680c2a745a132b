import { Client } from 'pg';
import { startCore } from '../../../demo/core/core.js';
import { createTokenIssuer } from '../../../demo/tokens.js';
import { migrateAll } from '../../../src/prepare-database.js';
import { serviceConfiguration } from '../../support/service-configuration.js';
import { killServices, startService } from '../../support/service-process.js';
import { startChild } from '../child.js';
import { planted, plantManyThreats } from '../plant-threats.js';
import { startPostgres } from '../postgres.js';
import { plantAgents } from './badges.js';
import { poster } from './measure.js';
import { type PeerRequest, preparedHeader } from './pool.js';

type Post = (body: object) => Promise<string>;

/** The service and what it is compared with, each in a process of its own, on the same rows. */
export interface Stage {
  service: Post;
  byHand: Post;
  mercurius: Post;
  mercuriusPrepared: Post;
  postgraphile: Post;
  close(): Promise<void>;
}

/** So high that none is met; they are counted all the same. Those of what is under way at once are the usual ones. */
const requestLimits = 'person-per-minute=1000000,tenant-per-minute=1000000';

/** Plants that many threats and starts everything. */
export async function setStage(threats: number): Promise<Stage> {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const settings = ['fsync=off', 'shared_buffers=512MB', 'maintenance_work_mem=256MB'];
    const postgres = await startPostgres(settings);
    closing.push(() => postgres.stop());
    await migrateAll({ url: postgres.url, directUrl: postgres.url });
    await plant(postgres.url, threats);

    const tokens = await createTokenIssuer();
    const core = await startCore({ tokens });
    closing.push(() => core.close());
    closing.push(killServices);
    const service = await startService({
      ...(await serviceConfiguration(postgres.url, core, tokens)),
      REQUEST_LIMITS: requestLimits,
      // The address of the service stands in a line of this level; nobody else writes a line for each request.
      LOG_LEVEL: 'info',
      ACCESS_LOG: 'off',
      NODE_ENV: 'production',
      // Such as --cpu-prof.
      ...(process.env.NODE_OPTIONS && { NODE_OPTIONS: process.env.NODE_OPTIONS }),
    });
    // Not killed, or there would be no profile.
    closing.push(() => {
      service.signal('SIGTERM');
      return service.gone;
    });
    const post = (url: string, headers: Record<string, string> = {}): Post => {
      const { post: send, close: end } = poster(url, headers);
      closing.push(end);
      return send;
    };
    const peer = async (name: string) => {
      const child = await startChild(new URL(`./${name}.js`, import.meta.url));
      closing.push(() => child.stop());
      return child.ask<string>({ databaseUrl: postgres.url } satisfies PeerRequest);
    };
    const token = await tokens.issue({
      subject: 'bench',
      roles: ['technician'],
      tenantId: planted.tenantId,
      expiresIn: '12h',
    });
    const mercurius = await peer('mercurius');
    return {
      service: post(service.url, { authorization: `Bearer ${token}` }),
      byHand: post(await peer('by-hand')),
      mercurius: post(mercurius),
      mercuriusPrepared: post(mercurius, { [preparedHeader]: 'yes' }),
      postgraphile: post(await peer('postgraphile')),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function plant(url: string, threats: number): Promise<void> {
  const database = new Client({ connectionString: url, options: '-c opsmerge.tenant=*' });
  await database.connect();
  await plantManyThreats(database, threats);
  await plantAgents(database);
  // Or the service would remove what is older than the usual retention.
  await database.query(
    `insert into tenant_setting (tenant_id, time_zone, portal_enabled, portal_hidden_client_ids, retention_days, changed_at)
     values ($1, 'UTC', false, '{}', null, now())`,
    [planted.tenantId],
  );
  await database.end();
}
