import { beforeAll, describe, expect, it } from 'vitest';
import { eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { listen } from '../../support/live.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { stayWithinOneDay } from '../../support/one-day.js';

interface Shown {
  id: string;
  bdId: string;
  name: string;
  twins: { id: string }[];
  health: string;
  healthReasons: { code: string; message: string }[];
  threatCounts: { thisMonth: number; unresolved: number };
  threats: { totalCount: number; edges: { node: { name: string } }[] };
}

const fields = `id bdId name twins { id } health healthReasons { code message } threatCounts { thisMonth unresolved }
  threats(filter: { minimumSeverity: UNKNOWN, status: ALL }) { totalCount edges { node { name } } }`;
const everything = 'minimumSeverity: UNKNOWN, status: ALL';

describe("a machine's threats", () => {
  let environment: TestEnvironment;
  let companyId: string;
  let clientId: string;
  const agentIds = new Map<string, string>();

  const world = () => environment.gravityZone.world;
  const core = () => environment.core.world('msp-one');
  const addMachine = (name: string, fqdn: string): string => {
    agentIds.set(fqdn, core().addAgent({ clientId, hostname: fqdn }).id);
    return world().addDevice({ companyId, name, fqdn }).id;
  };
  const badges = async (): Promise<Map<string, Shown | null>> => {
    const { client } = await environment.data<{
      client: { agents: { edges: { node: { hostname: string; bitdefender: Shown | null } }[] } };
    }>(
      technician,
      `query ($id: ID!) { client(id: $id) { agents(first: 50) { edges { node { hostname bitdefender { ${fields} } } } } } }`,
      { id: clientId },
    );
    return new Map(client.agents.edges.map(({ node }) => [node.hostname, node.bitdefender]));
  };
  const badge = async (hostname: string): Promise<Shown> => {
    const found = (await badges()).get(hostname);
    if (!found) throw new Error(`There is no badge on ${hostname}.`);
    return found;
  };
  const device = async (id: string): Promise<Shown> => {
    const { bitdefenderDevice } = await environment.data<{ bitdefenderDevice: Shown }>(
      technician,
      `query ($id: ID!) { bitdefenderDevice(id: $id) { ${fields} } }`,
      { id },
    );
    return bitdefenderDevice;
  };
  /** The machines as the merged list has them, those with most threats this month first. */
  const listed = async (): Promise<{ name: string; health: string | null }[]> => {
    const { client } = await environment.data<{
      client: { bitdefender: { devices: { edges: { node: { name: string; health: string | null } }[] } } };
    }>(
      technician,
      `query ($id: ID!) { client(id: $id) { bitdefender { devices(first: 50, orderBy: THREATS_THIS_MONTH) {
        edges { node { name health } } } } } }`,
      { id: clientId },
    );
    return client.bitdefender.devices.edges.map(({ node }) => node);
  };

  /** Everything that is shown for a machine counts the same threats, whichever of its devices is asked for. */
  async function expectThreats(hostname: string, names: string[]): Promise<Shown> {
    const shown = await badge(hostname);
    for (const each of [shown, ...(await Promise.all(shown.twins.map(({ id }) => device(id))))]) {
      expect(each.threatCounts).toEqual({ thisMonth: names.length, unresolved: names.length });
      expect(each.threats.totalCount).toBe(names.length);
      expect(each.threats.edges.map(({ node }) => node.name).sort()).toEqual(names);
      const ofThreats = each.healthReasons.filter(({ code }) => code === 'UNRESOLVED_THREATS');
      expect(ofThreats.map(({ message }) => Number(/\d+/.exec(message)?.[0]))).toEqual(
        names.length === 0 ? [] : [names.length],
      );
      const { bitdefenderThreats, bitdefenderAlerts } = await environment.data<{
        bitdefenderThreats: { edges: { node: { name: string } }[] };
        bitdefenderAlerts: { edges: { node: { threat: { name: string } } }[] };
      }>(
        technician,
        `query ($id: ID!) { bitdefenderThreats(filter: { deviceId: $id, ${everything} }) { edges { node { name } } }
          bitdefenderAlerts(filter: { deviceId: $id }) { edges { node { threat { name } } } } }`,
        { id: each.id },
      );
      expect(bitdefenderThreats.edges.map(({ node }) => node.name).sort()).toEqual(names);
      expect(bitdefenderAlerts.edges.map(({ node }) => node.threat.name).sort()).toEqual(names);
    }
    const row = (await listed()).find(({ name }) => name === hostname);
    expect(row?.health).toBe(shown.health);
    return shown;
  }

  beforeAll(async () => {
    await stayWithinOneDay();
    environment = await testEnvironment({ gateway: true });
    companyId = world().addCompany('Bakery').id;
    clientId = core().addClient({ name: 'The Bakery' }).id;
    const north = addMachine('KIOSK', 'kiosk.north.local');
    addMachine('KIOSK', 'kiosk.south.local');
    addMachine('SAFE', 'safe.local');
    const desk = addMachine('DESK-OLD', 'desk-old.local');
    const tablet = addMachine('TABLET', 'tablet.local');
    const laptop = world().addDevice({ companyId, name: 'LAPTOP', fqdn: 'laptop.local' }).id;
    const incident = (deviceId: string, name: string) =>
      world().addIncident({ companyId, deviceId, name, severityScore: 90 });
    incident(north, 'Trojan.North');
    incident(desk, 'Trojan.Desk');
    incident(tablet, 'Trojan.Tablet');
    incident(laptop, 'Trojan.Laptop');
    // Machines that were deleted before the first sync: BD reports only their names.
    for (const name of ['KIOSK', 'SAFE', 'NOBODY']) {
      const gone = world().addDevice({ companyId, name, fqdn: `${name.toLowerCase()}.gone` }).id;
      world().deleteDevice(gone);
      incident(gone, `Trojan.Gone.${name}`);
    }
    // Another client with machines of the same names.
    const otherCompanyId = world().addCompany('Butcher').id;
    const otherClientId = core().addClient({ name: 'The Butcher' }).id;
    for (const name of ['SAFE', 'DESK-OLD']) {
      const other = world().addDevice({ companyId: otherCompanyId, name, fqdn: `${name.toLowerCase()}.local` }).id;
      world().addIncident({ companyId: otherCompanyId, deviceId: other, name: 'Trojan.Other', severityScore: 90 });
    }
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId, [otherCompanyId]: otherClientId });
    await syncNow(environment, clientId);
    await syncNow(environment, otherClientId);
  });

  it('returns no threats of another machine with the same name', async () => {
    const north = await expectThreats('kiosk.north.local', ['Trojan.North']);
    const south = await expectThreats('kiosk.south.local', []);
    expect([north.twins, south.twins]).toEqual([[], []]);
    expect([north.health, south.health]).toEqual(['AT_RISK', expect.not.stringMatching('AT_RISK')]);
  });

  it('includes threats of an unknown device when its name is unique', async () => {
    await expectThreats('safe.local', ['Trojan.Gone.SAFE']);
  });

  it('keeps threats when a machine is renamed, reinstalled or its agent re-registers', async () => {
    const bdId = (await badge('desk-old.local')).bdId;
    await expectThreats('desk-old.local', ['Trojan.Desk']);
    world().renameDevice(bdId, 'DESK-NEW');
    world().device(bdId).fqdn = 'desk-new.local';
    core().renameAgent(agentIds.get('desk-old.local') ?? '', 'desk-new.local');
    await syncNow(environment, clientId);
    await expectThreats('desk-new.local', ['Trojan.Desk']);
    const fresh = world().reimageDevice(bdId);
    world().addIncident({ companyId, deviceId: fresh.id, name: 'Trojan.Desk.Again', severityScore: 90 });
    await syncNow(environment, clientId);
    const shown = await expectThreats('desk-new.local', ['Trojan.Desk', 'Trojan.Desk.Again']);
    expect(shown).toMatchObject({ bdId: fresh.id, twins: [{ id: expect.any(String) }] });
    expect((await listed())[0]?.name).toBe('desk-new.local');
    core().reregisterAgent(agentIds.get('desk-old.local') ?? '');
    await expectThreats('desk-new.local', ['Trojan.Desk', 'Trojan.Desk.Again']);
  });

  it('combines threats of two devices while they are pinned to one agent', async () => {
    const laptop = [...world().devices.values()].find(({ name }) => name === 'LAPTOP');
    const { bitdefenderDevices } = await environment.data<{
      bitdefenderDevices: { edges: { node: { device: { id: string; bdId: string } } }[] };
    }>(technician, '{ bitdefenderDevices { edges { node { device { id bdId } } } } }');
    const idOf = (bdId: string | undefined) =>
      bitdefenderDevices.edges.find(({ node }) => node.device?.bdId === bdId)?.node.device.id;
    const decisions: string[] = [];
    for (const deviceId of [(await badge('tablet.local')).id, idOf(laptop?.id)]) {
      const { answer } = await environment.data<{
        answer: { device: { matchDecisions: { id: string }[] }; userErrors: object[] };
      }>(
        technician,
        `mutation ($input: PinBitdefenderDeviceInput!) { answer: pinBitdefenderDevice(input: $input) {
          device { matchDecisions { id } } userErrors { code } } }`,
        { input: { deviceId, agentId: agentIds.get('tablet.local') } },
      );
      expect(answer.userErrors).toEqual([]);
      decisions.push(...answer.device.matchDecisions.map(({ id }) => id));
    }
    const shown = await expectThreats('tablet.local', ['Trojan.Laptop', 'Trojan.Tablet']);
    expect(shown.twins).toHaveLength(1);
    for (const decisionId of new Set(decisions))
      await environment.data(
        technician,
        `mutation ($input: RemoveBitdefenderMatchDecisionInput!) {
          removeBitdefenderMatchDecision(input: $input) { userErrors { code } } }`,
        { input: { decisionId } },
      );
    await expectThreats('tablet.local', ['Trojan.Tablet']);
  });

  it('publishes live threats of all its devices, but not of a namesake', async () => {
    const [twin] = (await badge('desk-new.local')).twins;
    const { id: southId, bdId: south } = await badge('kiosk.south.local');
    const hear = (deviceId: string | undefined) =>
      listen<{ threat: { name: string } }>(
        environment,
        technician,
        'bitdefenderThreatDetected',
        `subscription { bitdefenderThreatDetected(filter: { deviceId: "${deviceId}", ${everything} }) { threat { name } } }`,
      );
    const [ofDesk, ofSouth] = [await hear(twin?.id), await hear(southId)];
    const { bdId } = await badge('desk-new.local');
    const { bdId: north } = await badge('kiosk.north.local');
    let number = 0;
    await eventually(async () => {
      number += 1;
      for (const deviceId of [bdId, north, south])
        world().addIncident({ companyId, deviceId, name: `Trojan.Live.${deviceId}.${number}`, severityScore: 90 });
      await syncNow(environment, clientId);
      return ofDesk.events.length > 0 && ofSouth.events.length > 0;
    }, 60);
    const heard = (events: { threat: { name: string } }[]) =>
      new Set(events.map(({ threat }) => threat.name.split('.')[2]));
    expect(heard(ofDesk.events)).toEqual(new Set([bdId]));
    expect(heard(ofSouth.events)).toEqual(new Set([south]));
    await Promise.all([ofDesk.leave(), ofSouth.leave()]);
  });
});
