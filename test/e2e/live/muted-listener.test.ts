import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/database/database.js';
import { announce, type LiveEvents, openLiveEvents } from '../../../src/live/live-events.js';
import { type BreakableProxy, startBreakableProxy } from '../../support/breakable-proxy.js';
import { freshDatabase } from '../../support/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { eventually } from '../../support/environment.js';

describe('a connection that listens', () => {
  let database: Database;
  let proxy: BreakableProxy;
  let liveEvents: LiveEvents;
  const problems: string[] = [];
  let rings = 0;

  beforeAll(async () => {
    const url = await freshDatabase();
    proxy = await startBreakableProxy(Number(new URL(url).port));
    atEndOfFile(() => proxy.close());
    const proxied = new URL(url);
    proxied.hostname = '127.0.0.1';
    proxied.port = String(proxy.port);
    database = openDatabase(url, { outside: 'all tenants' });
    liveEvents = await openLiveEvents({
      database,
      url: proxied.href,
      heartbeatMilliseconds: 300,
      onProblem: ({ message }) => problems.push(message),
    });
    atEndOfFile(async () => {
      await liveEvents.close();
      await database.close();
    });
    liveEvents.on('msp-one', 'threats', () => {
      rings += 1;
    });
    await eventually(async () => liveEvents.state().listening);
  });

  it('is replaced when it falls silent without an end or an error', async () => {
    proxy.mute();
    await eventually(async () => !liveEvents.state().listening);
    expect(problems).toEqual([expect.stringContaining('A notification did not come back.')]);
    const before = rings;
    await eventually(async () => liveEvents.state().listening && rings > before);
    const heard = rings;
    await announce(database.query, { tenantId: 'msp-one', topic: 'threats' });
    await eventually(async () => rings > heard);
    expect(problems).toHaveLength(1);
  });

  it('is replaced when it is cut', async () => {
    const connections = proxy.count();
    proxy.cut();
    await eventually(async () => proxy.count() > connections && liveEvents.state().listening);
    const heard = rings;
    await announce(database.query, { tenantId: 'msp-one', topic: 'threats' });
    await eventually(async () => rings > heard);
  });

  it('calls subscribers of a log that grew without an announcement', async () => {
    const before = rings;
    await eventually(async () => {
      await sql`insert into threat_change (tenant_id, sequence, threat_id, kind, actor, detail, at)
        select 'msp-one', coalesce(max(sequence), 0) + 1, gen_random_uuid(), 'CREATED', 'bitdefender', '{}', now()
        from threat_change where tenant_id = 'msp-one'`.execute(database.query);
      return rings > before;
    });
    expect(liveEvents.state().listening).toBe(true);
  });
});
