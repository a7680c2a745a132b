import { afterEach, describe, expect, test } from 'vitest';
import { seedDemoWorld } from '../../../../demo/gravityzone/seed.js';
import { clientOf, closeAll, collect, refuseFolders, simulate } from '../../../support/gravityzone.js';

afterEach(closeAll);

describe('inventory', () => {
  test.each([
    [1000, 3],
    [100, 26],
  ] as const)('walks pages of %i in %i calls and learns the size', async (largestPage, calls) => {
    const simulator = await simulate({ largestPage });
    const { world } = simulator;
    const company = world.addCompany('Customer', {
      parentId: world.addFolder('Inner', world.addFolder('Outer').id).id,
    });
    for (let number = 0; number < 2_497; number += 1) world.addDevice({ companyId: company.id, name: `PC-${number}` });
    const client = clientOf(simulator, { flavour: 'CLOUD', naiveOffsetMinutes: 0 });
    const pages = await collect(client.inventory({}));
    expect(pages.flatMap((page) => page.devices)).toHaveLength(2_497);
    const kinds = pages.flatMap((page) => page.companies).map(({ name, kind }) => [name, kind]);
    expect(kinds).toEqual([
      ['Customer', 'COMPANY'],
      ['Outer', 'FOLDER'],
      ['Inner', 'FOLDER'],
    ]);
    expect(pages.map(({ askedKinds }) => askedKinds)).toEqual(pages.map(() => ['COMPANY', 'FOLDER']));
    expect(pages.flatMap((page) => page.warnings)).toEqual([]);
    expect(simulator.calls).toHaveLength(calls);
    expect(client.learnt).toMatchObject({ naiveOffsetMinutes: 0, pageSize: largestPage, flavour: 'CLOUD' });
  });

  test('reads a row as it is meant', async () => {
    const simulator = await simulate();
    const { world } = simulator;
    const company = world.addCompany('Customer');
    world.addDevice({ companyId: company.id, name: 'Accounting-Workstation-7', managedWithBest: false });
    world.addUnmanaged(company.id, 'printer');
    const [page] = await collect(clientOf(simulator).inventory({ parentId: company.id }));
    expect(page?.devices).toMatchObject([
      { name: 'ACCOUNTING-WORK', fqdn: 'accounting-workstation-7', companyId: company.id, managedWithBest: false },
      { managed: false, operatingSystem: null, macs: [] },
    ]);
  });

  test('survives drift: duplicates once, a disagreeing total reported', async () => {
    const simulator = await simulate({ largestPage: 100 });
    const { world } = simulator;
    for (let number = 0; number < 150; number += 1) world.addDevice({ companyId: world.root.id, name: `PC-${number}` });
    const [first] = world.devices.keys();
    simulator.changeRows = (rows) => [...rows, { ...Object(rows[0]), id: first }];
    simulator.totalError = 4;
    const pages = await collect(clientOf(simulator).inventory({}));
    const ids = pages.flatMap((page) => page.devices).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(pages.flatMap((page) => page.warnings).join()).toMatch(/were repeated.*announced 154 rows and sent 150/s);
  });

  test('reports missing rows when rows move during the walk', async () => {
    const simulator = await simulate({ largestPage: 100 });
    const { world } = simulator;
    const devices = Array.from({ length: 250 }, (_, number) =>
      world.addDevice({ companyId: world.root.id, name: `PC-${number}` }),
    );
    simulator.afterCall = ({ method, params }) => {
      const answered = method === 'getNetworkInventoryItems' && params.perPage === 100;
      if (answered && params.page === 1) world.removeDevice(devices[0]?.id ?? '');
    };
    const pages = await collect(clientOf(simulator).inventory({}));
    expect(pages.flatMap((page) => page.devices)).toHaveLength(249);
    expect(pages.at(-1)?.warnings).toEqual(['GravityZone announced 250 rows and sent 249.']);
  });

  test('reads nulls, absent fields and texts for numbers as they are meant', async () => {
    const simulator = await simulate();
    const { world } = simulator;
    world.addDevice({ companyId: world.root.id, name: 'PC-1' });
    simulator.changeRows = (rows) =>
      rows.map((row) => ({
        ...Object(row),
        details: {
          fqdn: 'undefined',
          label: '',
          macs: null,
          ip: null,
          isManaged: true,
          policy: null,
          modules: { antimalware: true, odd: 'yes' },
          riskScore: { value: '18%' },
          lastSuccessfulScan: { name: 'Quick Scan', date: '0001-01-01T00:00:00' },
          movingInfo: { state: 1, destinationCompanyName: 'Elsewhere' },
        },
      }));
    const [page] = await collect(clientOf(simulator).inventory({}));
    expect(page?.devices).toMatchObject([
      {
        fqdn: null,
        label: null,
        macs: [],
        ip: null,
        managed: true,
        managedWithBest: false,
        policy: null,
        modules: { antimalware: true },
        riskScore: 18,
        lastScan: { name: 'Quick Scan', at: null },
        moving: { state: 1, destinationCompanyName: 'Elsewhere' },
        productOutdated: null,
      },
    ]);
    expect(page?.skipped).toEqual([]);
  });

  test('lists a machine twice as Bitdefender does, and each neighbour as not managed', async () => {
    const simulator = await simulate();
    const { world } = simulator;
    const device = world.addDevice({ companyId: world.root.id, name: 'PC-1' });
    world.addDuplicate(device.id);
    world.reimageDevice(device.id);
    world.addUnmanaged(world.root.id, 'PRINTER');
    const [page] = await collect(clientOf(simulator).inventory({}));
    expect(page?.devices.map(({ name, managed }) => [name, managed])).toEqual([
      ['PC-1', true],
      [`PC-1-${device.macs[0]}`, true],
      ['PC-1', true],
      ['PRINTER', false],
    ]);
    expect(new Set(page?.devices.map(({ id }) => id)).size).toBe(4);
  });

  test('lists deleted devices like others, and finds their group', async () => {
    const simulator = await simulate();
    const { world } = simulator;
    const company = world.addCompany('Customer');
    const device = world.addDevice({ companyId: company.id, name: 'PC-1' });
    world.deleteDevice(device.id);
    const client = clientOf(simulator, { flavour: 'CLOUD' });
    const [page] = await collect(client.inventory({}));
    const group = await client.deletedGroup(company.id);
    expect(page?.devices).toMatchObject([{ name: 'PC-1', managed: true, groupId: group }]);
    for (const rows of [[], [{ id: company.id, name: 'Deleted by hand' }]]) {
      simulator.changeRows = () => rows;
      expect(await client.deletedGroup(company.id)).toBeNull();
    }
    const { computers } = world.groups(company.id);
    const pair = (id: unknown) => [
      { id, name: 'Computers and Groups' },
      { id: computers, name: 'Deleted' },
    ];
    for (const rows of [[null, 7, { name: 'Deleted' }], pair(computers), pair('x'.repeat(200)), pair('42')]) {
      simulator.changeRows = () => rows;
      await expect(client.deletedGroup(company.id)).rejects.toMatchObject({ code: 'MALFORMED_ANSWER' });
    }
    simulator.changeRows = null;
    expect(await client.deletedGroup('0'.repeat(24))).toBeNull();
    simulator.faults.add({ kind: 'serverErrorJson', times: Infinity });
    await expect(client.deletedGroup(company.id)).rejects.toMatchObject({ code: 'SERVER_ERROR' });
  });

  test('a page that fails is never the end', async () => {
    const simulator = await simulate({ largestPage: 100 });
    for (let number = 0; number < 150; number += 1) {
      simulator.world.addDevice({ companyId: simulator.world.root.id, name: `PC-${number}` });
    }
    simulator.faults.add({ kind: 'serverErrorJson', method: 'getNetworkInventoryItems', page: 2, times: Infinity });
    await expect(collect(clientOf(simulator).inventory({}))).rejects.toMatchObject({ code: 'SERVER_ERROR' });
  });

  test.each([1000, 100] as const)(
    'does without folders when their filter is refused, pages of %i',
    async (largestPage) => {
      const simulator = await simulate({ largestPage });
      const { world } = simulator;
      const company = world.addCompany('Customer', { parentId: world.addFolder('North').id });
      world.addDevice({ companyId: company.id, name: 'PC-1' });
      refuseFolders(simulator);
      const client = clientOf(simulator, { flavour: 'CLOUD', naiveOffsetMinutes: 0 });
      const calls = async () => {
        simulator.calls.length = 0;
        const pages = await collect(client.inventory({}));
        expect(pages).toMatchObject([
          { companies: [{ id: company.id }], devices: [{ name: 'PC-1' }], askedKinds: ['COMPANY'] },
        ]);
        return simulator.calls.length;
      };
      expect(await calls()).toBe(largestPage === 1000 ? 3 : 4);
      expect(client.learnt.pageSize).toBe(largestPage);
      // What was refused once is not asked for again.
      expect(await calls()).toBe(1);
      expect((await collect(client.companies())).flatMap(({ items }) => items)).toMatchObject([
        { id: world.root.id },
        { id: company.id },
      ]);
    },
  );

  test('does not blame the filter for a refused parent when folders were accepted', async () => {
    const simulator = await simulate();
    const client = clientOf(simulator, { flavour: 'CLOUD', naiveOffsetMinutes: 0 });
    await collect(client.inventory({}));
    simulator.calls.length = 0;
    const parentId = '0'.repeat(24);
    await expect(collect(client.inventory({ parentId }))).rejects.toMatchObject({ code: 'INVALID_PARAMETERS' });
    expect(simulator.calls.map(({ params }) => params.perPage)).toEqual([1000, 100]);
  });

  test('says nothing of companies when there is only the list of endpoints', async () => {
    const simulator = await simulate();
    simulator.world.addFolder('North');
    simulator.world.addDevice({ companyId: simulator.world.root.id, name: 'PC-1' });
    simulator.handler = ({ method }) =>
      method === 'getNetworkInventoryItems'
        ? { httpStatus: 200, body: { jsonrpc: '2.0', error: { code: -32601, message: 'Method not found' } } }
        : undefined;
    expect(await collect(clientOf(simulator, { flavour: 'CLOUD' }).inventory({}))).toMatchObject([
      { companies: [], devices: [{ name: 'PC-1' }], askedKinds: [] },
    ]);
  });

  test('an empty network is one empty page', async () => {
    const simulator = await simulate();
    expect(await collect(clientOf(simulator).inventory({}))).toMatchObject([{ devices: [], companies: [], total: 0 }]);
  });
});

