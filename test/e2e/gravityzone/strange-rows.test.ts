import fastCheck from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
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
});
