import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Database } from '../../../src/database/database.js';
import { createCoverageReader, recordCoverage } from '../../../src/device/coverage/coverage.reader.js';
import { createDeviceReader } from '../../../src/device/detail/device.reader.js';
import { createDeviceEventReader } from '../../../src/device/detail/device-event.reader.js';
import { HealthReasonCode } from '../../../src/device/health/health.type.js';
import { createMachineReader } from '../../../src/device/machine/machine.reader.js';
import { type Machine, type MachineFilter, MachineOrder } from '../../../src/device/machine/machine.type.js';
import { openTestDatabase } from '../../support/database.js';
import { agoMilliseconds, day, now, type Sketch, storeMachines, tenantId, well } from '../../support/machines.js';

const other = 'msp-two';

describe('machines', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });

  const clock = () => now;
  const store = (sketches: readonly Sketch[]) => storeMachines(database, sketches);
  const list = async (filter: MachineFilter, orderBy: MachineOrder = MachineOrder.NAME): Promise<Machine[]> => {
    const page = await createMachineReader(database, clock).page(
      tenantId,
      { filter, orderBy, reverse: false },
      { first: 100 },
    );
    return page.edges.map(({ node }) => node);
  };
  const names = async (filter: MachineFilter, orderBy?: MachineOrder) =>
    (await list(filter, orderBy)).map(({ name }) => name);

  /** Gives the other tenant rows of the same ids, with other words in them. */
  async function copy(table: string, clientId: string, words: object): Promise<void> {
    const ofClient =
      table === 'device_state' || table === 'device_event'
        ? sql`device_id in (select id from device where tenant_id = ${tenantId} and client_id = ${clientId})`
        : sql`client_id = ${clientId}`;
    await sql`
      insert into ${sql.table(table)}
      select (jsonb_populate_record(null::${sql.table(table)},
        to_jsonb(original) || ${JSON.stringify({ ...words, tenant_id: other })}::jsonb)).*
      from ${sql.table(table)} as original where tenant_id = ${tenantId} and ${ofClient}`.execute(database.query);
  }

  it('keeps machines of two tenants apart when their ids are the same', async () => {
    const deviceId = randomUUID();
    const clientId = await store([
      { ...well, name: 'ONE', more: { id: deviceId }, threats: [{ severity: 1, status: 'RESOLVED', daysAgo: 1 }] },
      { ...well, name: 'TWO' },
      { ...well, name: 'TWIN', hasAgent: false, more: { twinOf: deviceId } },
    ]);
    await sql`insert into device_event (tenant_id, id, device_id, kind, at)
      values (${tenantId}, ${randomUUID()}, ${deviceId}, 'RETURNED', ${now})`.execute(database.query);
    await recordCoverage(database.query, tenantId, [clientId], agoMilliseconds(day));
    const seen = async () => {
      const coverage = createCoverageReader(database, clock);
      const ofClient = await coverage.ofClients(tenantId, [clientId]);
      const devices = createDeviceReader(database, clock);
      return {
        lists: await Promise.all(Object.values(MachineOrder).map((order) => list({ clientId }, order))),
        tenant: await list({}),
        ofTenant: await coverage.ofTenant(tenantId),
        ofClient,
        trends: await coverage.trends(tenantId, ofClient, 3),
        device: await devices.byIds(tenantId, [deviceId]),
        twins: await devices.twins(tenantId, [deviceId]),
        events: await createDeviceEventReader(database).ofDevices(tenantId, [deviceId], 10),
      };
    };
    const before = await seen();
    expect(before.lists[0]).toHaveLength(2);
    expect(before.twins[0]).toHaveLength(1);
    expect(before.events[0]).toHaveLength(1);
    expect(before.trends[0]).toHaveLength(2);

    await copy('company', clientId, { name: 'Theirs', last_synced_at: agoMilliseconds(9 * day), next_sync_at: null });
    await copy('agent', clientId, { hostname: 'THEIRS' });
    await copy('device', clientId, { name: 'THEIRS', policy_applied: false, presence: 'MISSING' });
    await copy('device_state', clientId, { infected: true, last_seen_at: agoMilliseconds(90 * day) });
    for (let number = 0; number < 3; number += 1)
      await copy('threat', clientId, { id: randomUUID(), severity: 4, status: 'UNRESOLVED' });
    await copy('coverage_day', clientId, { machines: 1_000, protected_agents: 0 });
    await copy('device_event', clientId, { id: randomUUID(), kind: 'MISSING' });
    for (const owner of ['', clientId])
      await database.query
        .insertInto('expectation')
        .values({
          tenantId: other,
          clientId: owner,
          policies: ['Theirs'],
          modules: ['firewall'],
          notSeenDays: 1,
          changedAt: now,
        })
        .execute();
    expect(await seen()).toEqual(before);
  });

  it('gives unmapped, ambiguous, missing and unmanaged machines their documented gaps', async () => {
    const unmapped = randomUUID();
    const clientId = await store([
      { ...well, name: 'ambiguous', hasAgent: false, more: { matchKind: 'AMBIGUOUS' } },
      { ...well, name: 'gone', present: false, applied: false, outdated: true },
      { ...well, name: 'lonely', hasAgent: false },
      { ...well, name: 'noticed', hasAgent: false, managed: false, applied: false },
      { ...well, name: 'noticed and gone', hasAgent: false, managed: false, present: false },
      { ...well, name: 'unmapped', hasAgent: false, managed: false, more: { id: unmapped, clientId: null } },
    ]);
    const found = await list({ clientId });
    expect(Object.fromEntries(found.map(({ name, gaps }) => [name, gaps]))).toEqual({
      ambiguous: ['AMBIGUOUS'],
      gone: ['UNPROTECTED'],
      lonely: ['NO_AGENT'],
      noticed: ['UNMANAGED'],
      'noticed and gone': [],
    });
    const [other] = await list({ mapped: false });
    expect(other).toMatchObject({ name: 'unmapped', gaps: [], health: 'AT_RISK' });
    expect(await names({ clientId, mapped: true })).toHaveLength(5);
  });

  it('keeps machines without known contact healthy, and prefers the client’s notSeenDays', async () => {
    const seen = (lastSeenAt: Date | null) => ({ ...well, state: well.state && { ...well.state, lastSeenAt } });
    const clientId = await store([
      { ...seen(null), name: 'never reported' },
      { ...seen(agoMilliseconds(4 * day)), name: 'silent' },
    ]);
    const silent = () => names({ clientId, healthReasons: [HealthReasonCode.NOT_SEEN] });
    expect((await list({ clientId })).map(({ health }) => health)).toEqual(['HEALTHY', 'HEALTHY']);
    await database.query
      .insertInto('expectation')
      .values({ tenantId, clientId, policies: null, modules: null, notSeenDays: 3, changedAt: now })
      .execute();
    expect(await silent()).toEqual(['silent']);
    const common = { tenantId, clientId: '', policies: null, modules: null, notSeenDays: 30, changedAt: now };
    await database.query.insertInto('expectation').values(common).execute();
    expect(await silent()).toEqual(['silent']);
    await database.query.deleteFrom('expectation').where('tenantId', '=', tenantId).execute();
  });

  it('finds machines by each of their names and by address', async () => {
    const clientId = await store([
      {
        ...well,
        name: 'agent-7',
        more: { name: 'DEVICE-7', fqdn: 'qualified-7.corp', label: 'label-7', ip: '10.7.0.1' },
      },
      well,
    ]);
    for (const search of ['agent-7', 'device-7', 'IFIED-7.c', 'Label', '0.7.0.'])
      expect(await names({ clientId, search }), search).toEqual(['agent-7']);
    expect(await names({ clientId, search: 'e_7' })).toEqual([]);
  });

  it('counts threats of twins in health, and ignores an unknown policy', async () => {
    const deviceId = randomUUID();
    const clientId = await store([
      { ...well, name: 'live', applied: null, more: { id: deviceId } },
      {
        ...well,
        name: 'former',
        hasAgent: false,
        more: { twinOf: deviceId },
        threats: [{ severity: 3, status: 'UNRESOLVED', daysAgo: 1 }],
      },
    ]);
    expect(await names({ clientId, healthReasons: [HealthReasonCode.UNRESOLVED_THREATS] })).toEqual(['live']);
    expect(await names({ clientId, policyApplied: false })).toEqual([]);
    expect(await names({ clientId, policyApplied: true })).toEqual([]);
  });

  it('orders by THREATS_THIS_MONTH with the month of the tenant’s time zone', async () => {
    // In Auckland the month began at 11:00 UTC of the day before.
    const began = new Date('2026-02-28T11:00:00Z');
    const threat = { severity: 1, status: 'RESOLVED', daysAgo: (now.getTime() - began.getTime()) / day };
    const clientId = await store([
      {
        ...well,
        name: 'before',
        threats: Array.from({ length: 3 }, () => ({ ...threat, daysAgo: threat.daysAgo + 1 / day })),
      },
      { ...well, name: 'since', threats: [threat] },
    ]);
    const zone = { portalEnabled: false, portalHiddenClientIds: [], matchMode: 'NORMALISED', changedAt: now };
    await database.query
      .insertInto('tenantSetting')
      .values({ tenantId, timeZone: 'Pacific/Auckland', ...zone })
      .execute();
    expect(await names({ clientId }, MachineOrder.THREATS_THIS_MONTH)).toEqual(['since', 'before']);
    await database.query.deleteFrom('tenantSetting').where('tenantId', '=', tenantId).execute();
  });
});
