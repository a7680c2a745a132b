import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Database, json } from '../../../src/database/database.js';
import { type CompanyTarget, contentOf } from '../../../src/device/inventory/device-content.js';
import { markMissingDevices, storeDevices } from '../../../src/device/inventory/store-devices.js';
import type { InventoryDevice } from '../../../src/gravityzone/types.js';
import { openTestDatabase } from '../../support/database.js';

const tenantId = 'msp-one';
const [monday, tuesday, wednesday] = [2, 3, 4].map((date) => new Date(Date.UTC(2026, 2, date, 9))) as [
  Date,
  Date,
  Date,
];

const oven: InventoryDevice = {
  id: '63171c4569cad087a809a301',
  companyId: 'north',
  name: 'OVEN',
  fqdn: 'oven.local',
  label: null,
  groupId: null,
  macs: ['005056b1ef97'],
  ip: '10.0.0.1',
  operatingSystem: 'Windows 10',
  machineType: 'COMPUTER',
  managed: true,
  managedWithBest: true,
  policy: { id: 'p1', name: 'Standard', applied: true },
  modules: { antimalware: true },
  productOutdated: false,
  isolated: null,
  exchangeServer: null,
  lastScan: { name: 'Quick', at: monday },
  riskScore: 10,
  moving: null,
};
const till: InventoryDevice = { ...oven, id: '63171c4569cad087a809a302', name: 'TILL', fqdn: 'till.local', macs: [] };

const rowsOf = (devices: InventoryDevice[], companies: ReadonlyMap<string, CompanyTarget>) =>
  devices.map((device) => contentOf(device, companies.get(device.companyId ?? '') ?? { id: '', clientId: null }));

