import { beforeAll, describe, expect, it } from 'vitest';
import { type Database } from '../../../src/database/database.js';
import { createDeviceReader } from '../../../src/device/detail/device.reader.js';
import { createMachineReader, type MachineList } from '../../../src/device/machine/machine.reader.js';
import { MachineOrder } from '../../../src/device/machine/machine.type.js';
import { createExportables } from '../../../src/export/exportables.js';
import type { OpsMerge } from '../../../src/opsmerge/opsmerge.js';
import type { SeatReader } from '../../../src/seat/seat.reader.js';
import type { ThreatReader } from '../../../src/threat/list/threat.reader.js';
import { openTestDatabase } from '../../support/database.js';
import { now, readAt, storeMachines, tenantId, well } from '../../support/machines.js';

describe('the export of devices', () => {
  let database: Database;
  let clientId: string;
  beforeAll(async () => {
    database = await openTestDatabase();
    clientId = await storeMachines(database, [
      {
        ...well,
        name: 'OVEN',
        policy: 'Servers',
        applied: false,
        risk: 12.5,
        outdated: true,
        state: well.state && { ...well.state, infected: true, outdated: true },
        more: {
          name: 'OVEN-BD',
          fqdn: 'oven.local',
          ip: '10.0.0.1',
          operatingSystem: 'Windows 10',
          lastScanName: 'Quick',
          lastScanAt: readAt,
          matchReason: 'So.',
        },
      },
      { ...well, name: 'TILL', risk: 99, present: false, hasAgent: false },
    ]);
    await storeMachines(database, [{ ...well, name: 'ELSEWHERE' }]);
  });

  async function exported(list: MachineList): Promise<Record<string, unknown>[]> {
    const opsMerge = {
      async *clients() {
        yield [{ id: clientId, name: 'The Bakery' }];
      },
    } as unknown as OpsMerge;
    const { devices } = createExportables({
      database,
      machines: createMachineReader(database, () => now),
      devices: createDeviceReader(database, () => now),
      threats: {} as ThreatReader,
      seats: {} as SeatReader,
      opsMerge,
    });
    const rows: Record<string, unknown>[] = [];
    for await (const cells of devices.rows(tenantId, list))
      rows.push(Object.fromEntries(devices.columns.map((column, place) => [column, cells[place]])));
    return rows;
  }

  it('writes everything about each machine, in the order asked for', async () => {
    const rows = await exported({ filter: { clientId }, orderBy: MachineOrder.NAME, reverse: true });
    expect(rows.map(({ Name }) => Name)).toEqual(['TILL', 'OVEN']);
    expect(rows[1]).toEqual({
      Name: 'OVEN',
      Client: 'The Bakery',
      'Client id': clientId,
      'Known to': 'BOTH',
      'Agent id': expect.any(String),
      'Can run scripts': true,
      'Name in Bitdefender': 'OVEN-BD',
      'Full host name': 'oven.local',
      IP: '10.0.0.1',
      'Operating system': 'Windows 10',
      Managed: true,
      Health: 'AT_RISK',
      'Health reasons':
        'It is still infected. Its signatures are out of date. Its Bitdefender product is out of date. Its policy is not applied yet.',
      Gaps: 'SIGNATURES_OUTDATED PRODUCT_OUTDATED POLICY_NOT_APPLIED',
      Policy: 'Servers',
      'Policy applied': false,
      'Last scan': 'Quick',
      'Last scan (UTC)': readAt,
      'Last seen (UTC)': now,
      'Signatures outdated': true,
      'Product outdated': true,
      Infected: true,
      'Risk score': 12.5,
      'In Bitdefender': 'PRESENT',
      'In Bitdefender since (UTC)': now,
      Match: 'EXACT',
      'Match reason': 'So.',
      'Inventory read (UTC)': readAt,
      'State as of (UTC)': now,
      'Still syncing': true,
      Isolated: false,
    });
    expect(rows[0]).toMatchObject({ 'Known to': 'BITDEFENDER_ONLY', 'Can run scripts': false, 'Agent id': null });
    expect(rows[0]).toMatchObject({ 'In Bitdefender': 'MISSING', Gaps: '', Match: 'NONE' });
    const byRisk = await exported({ filter: { clientId }, orderBy: MachineOrder.RISK_SCORE, reverse: false });
    expect(byRisk.map(({ Name }) => Name)).toEqual(['TILL', 'OVEN']);
  });
});
