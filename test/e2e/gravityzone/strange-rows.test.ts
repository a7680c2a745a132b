import fastCheck from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { readCompanyDetails } from '../../../src/gravityzone/reads/company-details.js';
import { createDateReader } from '../../../src/gravityzone/rows/dates.js';
import { readInventoryRows } from '../../../src/gravityzone/rows/inventory-rows.js';
import { always, clientOf, closeAll, collect, simulate } from '../../support/gravityzone.js';

afterEach(closeAll);

describe('rows as no one expects them', () => {
  const odd = fastCheck.oneof(
    fastCheck.constant(null),
    fastCheck.integer(),
    fastCheck.boolean(),
    fastCheck.string({ unit: 'binary' }),
    fastCheck.constant('\u0000\u0007'),
    fastCheck.constant('x'.repeat(100_000)),
    fastCheck.array(fastCheck.anything(), { maxLength: 3 }),
    fastCheck.dictionary(fastCheck.string(), fastCheck.integer(), { maxKeys: 3 }),
  );
  const field = fastCheck.constantFrom(
    ...['id', 'incidentId', 'name', 'type', 'companyId', 'details', 'threatName', 'created', 'quarantinedOn'],
    ...['company', 'status', 'severityScore', 'attackTypes', 'incidentLink', 'actionStatus'],
  );

  test('every row is read or skipped, and no text keeps a control character', async () => {
    const simulator = await simulate();
    const { world } = simulator;
    for (let number = 0; number < 5; number += 1) {
      const device = world.addDevice({ companyId: world.root.id, name: `PC-${number}` });
      world.addIncident({ companyId: world.root.id, deviceId: device.id });
      world.addQuarantineItem({ deviceId: device.id });
    }
    const client = clientOf(simulator, { flavour: 'CLOUD', naiveOffsetMinutes: 120 });
    const mutation = fastCheck.array(fastCheck.tuple(fastCheck.nat(4), field, odd), { minLength: 1, maxLength: 6 });
    await fastCheck.assert(
      fastCheck.asyncProperty(mutation, async (mutations) => {
        let sent = 0;
        simulator.changeRows = (rows, method) => {
          const idField = method === 'getIncidentsList' ? 'incidentId' : 'id';
          const changed = rows.map((row, index) => {
            const mine = mutations.filter(([at]) => at === index).map(([, name, value]) => [name, value]);
            return { ...Object(row), ...Object.fromEntries(mine) };
          });
          const ids = changed.map((row) => row[idField]).filter((id) => typeof id === 'string');
          sent = changed.length - (ids.length - new Set(ids).size);
          return changed;
        };
        const inventory = await collect(client.inventory({}));
        const counted = inventory.flatMap((page) => [...page.devices, ...page.companies, ...page.skipped]);
        expect(counted.length).toBe(sent);
        const incidents = await collect(client.incidents(always));
        expect(incidents.flatMap((page) => [...page.items, ...page.skipped]).length).toBe(sent);
        const quarantine = await collect(client.quarantine({}));
        expect(quarantine.flatMap((page) => [...page.items, ...page.skipped]).length).toBe(sent);
        expect(JSON.stringify([inventory, incidents, quarantine])).not.toMatch(/\\u00[01]/);
      }),
      { numRuns: 60 },
    );
  });

  const missing = [undefined, null, '', ' \t', '\u200B', '\u00AD\uFEFF', 5, false, {}, []];
  const lists = [
    ['getNetworkInventoryItems', ['id', 'type']],
    ['getIncidentsList', ['incidentId']],
    ['getQuarantineItemsList', ['id']],
  ] as const;

  test.each(lists)('a row of %s is kept unless one of %j is missing', async (method, needed) => {
    const simulator = await simulate();
    const { world } = simulator;
    const companyId = world.addCompany('Bakery', { parentId: world.addFolder('Folder').id }).id;
    const device = world.addDevice({ companyId, name: 'OVEN-01' });
    world.addIncident({ companyId, deviceId: device.id });
    world.addQuarantineItem({ deviceId: device.id });
    const client = clientOf(simulator, { flavour: 'CLOUD', naiveOffsetMinutes: 120 });
    const read = async () => {
      if (method === 'getIncidentsList') return (await collect(client.incidents(always))).flatMap(({ items }) => items);
      if (method === 'getQuarantineItemsList')
        return (await collect(client.quarantine({}))).flatMap(({ items }) => items);
      const pages = await collect(client.inventory({}));
      return pages.flatMap(({ companies, devices }) => [...companies, ...devices]);
    };
    const fields = new Set<string>();
    simulator.changeRows = (rows, called) => {
      if (called === method) for (const row of rows) for (const field of Object.keys(Object(row))) fields.add(field);
      return rows;
    };
    const all = (await read()).map(({ id }) => id);
    for (const field of [...fields].filter((name) => !needed.some((each) => each === name)))
      for (const value of missing) {
        simulator.changeRows = (rows) => rows.map((row) => ({ ...Object(row), [field]: value }));
        expect(
          (await read()).map(({ id }) => id),
          `${field} is ${JSON.stringify(value)}`,
        ).toEqual(all);
      }
  });

  test.each(missing)('a name that is %j reads as missing', (value) => {
    const dates = createDateReader({ offsetMinutes: 0 }, () => new Date());
    const { companies, devices } = readInventoryRows(
      [
        { id: 'a', type: 1, name: value },
        { id: 'b', type: 3, name: value },
        { id: 'c', type: 5, name: value, details: {} },
        { id: 'd', type: '5', name: value, details: { fqdn: 'oven-01.bakery.example' } },
      ],
      dates,
    );
    expect(companies.map(({ kind, name }) => [kind, name])).toEqual([
      ['COMPANY', null],
      ['FOLDER', null],
    ]);
    expect(devices.map(({ name }) => name)).toEqual([null, 'oven-01.bakery.example']);
    expect(readCompanyDetails({ id: 'a', name: value }, dates)).toMatchObject({ id: 'a', name: null });
  });
});