describe('storeDevices', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });

  /** Companies north and annex of one client, south of another, wild of none: by the names that BD's ids are here. */
  async function companiesOf(tenant: string, ids: Record<string, string>): Promise<Map<string, CompanyTarget>> {
    const clients: Record<string, string | null> = { north: 'bakery', annex: 'bakery', south: 'butcher', wild: null };
    const companies = new Map<string, CompanyTarget>();
    for (const [bdId, clientId] of Object.entries(clients)) {
      const id = ids[bdId] ?? '';
      companies.set(bdId, { id, clientId });
      await database.query
        .insertInto('company')
        .values({
          tenantId: tenant,
          id,
          connectionId: randomUUID(),
          bdId: id,
          name: `The ${bdId}${tenant === tenantId ? '' : ' of others'}`,
          parentBdId: null,
          kind: 'COMPANY',
          state: 'PRESENT',
          clientId,
          active: true,
          activityReasons: json<string[]>([]),
          failures: 0,
          firstSeenAt: monday,
          changedAt: monday,
        })
        .execute();
    }
    return companies;
  }

  /** The clients that are to be matched since this was asked last. */
  async function clientsToMatch(): Promise<string[]> {
    const rows = await database.query
      .deleteFrom('clientToMatch')
      .where('tenantId', '=', tenantId)
      .returning('clientId')
      .execute();
    return rows.map(({ clientId }) => clientId).sort();
  }

  async function started() {
    const ids = Object.fromEntries(['north', 'annex', 'south', 'wild'].map((name) => [name, randomUUID()]));
    const integration = { tenantId, id: randomUUID() };
    const companies = await companiesOf(tenantId, ids);
    const idOf = (name: string) => ids[name] ?? '';
    return {
      ids,
      integration,
      companies,
      store: async (devices: InventoryDevice[], now: Date) => ({
        rows: await storeDevices(database.query, integration, rowsOf(devices, companies), now),
        toMatch: await clientsToMatch(),
      }),
      markMissing: async (names: string[], seen: string[], now: Date) => {
        await markMissingDevices(database.query, integration, names.map(idOf), new Set(seen), now);
        return clientsToMatch();
      },
    };
  }

  /** The rows of an integration in all tenants, with what changes on every write. */
  const rows = (connectionId: string) =>
    database.query
      .selectFrom('device')
      .selectAll()
      .select(sql<string>`xmin::text`.as('version'))
      .where('connectionId', '=', connectionId)
      .orderBy('bdId')
      .orderBy('tenantId')
      .execute();
  const events = (connectionId: string) =>
    database.query
      .selectFrom('deviceEvent')
      .select(['kind', 'at', 'before', 'after'])
      .where(
        'deviceId',
        'in',
        database.query.selectFrom('device').select('id').where('connectionId', '=', connectionId),
      )
      .orderBy('at')
      .orderBy('kind')
      .execute();

  it.each<[string, Partial<InventoryDevice>, Partial<InventoryDevice>, string | null, string | null]>([
    ['RENAMED', {}, { name: 'STOVE' }, 'OVEN', 'STOVE'],
    ['MOVED', {}, { companyId: 'annex' }, 'The north', 'The annex'],
    ['MOVED', {}, { companyId: 'wild' }, 'The north', 'The wild'],
    ['UNMANAGED', {}, { managed: false }, null, null],
    ['MANAGED', { managed: false }, {}, null, null],
  ])('are noticed to be %s: from %j to %j', async (kind, first, then, before, after) => {
    const { integration, store } = await started();
    await store([{ ...oven, ...first }, till], monday);
    expect(await events(integration.id)).toEqual([]);
    await store([{ ...oven, ...then }, till], tuesday);
    expect(await events(integration.id)).toEqual([{ kind, at: tuesday, before, after }]);
    const [changed, same] = await rows(integration.id);
    expect(changed).toMatchObject({ presenceChangedAt: monday, firstSeenAt: monday, changedAt: tuesday });
    expect(same).toMatchObject({ presenceChangedAt: monday, changedAt: monday });
  });

  it('records missing and returned devices once, when nothing else changed', async () => {
    const { integration, store, markMissing } = await started();
    const south = { ...till, companyId: 'south' };
    const [away, elsewhere] = [
      { ...till, id: '63171c4569cad087a809a303' },
      { ...south, id: '63171c4569cad087a809a304' },
    ];
    await store([oven, till, away, elsewhere], monday);
    const states = async () =>
      (await rows(integration.id)).map(({ presence, presenceChangedAt }) => [presence, presenceChangedAt]);
    expect(await markMissing(['north', 'annex'], [till.id], tuesday)).toEqual(['bakery']);
    const gone = [
      ['MISSING', tuesday],
      ['PRESENT', monday],
      ['MISSING', tuesday],
      ['PRESENT', monday],
    ];
    expect(await states()).toEqual(gone);
    expect(await markMissing(['north'], [till.id], wednesday)).toEqual([]);
    expect(await states()).toEqual(gone);
    expect(await store([oven, till], wednesday)).toEqual({ rows: 1, toMatch: ['bakery'] });
    expect(await states()).toEqual([['PRESENT', wednesday], ...gone.slice(1)]);
    expect((await events(integration.id)).map(({ kind, at }) => [kind, at])).toEqual([
      ['MISSING', tuesday],
      ['MISSING', tuesday],
      ['RETURNED', wednesday],
    ]);
  });

  it('writes nothing when devices are unchanged', async () => {
    const { integration, store } = await started();
    await store([oven, till], monday);
    const before = await rows(integration.id);
    expect(await store([oven, till], tuesday)).toEqual({ rows: 0, toMatch: [] });
    expect(await rows(integration.id)).toEqual(before);
  });

  it('stores every changed value as on first insert', async () => {
    const { companies, store, integration } = await started();
    const changed: InventoryDevice = {
      ...oven,
      companyId: 'south',
      name: 'STOVE',
      fqdn: 'stove.corp',
      label: 'The stove',
      macs: ['005056b1ef98'],
      ip: '10.0.0.2',
      operatingSystem: 'Linux',
      machineType: 'VIRTUAL_MACHINE',
      managed: false,
      policy: { id: 'p2', name: 'Servers', applied: false },
      modules: { antimalware: false },
      productOutdated: true,
      lastScan: { name: 'Full', at: tuesday },
      riskScore: 20,
    };
    await store([oven], monday);
    await store([changed], tuesday);
    const otherIntegration = { tenantId, id: randomUUID() };
    await storeDevices(database.query, otherIntegration, rowsOf([changed], companies), tuesday);
    const [[written], [fresh]] = [await rows(integration.id), await rows(otherIntegration.id)];
    const { id, connectionId, version, firstSeenAt, presenceChangedAt } = written ?? {};
    expect(written).toEqual({ ...fresh, id, connectionId, version, firstSeenAt, presenceChangedAt });
    expect(written).toMatchObject({ clientId: 'butcher', hostKey: 'stove', lastScanAt: tuesday });
  });

  it('stores the key of a name only while the FQDN gives another one', async () => {
    const { integration, store } = await started();
    const cloud = { ...oven, name: 'WEB01', fqdn: 'ip-10-0-0-7.internal' };
    const keys = async () => (await rows(integration.id)).map(({ hostKey, nameKey }) => [hostKey, nameKey]);
    await store([cloud], monday);
    expect(await keys()).toEqual([['ip-10-0-0-7', 'web01']]);
    await store([{ ...cloud, fqdn: 'web01.corp' }], tuesday);
    expect(await keys()).toEqual([['web01', '']]);
  });

  it.each([
    ['another client', 'south', ['bakery', 'butcher']],
    ['no client', 'wild', ['bakery']],
  ])('clears the match when a device moves to %s, and otherwise keeps it', async (_, companyId, toMatch) => {
    const { integration, store } = await started();
    await store([oven, till], monday);
    const matched = { agentId: 'a1', twinOf: randomUUID(), matchKind: 'EXACT', matchReason: 'So.' };
    await database.query.updateTable('device').set(matched).where('connectionId', '=', integration.id).execute();
    expect(await store([{ ...oven, companyId }], tuesday)).toEqual({ rows: 1, toMatch });
    expect(await rows(integration.id)).toMatchObject([
      { agentId: null, twinOf: null, matchKind: 'NONE', matchReason: 'Not matched yet.', matchCandidates: [] },
      matched,
    ]);
    expect(await store([{ ...till, companyId: 'annex' }], wednesday)).toEqual({ rows: 1, toMatch: ['bakery'] });
    expect((await rows(integration.id))[1]).toMatchObject(matched);
  });

  it('changes only devices of its tenant and integration when ids are shared', async () => {
    const { ids, integration, companies, store, markMissing } = await started();
    await store([oven, till], monday);
    const others = [
      { tenantId: 'msp-two', id: integration.id },
      { tenantId, id: randomUUID() },
    ];
    await companiesOf('msp-two', ids);
    for (const other of others) await storeDevices(database.query, other, rowsOf([oven, till], companies), monday);
    await sql`update device set agent_id = 'theirs' where tenant_id = 'msp-two'`.execute(database.query);
    await sql`update device set id = own.id from device as own
      where device.tenant_id = 'msp-two' and device.connection_id = ${integration.id}
        and own.tenant_id = ${tenantId} and own.connection_id = ${integration.id} and own.bd_id = device.bd_id`.execute(
      database.query,
    );
    const ofOthers = async () =>
      [...(await rows(integration.id)), ...(await rows(others[1]?.id ?? ''))].filter(
        (row) => row.tenantId !== tenantId || row.connectionId !== integration.id,
      );
    const before = await ofOthers();
    expect(before).toHaveLength(4);
    await store([{ ...oven, name: 'STOVE', companyId: 'south' }], tuesday);
    expect(await markMissing(['north'], [], wednesday)).toEqual(['bakery']);
    expect(await ofOthers()).toEqual(before);
    const stored = await database.query
      .selectFrom('deviceEvent')
      .select(['tenantId', 'kind', 'before', 'after'])
      .where('at', 'in', [tuesday, wednesday])
      .where(
        'deviceId',
        'in',
        before.map(({ id }) => id),
      )
      .orderBy('kind')
      .execute();
    expect(stored).toEqual([
      { tenantId, kind: 'MISSING', before: null, after: null },
      { tenantId, kind: 'MOVED', before: 'The north', after: 'The south' },
      { tenantId, kind: 'RENAMED', before: 'OVEN', after: 'STOVE' },
    ]);
  });
});
