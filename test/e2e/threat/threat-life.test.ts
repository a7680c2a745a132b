import { createHash } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { QuarantineModel } from '../../../demo/gravityzone/world.js';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

interface ThreatNode {
  id: string;
  name: string;
  status: string;
  resolvedBy: string | null;
  occurrences: number;
  detectedAt: string;
  lastDetectedAt: string;
  severity: string;
  device: { name: string } | null;
}

const threatsCalled = `query ($name: String!) {
  bitdefenderThreats(first: 100, filter: { minimumSeverity: UNKNOWN, status: ALL, search: $name }) { edges { node {
  id name status resolvedBy occurrences detectedAt lastDetectedAt severity device { name } } } } }`;
const allAlerts = '{ bitdefenderAlerts(first: 100) { edges { node { state threat { name } } } } }';

describe('the life of a threat', () => {
  let environment: TestEnvironment;
  let companyId: string;
  let clientId: string;
  let deviceId: string;

  beforeAll(async () => {
    environment = await testEnvironment({ simulator: { limits: 'off', zone: 'UTC' } });
    ({ companyId, deviceId, clientId } = addBakery(environment));
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
    await sync();
  });

  beforeEach(async () => {
    // A person may not sync one client so often.
    await environment.database.query('update sync_run set client_id = null');
    environment.gravityZone.world.quarantine.clear();
    environment.gravityZone.faults.clear();
    environment.gravityZone.totalError = 0;
  });

  const sync = () => syncNow(environment, clientId);

  function quarantined(name: string, at = new Date(Date.now() - 60_000)): QuarantineModel {
    const filePath = `C:\\${name}.exe`;
    return environment.gravityZone.world.addQuarantineItem({
      deviceId,
      threatName: name,
      filePath,
      fileSha256: sha256(name),
      at,
    });
  }

  async function threat(name: string): Promise<ThreatNode> {
    const { bitdefenderThreats } = await environment.data<{ bitdefenderThreats: { edges: { node: ThreatNode }[] } }>(
      technician,
      threatsCalled,
      { name },
    );
    const found = bitdefenderThreats.edges.filter(({ node }) => node.name === name);
    expect(found).toHaveLength(1);
    return found[0]?.node as ThreatNode;
  }

  async function alertStates(name: string): Promise<string[]> {
    const { bitdefenderAlerts } = await environment.data<{
      bitdefenderAlerts: { edges: { node: { state: string; threat: { name: string } | null } }[] };
    }>(technician, allAlerts);
    return bitdefenderAlerts.edges.filter(({ node }) => node.threat?.name === name).map(({ node }) => node.state);
  }

  it('is linked to its device, with its alert, once the device is known', async () => {
    const late = environment.gravityZone.world.addDevice({ companyId, name: 'LATE-01' });
    const incident = { companyId, deviceId: late.id, name: 'Trojan.Late.1', severityScore: 80 };
    environment.gravityZone.world.addIncident(incident);
    environment.gravityZone.faults.add({ kind: 'noItems', method: 'getNetworkInventoryItems', times: 9 });
    await sync();
    expect(await threat('Trojan.Late.1')).toMatchObject({ status: 'UNRESOLVED', device: null });
    environment.gravityZone.faults.clear();
    await environment.database.query('update sync_run set client_id = null');
    await sync();
    const linked = await threat('Trojan.Late.1');
    expect(linked).toMatchObject({ device: { name: 'LATE-01' } });
    const stored = async () =>
      (
        await environment.database.query(
          `select device.name, threat.host_key = device.host_key as "sameHost", alert.device_id = device.id as "ofAlert",
                  threat.xmin, alert.xmin as "alertXmin",
                  array(select detail ->> 'reason' from threat_change as change
                    where change.tenant_id = threat.tenant_id and change.threat_id = threat.id order by sequence) as reasons
           from threat join device on device.tenant_id = threat.tenant_id and device.id = threat.device_id
           join alert on alert.tenant_id = threat.tenant_id and alert.threat_id = threat.id where threat.id = $1`,
          [linked.id],
        )
      ).rows;
    const before = await stored();
    expect(before).toMatchObject([
      { name: 'LATE-01', sameHost: true, ofAlert: true, reasons: [null, 'Its device is known now.'] },
    ]);
    // Another device of the page is written, this one's threats are as they were.
    environment.gravityZone.world.addDevice({ companyId, name: 'LATE-02' });
    await environment.database.query('update sync_run set client_id = null');
    await sync();
    expect(await stored()).toEqual(before);
  });

  it('resolves an item that left the quarantine, and its alert', async () => {
    const item = quarantined('Trojan.Gone.1');
    quarantined('Trojan.Stays.1');
    await sync();
    expect(await threat('Trojan.Gone.1')).toMatchObject({ status: 'UNRESOLVED', resolvedBy: null });
    environment.gravityZone.world.removeQuarantineItem(item.id);
    await sync();
    expect(await threat('Trojan.Gone.1')).toMatchObject({ status: 'RESOLVED', resolvedBy: 'bitdefender' });
    expect(await alertStates('Trojan.Gone.1')).toEqual(['RESOLVED']);
    expect(await threat('Trojan.Stays.1')).toMatchObject({ status: 'UNRESOLVED' });
  });

  it('an empty quarantine must be seen twice', async () => {
    const item = quarantined('Trojan.Empty.1');
    await sync();
    environment.gravityZone.world.removeQuarantineItem(item.id);
    await sync();
    expect(await threat('Trojan.Empty.1')).toMatchObject({ status: 'UNRESOLVED' });
    await sync();
    expect(await threat('Trojan.Empty.1')).toMatchObject({ status: 'RESOLVED' });
  });

  it('an item missed once that is there again was never gone', async () => {
    const item = quarantined('Trojan.Blink.1');
    await sync();
    environment.gravityZone.world.removeQuarantineItem(item.id);
    await sync();
    environment.gravityZone.world.quarantine.set(item.id, item);
    await sync();
    environment.gravityZone.world.removeQuarantineItem(item.id);
    await sync();
    expect(await threat('Trojan.Blink.1')).toMatchObject({ status: 'UNRESOLVED' });
  });

  it.each([
    [
      'fails',
      () => environment.gravityZone.faults.add({ kind: 'noItems', method: 'getQuarantineItemsList', times: 9 }),
    ],
    [
      'shows less than BD counted',
      () => {
        environment.gravityZone.totalError = 1;
      },
    ],
  ])('a read that %s takes nothing as gone', async (what, spoil) => {
    const name = `Trojan.Partial.${what.length}`;
    const item = quarantined(name);
    quarantined(`${name}.stays`);
    await sync();
    environment.gravityZone.world.removeQuarantineItem(item.id);
    for (const _time of [1, 2]) {
      spoil();
      await sync();
    }
    expect(await threat(name)).toMatchObject({ status: 'UNRESOLVED' });
    environment.gravityZone.faults.clear();
    environment.gravityZone.totalError = 0;
    await sync();
    expect(await threat(name)).toMatchObject({ status: 'RESOLVED' });
  });

  it('an item that comes back opens it again, with both times it was seen', async () => {
    const first = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 3 * 3_600_000);
    const again = new Date(first.getTime() + 2 * 3_600_000);
    const item = quarantined('Trojan.Again.1', first);
    quarantined('Trojan.Again.other');
    await sync();
    environment.gravityZone.world.removeQuarantineItem(item.id);
    await sync();
    expect(await threat('Trojan.Again.1')).toMatchObject({ status: 'RESOLVED', occurrences: 1 });
    environment.gravityZone.world.quarantine.set(item.id, { ...item, quarantinedAt: again });
    await sync();
    expect(await threat('Trojan.Again.1')).toMatchObject({
      status: 'UNRESOLVED',
      resolvedBy: null,
      occurrences: 2,
      detectedAt: first.toISOString(),
      lastDetectedAt: again.toISOString(),
    });
    expect(await alertStates('Trojan.Again.1')).toEqual(['OPEN']);
  });

  it('stays open when its item is gone only while its incident is open', async () => {
    const { world } = environment.gravityZone;
    const incident = world.addIncident({ companyId, deviceId, name: 'Trojan.Both.1', severityScore: 80 });
    await sync();
    const item = quarantined('Trojan.Both.1');
    quarantined('Trojan.Both.other');
    await sync();
    expect(await threat('Trojan.Both.1')).toMatchObject({ status: 'UNRESOLVED', occurrences: 1, severity: 'HIGH' });
    world.removeQuarantineItem(item.id);
    await sync();
    expect(await threat('Trojan.Both.1')).toMatchObject({ status: 'UNRESOLVED' });
    world.closeIncident(incident.id);
    await sync();
    expect(await threat('Trojan.Both.1')).toMatchObject({ status: 'RESOLVED', resolvedBy: 'bitdefender' });
  });

  it('two incidents are two threats, also where a quarantine item could belong to either', async () => {
    const { world } = environment.gravityZone;
    quarantined('Trojan.Two.1');
    await sync();
    for (const score of [80, 90])
      world.addIncident({
        companyId,
        deviceId,
        name: 'Trojan.Two.1',
        severityScore: score,
        filePath: `C:\\${score}.exe`,
      });
    await sync();
    const { bitdefenderThreats } = await environment.data<{ bitdefenderThreats: { edges: { node: ThreatNode }[] } }>(
      technician,
      threatsCalled,
      { name: 'Trojan.Two.1' },
    );
    expect(bitdefenderThreats.edges.map(({ node }) => node.severity).sort()).toEqual(['CRITICAL', 'HIGH']);
  });

  it('a large quarantine is read whole once a day, by windows in between', async () => {
    const { world, calls } = environment.gravityZone;
    for (let number = 0; number < 101; number += 1) quarantined(`Trojan.Large.${number}`);
    // The second confirms that what other tests had in quarantine is gone.
    await sync();
    await sync();
    const [gone] = world.quarantine.keys();
    world.removeQuarantineItem(gone ?? '');
    calls.length = 0;
    await sync();
    const asked = calls.filter(({ method }) => method === 'getQuarantineItemsList').map(({ params }) => params);
    expect(asked).toEqual([{ page: 1, perPage: 100, filters: expect.anything() }]);
    expect(await threat('Trojan.Large.0')).toMatchObject({ status: 'UNRESOLVED' });
  });
});
