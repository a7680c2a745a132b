import { beforeAll, describe, expect, it } from 'vitest';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { versionNow } from '../../support/versions.js';

interface ThreatNode {
  id: string;
  name: string;
  severity: string;
  severitySource: string;
  status: string;
  explanation: string | null;
  occurrences: number;
  history: boolean;
  device: { name: string } | null;
}

interface AlertNode {
  state: string;
  title: string;
  threat: { id: string } | null;
  deliveries: { kind: string }[];
}

const allThreats = `{ bitdefenderThreats(first: 100, filter: { minimumSeverity: UNKNOWN, status: ALL }) { edges { node {
  id name severity severitySource status explanation occurrences history device { name } } } } }`;
const allAlerts = `{ bitdefenderAlerts(first: 100) { edges { node { state title threat { id } deliveries { kind } } } } }`;
const history = `query ($id: ID!) { bitdefenderThreat(id: $id) { changes(first: 20) { edges { node { kind source reason } } } } }`;

describe('threats that only the state of a device shows', () => {
  let environment: TestEnvironment;
  let companyId: string;
  let clientId: string;

  beforeAll(async () => {
    environment = await testEnvironment({ simulator: { limits: 'off', zone: 'UTC' } });
    companyId = environment.gravityZone.world.addCompany('Bakery').id;
    clientId = environment.core.world('msp-one').addClient({ name: 'The Bakery' }).id;
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
  });

  const addDevice = (name: string, flags: { infected?: boolean; detected?: boolean } = {}) => {
    const device = environment.gravityZone.world.addDevice({ companyId, name });
    return Object.assign(device, flags);
  };

  /** A sync seven hours after the last one, by when every state is due. */
  async function syncLater() {
    await environment.database.query("update device_state set as_of = as_of - interval '7 hours'");
    expect((await syncNow(environment, clientId)).state).toBe('SUCCEEDED');
  }

  /** Lets so many hours pass for what is stored of flags and detections. */
  async function pass(hours: number) {
    await environment.database.query(
      `update device_state set detected_since = detected_since - make_interval(hours => ${hours})`,
    );
    await environment.database.query(
      `update threat set detected_at = detected_at - make_interval(hours => ${hours}),
                         last_detected_at = last_detected_at - make_interval(hours => ${hours})`,
    );
  }

  const threatsOf = async (host: string): Promise<ThreatNode[]> => {
    const { bitdefenderThreats } = await environment.data<{ bitdefenderThreats: { edges: { node: ThreatNode }[] } }>(
      technician,
      allThreats,
    );
    return bitdefenderThreats.edges.map(({ node }) => node).filter(({ device }) => device?.name === host);
  };
  const alertsOf = async (threatId: string | undefined): Promise<AlertNode[]> => {
    const { bitdefenderAlerts } = await environment.data<{ bitdefenderAlerts: { edges: { node: AlertNode }[] } }>(
      technician,
      allAlerts,
    );
    return bitdefenderAlerts.edges.map(({ node }) => node).filter(({ threat }) => threat?.id === threatId);
  };
  const historyOf = async (id: string | undefined) => {
    const { bitdefenderThreat } = await environment.data<{
      bitdefenderThreat: { changes: { edges: { node: { kind: string; source: string | null } }[] } };
    }>(technician, history, { id });
    return bitdefenderThreat.changes.edges.map(({ node }) => `${node.kind} ${node.source}`).toSorted();
  };

  it('acts on an infection at the first look, but on no detection of before', async () => {
    addDevice('PAST-01', { detected: true });
    addDevice('SICK-01', { infected: true, detected: true });
    await syncLater();
    const [past, ...others] = await threatsOf('PAST-01');
    expect([past, others]).toMatchObject([
      {
        name: 'Malware detected on PAST-01',
        severity: 'MEDIUM',
        severitySource: 'DETECTION_STATE',
        status: 'UNRESOLVED',
        history: true,
      },
      [],
    ]);
    expect(await alertsOf(past?.id)).toMatchObject([{ deliveries: [] }]);
    const [sick, ...more] = await threatsOf('SICK-01');
    expect([sick, more]).toMatchObject([
      { name: 'SICK-01 is still infected', severity: 'HIGH', severitySource: 'INFECTED_STATE', history: false },
      [],
    ]);
    expect(sick?.explanation).toMatch(/could not be removed.*Control Center/);
    expect(await alertsOf(sick?.id)).toMatchObject([{ state: 'OPEN', deliveries: [{ kind: 'CREATE_TICKET' }] }]);
    const ticket = await eventually(async () =>
      environment.core.tickets.find(({ title }) => title.includes('SICK-01')),
    );
    expect(ticket).toMatchObject({ title: 'Bitdefender: SICK-01 is still infected' });
    expect(ticket.body).toMatch(/Detail: .*could not be removed/);
    await syncLater();
    expect(await threatsOf('PAST-01')).toHaveLength(1);
    expect(await threatsOf('SICK-01')).toHaveLength(1);
  });

  it('resolves the threat and its alert when the device is no longer infected', async () => {
    const device = [...environment.gravityZone.world.devices.values()].find(({ name }) => name === 'SICK-01');
    Object.assign(device ?? {}, { infected: false });
    await syncLater();
    const [sick] = await threatsOf('SICK-01');
    expect(sick).toMatchObject({ status: 'RESOLVED' });
    expect(await alertsOf(sick?.id)).toMatchObject([{ state: 'RESOLVED' }]);
    expect(await historyOf(sick?.id)).toEqual(['DETECTED DEVICE_STATE', 'RESOLVED DEVICE_STATE']);
  });

  it('joins the quarantine item when it comes: one threat, one alert', async () => {
    const device = addDevice('TILL-01');
    await syncLater();
    device.detected = true;
    await syncLater();
    const [flagged] = await threatsOf('TILL-01');
    expect(flagged).toMatchObject({ name: 'Malware detected on TILL-01', explanation: expect.any(String) });
    environment.gravityZone.world.addQuarantineItem({
      deviceId: device.id,
      threatName: 'Trojan.Ransom.Late',
      filePath: 'C:\\late.exe',
      at: new Date(Date.now() - 3 * 3_600_000),
    });
    await syncLater();
    expect(await threatsOf('TILL-01')).toMatchObject([
      { id: flagged?.id, name: 'Trojan.Ransom.Late', severity: 'CRITICAL', explanation: null, occurrences: 1 },
    ]);
    expect(await alertsOf(flagged?.id)).toMatchObject([{ title: 'Trojan.Ransom.Late' }]);
    expect(await historyOf(flagged?.id)).toEqual(['DETECTED DEVICE_STATE', 'UPDATED QUARANTINE']);
  });

  it('raises nothing for a flag that an incident of the day explains', async () => {
    const device = addDevice('OVEN-01');
    await syncLater();
    environment.gravityZone.world.addIncident({
      companyId,
      deviceId: device.id,
      name: 'Trojan.Seen',
      severityScore: 50,
    });
    Object.assign(device, { detected: true, infected: true });
    await syncLater();
    expect((await threatsOf('OVEN-01')).map(({ name }) => name)).toEqual(['Trojan.Seen']);
  });

  it('counts a detection that outlasts the first as another occurrence of the open threat', async () => {
    const device = addDevice('DESK-01');
    await syncLater();
    device.detected = true;
    await syncLater();
    await pass(20);
    await syncLater();
    expect(await threatsOf('DESK-01')).toMatchObject([{ occurrences: 1 }]);
    await pass(10);
    await syncLater();
    const [threat, ...others] = await threatsOf('DESK-01');
    expect([threat, others]).toMatchObject([{ occurrences: 2 }, []]);
    expect(await historyOf(threat?.id)).toEqual(['DETECTED DEVICE_STATE', 'RECURRED DEVICE_STATE']);
  });

  it('makes one outbreak of a fleet that is infected at the first look, however long that takes', async () => {
    const outbreaks = async () => (await environment.database.query('select id from outbreak')).rows.length;
    expect(await outbreaks()).toBe(0);
    for (let number = 0; number < 6; number += 1) addDevice(`FLEET-${number}`, { infected: true });
    await syncLater();
    // The first look at the others comes an hour later.
    const hourAgo = "- interval '1 hour' where device_id in (select id from device where name like 'FLEET-%')";
    await environment.database.query(`update device_state set flags_read_at = flags_read_at ${hourAgo}`);
    await environment.database.query(
      `update threat set detected_at = detected_at - interval '1 hour', last_detected_at = last_detected_at ${hourAgo}`,
    );
    for (let number = 6; number < 12; number += 1) addDevice(`FLEET-${number}`, { infected: true });
    await syncLater();
    expect(await outbreaks()).toBe(1);
  });

  it('rates by the settings of the tenant, open threats included', async () => {
    const update = `mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) {
      jobId settings { stateSeverities { infected detection } } userErrors { code field } } }`;
    const input = { stateSeverities: { infected: 'CRITICAL', detection: 'LOW' } };
    const { updateBitdefenderSettings: answer } = await environment.data<{
      updateBitdefenderSettings: { jobId: string | null };
    }>(admin, update, { input: { ...input, version: await versionNow(environment, 'settings') } });
    expect(answer).toEqual({ jobId: expect.any(String), settings: input, userErrors: [] });
    await eventually(async () => (await threatsOf('DESK-01')).every(({ severity }) => severity === 'LOW'));
    const unknown = { stateSeverities: { infected: 'UNKNOWN', detection: 'LOW' } };
    expect(await environment.data(admin, update, { input: unknown })).toMatchObject({
      updateBitdefenderSettings: {
        userErrors: [{ code: 'BAD_SEVERITY', field: ['input', 'stateSeverities', 'infected'] }],
      },
    });
  });
});
