import { afterEach, describe, expect, test } from 'vitest';
import { seedDemoWorld } from '../../../../demo/gravityzone/seed.js';
import { clientOf, closeAll, simulate } from '../../../support/gravityzone.js';

afterEach(closeAll);

const november = new Date('2026-11-28T12:00:00Z');

describe('a diagnosis', () => {
  test('of an MSP', async () => {
    const simulator = await simulate({ zone: 'Asia/Kolkata' });
    seedDemoWorld(simulator.world, { companies: 5, devicesPerCompany: 2, weeks: 1 });
    simulator.world.addCompany('Without a machine');
    const diagnosis = await clientOf(simulator).diagnose();
    expect(diagnosis).toMatchObject({
      ok: true,
      flavour: 'CLOUD',
      missingApis: [],
      ownCompany: { kind: 'PARTNER' },
      companyCount: 7,
      emptyCompanyCount: 2,
      naiveOffsetMinutes: 330,
      pageSize: 1000,
      problems: [],
    });
    expect(diagnosis.keyCreatedAt).toBeInstanceOf(Date);
  });

  test('of four machines in November, of a company made in August', async () => {
    const simulator = await simulate({ zone: 'Europe/Bucharest', clock: () => november });
    for (const minutes of [50, 3, 200, 11])
      simulator.world.addDevice({
        ...{ companyId: simulator.world.root.id, name: `PC-${minutes}` },
        lastSeenAt: new Date(november.getTime() - minutes * 60_000),
      });
    const diagnosis = await clientOf(simulator, { clock: () => november }).diagnose();
    expect(diagnosis).toMatchObject({ ok: true, naiveOffsetMinutes: 120 });
    // Without them, only the offset of August is known.
    simulator.world.devices.clear();
    expect(await clientOf(simulator, { clock: () => november }).diagnose()).toMatchObject({ naiveOffsetMinutes: 180 });
  });

  test('of a key without the Companies API counts what the tree shows', async () => {
    const simulator = await simulate({ zone: 'Asia/Kolkata' });
    const { world } = simulator;
    const apiKey = () => simulator.addKey({ enabledApis: ['network'] });
    const folder = world.addFolder('Customers');
    const { id: bakery } = world.addCompany('Bakery', { parentId: folder.id });
    world.addDevice({ companyId: bakery, name: 'OVEN-01' });
    const diagnosis = await clientOf(simulator, { apiKey: apiKey() }).diagnose();
    expect(diagnosis).toMatchObject({
      ...{ ok: true, ownCompany: null, ownCompanyId: world.root.id, companyCount: 2, emptyCompanyCount: 1 },
      naiveOffsetMinutes: 330,
    });
    expect(diagnosis.companies.map(({ id }) => id)).toEqual([bakery, folder.id, world.root.id]);
    const ofCustomer = simulator.addKey({ companyId: bakery, enabledApis: ['network'] });
    expect(await clientOf(simulator, { apiKey: ofCustomer }).diagnose()).toMatchObject({
      ...{ ok: true, ownCompanyId: bakery, companyCount: 1, companies: [{ id: bakery }] },
    });
    world.devices.clear();
    expect(await clientOf(simulator, { apiKey: apiKey() }).diagnose()).toMatchObject({ naiveOffsetMinutes: null });
  });

  test('of clocks that disagree', async () => {
    const now = Date.parse('2026-03-01T12:00:00Z');
    const simulator = await simulate({ clock: () => new Date(now + 180_000) });
    const seen = async (at: number) => {
      const diagnosis = await clientOf(simulator, { clock: () => new Date(at) }).diagnose();
      return diagnosis.clockAheadSeconds;
    };
    expect([await seen(now), await seen(now + 200_000)]).toEqual([180, -20]);
  });

  test('of a bad key, and of a key that another instance issued', async () => {
    const simulator = await simulate();
    // Of two authorities of the same name only the first would be tried.
    const elsewhere = await simulate({ certificate: { names: ['elsewhere', 'localhost'] } });
    const bad = await clientOf(simulator, { apiKey: 'nobody' }).diagnose();
    expect(bad).toMatchObject({ ok: false, problems: [{ code: 'BAD_KEY' }] });
    const foreign = clientOf(simulator, {
      apiKey: elsewhere.addKey(),
      instances: [simulator.url, elsewhere.url],
      trust: { caCertificate: `${simulator.caCertificate}\n${elsewhere.caCertificate}` },
    });
    const { ok, problems } = await foreign.diagnose();
    expect({ ok, code: problems[0]?.code }).toEqual({ ok: false, code: 'WRONG_REGION' });
    expect(problems[0]?.hint).toContain(elsewhere.url);
  });

  test('shows a refused key only to trusted instances, and only from one', async () => {
    const simulator = await simulate();
    const elsewhere = await simulate({ certificate: { names: ['elsewhere', 'localhost'] } });
    const trust = { caCertificate: `${simulator.caCertificate}\n${elsewhere.caCertificate}` };
    const given = { apiKey: elsewhere.addKey(), trust };
    const stranger = clientOf(simulator, { ...given, instances: [elsewhere.url] });
    expect(await stranger.diagnose()).toMatchObject({ problems: [{ code: 'BAD_KEY' }] });
    expect(elsewhere.calls).toEqual([]);
    const { fingerprint } = simulator;
    const pinned = clientOf(simulator, {
      ...given,
      trust: { fingerprint },
      instances: [simulator.url, elsewhere.url],
    });
    expect(await pinned.diagnose()).toMatchObject({ problems: [{ code: 'BAD_KEY' }] });
    // Its fingerprint is not the one that was pinned, so nothing was sent.
    expect(elsewhere.calls).toEqual([]);
  });

  test('shows the key to no other instance when a proxy asks for a login', async () => {
    const simulator = await simulate();
    const elsewhere = await simulate({ certificate: { names: ['elsewhere', 'localhost'] } });
    const client = clientOf(simulator, {
      apiKey: elsewhere.addKey(),
      instances: [simulator.url, elsewhere.url],
      trust: { caCertificate: `${simulator.caCertificate}\n${elsewhere.caCertificate}` },
    });
    simulator.faults.add({ kind: 'proxyLogin', times: Infinity });
    const { ok, problems } = await client.diagnose();
    expect([ok, problems.map(({ code }) => code)]).toEqual([false, ['PROXY']]);
    expect(elsewhere.calls).toEqual([]);
  });

  test('of missing APIs, a missing licence, a suspended company, no companies', async () => {
    const simulator = await simulate();
    const company = simulator.world.addCompany('Customer');
    const codes = async (options: Parameters<typeof simulator.addKey>[0]) => {
      const { ok, problems } = await clientOf(simulator, { apiKey: simulator.addKey(options) }).diagnose();
      return [ok, ...problems.map(({ code }) => code)];
    };
    expect(await codes({ enabledApis: ['network', 'companies', 'quarantine'] })).toEqual([true, 'API_NOT_ENABLED']);
    expect(await codes({ enabledApis: ['companies', 'incidents', 'quarantine'] })).toEqual([false, 'API_NOT_ENABLED']);
    expect(await codes({ incidentsLicensed: false })).toEqual([true, 'NO_LICENCE']);
    simulator.world.suspendCompany(company.id);
    expect(await codes({ companyId: company.id })).toContain('COMPANY_SUSPENDED');
    const lonely = await simulate();
    expect((await clientOf(lonely).diagnose()).problems).toMatchObject([{ code: 'NO_COMPANIES' }]);
  });

  test('of an on-premises GravityZone', async () => {
    const simulator = await simulate({ flavour: 'ON_PREMISES' });
    expect(await clientOf(simulator).diagnose()).toMatchObject({
      ok: true,
      flavour: 'ON_PREMISES',
      companyCount: 1,
      pageSize: 100,
      problems: [],
    });
  });

  test('of a server that is no GravityZone', async () => {
    const simulator = await simulate();
    const client = clientOf(simulator, { endpoint: simulator.url.replace('/api', '/else/api') });
    expect(await client.diagnose()).toMatchObject({ ok: false, problems: [{ code: 'NOT_GRAVITYZONE' }] });
  });
});
