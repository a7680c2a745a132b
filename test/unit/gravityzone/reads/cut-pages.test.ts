import { afterEach, describe, expect, test } from 'vitest';
import type { GravityZone } from '../../../../src/gravityzone/types.js';
import { always, clientOf, closeAll, collect, simulate } from '../../../support/gravityzone.js';

afterEach(closeAll);

const rows = 189;
const reads: [string, 'CLOUD' | 'ON_PREMISES', (client: GravityZone) => Promise<string[]>][] = [
  ['inventory', 'CLOUD', async (client) => devicesOf(client)],
  ['lists of endpoints', 'ON_PREMISES', async (client) => devicesOf(client)],
  [
    'incidents',
    'CLOUD',
    async (client) => (await collect(client.incidents(always))).flatMap(({ items }) => items).map(({ id }) => id),
  ],
  [
    'quarantine',
    'CLOUD',
    async (client) => (await collect(client.quarantine({}))).flatMap(({ items }) => items).map(({ id }) => id),
  ],
];

async function devicesOf(client: GravityZone): Promise<string[]> {
  return (await collect(client.inventory({}))).flatMap(({ devices }) => devices).map(({ id }) => id);
}

describe('pages that a server cuts without a word', () => {
  test.each(
    reads.flatMap((read) =>
      (['NUMBERS', 'TEXTS', 'NONE'] as const).map((totals) => [read[0], read[1], totals, read[2]] as const),
    ),
  )('leave out no row of %s, %s, with totals as %s', async (_name, flavour, totals, read) => {
    const simulator = await simulate({ flavour });
    const { world } = simulator;
    for (let number = 0; number < rows; number += 1) {
      const { id: deviceId } = world.addDevice({ companyId: world.root.id, name: `PC-${number}` });
      world.addIncident({ companyId: world.root.id, deviceId });
      world.addQuarantineItem({ deviceId });
    }
    simulator.servedPage = 50;
    simulator.totals = totals;
    const client = clientOf(simulator, { flavour, naiveOffsetMinutes: 0 });
    const ids = await read(client);
    expect([ids.length, new Set(ids).size]).toEqual([rows, rows]);
    // The computers, then the empty list of virtual machines; and at most one page for each list that is not there.
    expect(simulator.calls.length).toBeLessThanOrEqual(Math.ceil(rows / 50) + 3);
  });

  test('make the test of an integration read few pages', async () => {
    const simulator = await simulate();
    const { world } = simulator;
    for (let number = 0; number < rows; number += 1)
      world.addDevice({ companyId: world.root.id, name: `PC-${number}` });
    simulator.servedPage = 10;
    simulator.totals = 'NONE';
    const { ok, emptyCompanyCount, deviceIds } = await clientOf(simulator, { flavour: 'CLOUD' }).diagnose();
    expect({ ok, emptyCompanyCount, devices: deviceIds.length }).toEqual({
      ok: true,
      emptyCompanyCount: null,
      devices: 40,
    });
  });
});