describe('companies', () => {
  test('reads a tree with two levels of folders in one walk', async () => {
    const simulator = await simulate();
    seedDemoWorld(simulator.world, { companies: 12, devicesPerCompany: 1, weeks: 1 });
    const [page] = await collect(clientOf(simulator, { flavour: 'CLOUD' }).companies());
    expect(page?.items.filter(({ kind }) => kind === 'COMPANY')).toHaveLength(13);
    expect(page?.items.filter(({ kind }) => kind === 'FOLDER')).toHaveLength(12);
    expect(page?.items[0]?.id).toBe(simulator.world.root.id);
    expect(simulator.calls.map(({ method }) => method)).toEqual(['getCompanyDetails', 'getNetworkInventoryItems']);
  });

  test('a key of a single company sees that company only', async () => {
    const simulator = await simulate();
    const company = simulator.world.addCompany('Only one');
    simulator.world.addCompany('Another');
    const apiKey = simulator.addKey({ companyId: company.id });
    const pages = await collect(clientOf(simulator, { apiKey }).companies());
    expect(pages.flatMap((page) => page.items)).toMatchObject([{ id: company.id, name: 'Only one' }]);
  });
});

describe('incidents and quarantine', () => {
  test('incidents: the window, both spellings of the score, an extended one without a computer', async () => {
    const simulator = await simulate();
    const { world } = simulator;
    const device = world.addDevice({ companyId: world.root.id, name: 'PC-1' });
    const at = new Date('2026-01-10T10:00:00Z');
    const incident = world.addIncident({ companyId: world.root.id, deviceId: device.id, at, oldSpelling: true });
    world.addIncident({ companyId: world.root.id, at: new Date('2026-01-01T10:00:00Z') });
    world.addIncident({ companyId: world.root.id, at, status: 'strange', action: 'shrugged' });
    const window = { changedFrom: new Date('2026-01-10T09:59:00Z'), changedTo: new Date('2026-01-10T10:00:00Z') };
    const items = (await collect(clientOf(simulator).incidents(window))).flatMap((page) => page.items);
    expect(items).toMatchObject([
      { id: incident.id, severityScore: 43, kind: 'INCIDENT', device: { id: device.id }, createdAt: at },
      { kind: 'EXTENDED_INCIDENT', device: null, status: 'UNKNOWN', statusRaw: 'strange', action: 'UNKNOWN' },
    ]);
  });

  test('an incident reports file, process and what was done', async () => {
    const simulator = await simulate();
    const device = simulator.world.addDevice({ companyId: simulator.world.root.id, name: 'PC-1' });
    const { id } = simulator.world.addIncident({
      companyId: device.companyId,
      deviceId: device.id,
      quarantined: true,
      killed: true,
    });
    expect(await clientOf(simulator).incident(id)).toEqual({
      id,
      filePath: 'C:\\Users\\Public\\invoice.exe',
      fileHash: 'a'.repeat(64),
      processPath: 'C:\\Users\\Public\\invoice.exe',
      commandLine: '"C:\\Users\\Public\\invoice.exe" /quiet',
      user: 'DEMO\\user',
      quarantined: true,
      killed: true,
      techniques: [],
      files: [
        { name: 'invoice.exe', path: 'C:\\Users\\Public\\invoice.exe', sha256: 'a'.repeat(64), action: 'QUARANTINED' },
      ],
      fileCount: 1,
    });
  });

  test('quarantine in v1.0 paging; the date moves and the id stays', async () => {
    const simulator = await simulate({ zone: 'Asia/Kolkata' });
    const { world } = simulator;
    const device = world.addDevice({ companyId: world.root.id, name: 'PC-1' });
    const first = new Date('2026-01-01T00:00:00Z');
    for (let number = 0; number < 201; number += 1) world.addQuarantineItem({ deviceId: device.id, at: first });
    const [id] = world.quarantine.keys();
    const again = new Date('2026-02-01T12:34:56Z');
    world.requarantine(id ?? '', again);
    const client = clientOf(simulator);
    const pages = await collect(client.quarantine({}));
    expect(pages.map(({ items }) => items.length)).toEqual([100, 100, 1]);
    expect(pages[0]?.items[0]).toMatchObject({ id, quarantinedAt: again, firstQuarantinedAt: first });
    const window = { from: new Date('2026-01-31T00:00:00Z'), to: again };
    expect((await collect(client.quarantine({ window }))).flatMap(({ items }) => items)).toHaveLength(1);
  });

  test('quarantine that shrinks to one page while it is read ends there', async () => {
    const simulator = await simulate();
    const { world } = simulator;
    const { id: deviceId } = world.addDevice({ companyId: world.root.id, name: 'PC-1' });
    const items = Array.from({ length: 101 }, (_, number) =>
      world.addQuarantineItem({ deviceId, threatName: `Adware.${number}` }),
    );
    simulator.afterCall = ({ method, params }) => {
      if (method === 'getQuarantineItemsList' && params.page === 1) world.removeQuarantineItem(items[0]?.id ?? '');
    };
    const pages = await collect(clientOf(simulator).quarantine({}));
    expect(pages.flatMap((page) => page.items).map(({ id }) => id)).toEqual(items.map(({ id }) => id));
    expect(simulator.calls.filter(({ method }) => method === 'getQuarantineItemsList')).toMatchObject([
      { params: { page: 1 } },
      { params: { page: 2 } },
      { params: { page: 1 } },
    ]);
  });
});

