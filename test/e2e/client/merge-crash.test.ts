import { describe, expect, it } from 'vitest';
import { startAgain } from '../../support/deaths.js';
import { connect, mapCompanies } from '../../support/graph-documents.js';
import { surroundings } from '../../support/surroundings.js';

/** Each wait has its own patience, and its error says more than this one. */
const timeout = 300_000;
const threats = 2_600;

describe('kill -9 while a merge is followed, then a start', () => {
  it('moves the rest, and nothing twice', { timeout }, async () => {
    const around = await surroundings();
    const { core, gravityZone, rows, data, until } = around;
    const world = core.world('msp-one');
    const from = world.addClient({ name: 'Bakery' }).id;
    const into = world.addClient({ name: 'Butcher' }).id;
    const bdId = gravityZone.world.addCompany('BAKERY').id;
    gravityZone.world.addDevice({ companyId: bdId, name: 'OVEN-01' });
    const service = await around.start();
    const { url: endpoint, caCertificate } = gravityZone;
    await data(service, connect, { input: { endpoint, caCertificate, apiKey: gravityZone.addKey() } });
    const [company] = await rows<{ id: string }>(`select id from company where bd_id = '${bdId}'`);
    await data(service, mapCompanies, { input: { mappings: [{ companyId: company?.id, clientId: from }] } });
    await rows(`
      insert into threat (tenant_id, id, connection_id, company_id, client_id, name, family, severity, severity_source,
        severity_reason, status, action, detected_at, last_detected_at, occurrences, history, created_at, changed_at)
      select 'msp-one', gen_random_uuid(), connection_id, id, '${from}', 'Trojan.' || number, 'TROJAN', 3, 'NONE', 'Planted.',
        'UNRESOLVED', 'BLOCKED', now(), now(), 1, true, now(), now()
      from company, generate_series(1, ${threats}) as number where bd_id = '${bdId}'`);
    const ofClient = async (clientId: string) => {
      const [counted] = await rows<{ count: number }>(
        `select count(*)::int from threat where client_id = '${clientId}' and name like 'Trojan.%'`,
      );
      return counted?.count;
    };
    const merge = async () => {
      const [found] = await rows<{ state: string; moved: Record<string, number> }>(
        'select state, moved from client_merge',
      );
      return found;
    };

    // Each transaction takes its time, so that the merge dies between two of them.
    await rows(`
      create function take_time() returns trigger language plpgsql as $$ begin perform pg_sleep(1); return null; end $$;
      create trigger take_time after update on threat for each statement execute function take_time();`);
    world.mergeClient(from, into);
    await rows('delete from activity_check');
    const moved = await until(async () => (await merge())?.moved.threat ?? null);
    service.kill();
    await service.gone;
    await rows('drop trigger take_time on threat');
    const [left, there] = [await ofClient(from), await ofClient(into)];
    expect(left).toBeGreaterThan(0);
    expect(there).toBeGreaterThanOrEqual(moved);
    expect((left ?? 0) + (there ?? 0)).toBe(threats);
    expect(await merge()).toMatchObject({ state: 'MOVING', moved: { threat: there } });

    await startAgain({ around, service });
    await until(async () => (await merge())?.state === 'DONE' || null);
    expect((await merge())?.moved).toMatchObject({ threat: threats, company: 1 });
    expect([await ofClient(from), await ofClient(into)]).toEqual([0, threats]);
    expect(await rows(`select count(*)::int from audit_entry where action = 'CLIENT_MERGED'`)).toEqual([{ count: 1 }]);
    expect(core.tickets).toEqual([]);
  });
});
