import { beforeAll, describe, expect, it } from 'vitest';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const fields = `{ bitdefenderDevices(first: 100) { edges { node { name health device {
  readAt lastScan { name at } state { infected licence } healthReasons { code message } } } } } }`;

interface Listed {
  name: string;
  health: string;
  device: { readAt: string | null; lastScan: { name: string; at: string } | null; healthReasons: object[] };
}

const object = (row: unknown): Record<string, unknown> => ({ ...(row as object) });

describe('what BD leaves out', () => {
  let environment: TestEnvironment;
  let clientId: string;
  const scannedAt = new Date('2026-01-10T12:00:00Z');

  const listed = async (name: string): Promise<Listed> => {
    const { bitdefenderDevices } = await environment.data<{ bitdefenderDevices: { edges: { node: Listed }[] } }>(
      technician,
      fields,
    );
    const found = bitdefenderDevices.edges.find(({ node }) => node.name === name);
    if (found === undefined) throw new Error(`${name} is not listed.`);
    return found.node;
  };

  beforeAll(async () => {
    environment = await testEnvironment();
    const { gravityZone } = environment;
    const companyId = gravityZone.world.addCompany('Bakery').id;
    for (const name of ['REPORTED', 'SILENT', 'STRANGE'])
      gravityZone.world.addDevice({ companyId, name, lastScanAt: scannedAt });
    clientId = environment.core.world('msp-one').addClient({ name: 'Bakery' }).id;
    gravityZone.changeRows = (rows, method) =>
      rows.map((row) => {
        const { malwareStatus, lastSuccessfulScan, ...rest } = object(row);
        if (method === 'getManagedEndpointDetails' && rest.name === 'SILENT') return { ...rest, lastSuccessfulScan };
        if (method === 'getManagedEndpointDetails' && rest.name === 'STRANGE')
          return { ...rest, malwareStatus: { infected: 'no idea' } };
        if (method === 'getNetworkInventoryItems' && rest.name === 'SILENT') {
          const { lastSuccessfulScan: _, ...details } = object(rest.details);
          return { ...rest, details };
        }
        return row;
      });
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
    await syncNow(environment, clientId);
  });

  it('is not healthy when Bitdefender omits the malware status', async () => {
    expect(await listed('REPORTED')).toMatchObject({ health: 'HEALTHY', device: { healthReasons: [] } });
    const unknown = { code: 'STATE_UNKNOWN', message: 'Bitdefender did not report whether it is infected.' };
    for (const name of ['SILENT', 'STRANGE'])
      expect(await listed(name), name).toMatchObject({
        health: 'UNKNOWN',
        device: { state: { infected: null, licence: 'ACTIVE' }, healthReasons: [unknown] },
      });
  });

  it('reads the scan from the state when the inventory omits it', async () => {
    for (const name of ['REPORTED', 'SILENT'])
      expect((await listed(name)).device.lastScan).toEqual({ name: 'Quick Scan', at: scannedAt.toISOString() });
    expect((await listed('STRANGE')).device.lastScan).toEqual({ name: 'Quick Scan', at: scannedAt.toISOString() });
  });

  it('keeps inventory data current when the quarantine stream fails', async () => {
    const before = (await listed('REPORTED')).device.readAt ?? '';
    environment.gravityZone.faults.add({ kind: 'noItems', method: 'getQuarantineItemsList', times: Infinity });
    const run = await syncNow(environment, clientId);
    environment.gravityZone.faults.clear();
    expect(run.state).toBe('PARTIAL');
    expect(((await listed('REPORTED')).device.readAt ?? '') > before).toBe(true);
  });

  it('warns about the time zone when devices were seen in the future', async () => {
    const { gravityZone, database } = environment;
    const warnings = async (lastSeenAt: Date) => {
      for (const device of gravityZone.world.devices.values()) device.lastSeenAt = lastSeenAt;
      await database.query("update device_state set as_of = as_of - interval '7 hours'");
      const run = await syncNow(environment, clientId);
      return run.streams.find(({ stream }) => stream === 'DETAILS')?.warnings;
    };
    expect(await warnings(new Date(Date.now() + 3 * 3_600_000))).toEqual([
      expect.stringMatching(/^By BD's dates 3 of 3 devices were last seen in the future, .* setBitdefenderTimeZone\.$/),
    ]);
    expect(await warnings(new Date('9999-12-31T00:00:00Z'))).toEqual([]);
    expect(await warnings(new Date(Date.now() - 3_600_000))).toEqual([]);
  });
});