describe('one endpoint', () => {
  test('its state, with naive dates calibrated', async () => {
    const simulator = await simulate({ zone: 'Asia/Kolkata' });
    const lastSeenAt = new Date('2026-01-05T06:07:08Z');
    const device = simulator.world.addDevice({
      companyId: simulator.world.root.id,
      name: 'PC-1',
      lastSeenAt,
      infected: true,
    });
    const client = clientOf(simulator);
    expect(await client.endpointState(device.id)).toMatchObject({ lastSeenAt, infected: true, licence: 'ACTIVE' });
    expect(client.learnt.naiveOffsetMinutes).toBe(330);
  });

  test.each([
    ['in summer, with the offset of winter', '2026-07-01T12:00:00Z', 120, 180],
    ['in winter, with the offset of summer', '2026-01-10T12:00:00Z', 180, 120],
  ])('%s, the offset is corrected and remembered', async (_, at, before, after) => {
    const now = new Date(at);
    const simulator = await simulate({ zone: 'Europe/Bucharest', clock: () => now });
    const { world } = simulator;
    const lastSeenAt = new Date(now.getTime() - 120_000);
    const devices = Array.from({ length: 11 }, (_, number) =>
      world.addDevice({ companyId: world.root.id, name: `PC-${number}`, lastSeenAt }),
    );
    const client = clientOf(simulator, { flavour: 'CLOUD', naiveOffsetMinutes: before, clock: () => now });
    const states = [];
    for (const { id } of devices) states.push(await client.endpointState(id));
    expect(states.at(-1)).toMatchObject({ lastSeenAt });
    expect(client.learnt.naiveOffsetMinutes).toBe(after);
    const zoned = clientOf(simulator, { flavour: 'CLOUD', naiveZone: 'Europe/Bucharest', clock: () => now });
    expect(await zoned.endpointState(devices[0]?.id ?? '')).toMatchObject({ lastSeenAt });
  });

  test('a quarantine date does not move when the offset does, unless the item came again', async () => {
    const simulator = await simulate({ zone: 'Europe/Bucharest' });
    const device = simulator.world.addDevice({ companyId: simulator.world.root.id, name: 'PC-1' });
    const first = new Date('2026-07-01T12:00:00Z');
    const { id } = simulator.world.addQuarantineItem({
      deviceId: device.id,
      at: first,
      quarantinedAt: new Date(first.getTime() - 60_000),
    });
    const dateWith = async (naiveOffsetMinutes: number) => {
      const client = clientOf(simulator, { flavour: 'CLOUD', naiveOffsetMinutes });
      return (await collect(client.quarantine({})))[0]?.items[0]?.quarantinedAt;
    };
    expect([await dateWith(120), await dateWith(180), await dateWith(240)]).toEqual([first, first, first]);
    const again = new Date('2026-07-01T15:00:00Z');
    simulator.world.requarantine(id, again);
    expect(await dateWith(180)).toEqual(again);
  });

  test('an unmanaged or unknown one is null', async () => {
    const simulator = await simulate();
    const device = simulator.world.addUnmanaged(simulator.world.root.id, 'PRINTER');
    expect(await clientOf(simulator).endpointState(device.id)).toBeNull();
    expect(await clientOf(simulator).endpointState('0'.repeat(24))).toBeNull();
  });
});
