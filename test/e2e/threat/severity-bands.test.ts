import { beforeAll, describe, expect, it } from 'vitest';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { versionNow } from '../../support/versions.js';

const update = `mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) {
  settings { severityBands { medium high critical } } jobId userErrors { code field } } }`;
const threatCalled = `query ($name: String!) { bitdefenderThreats(filter: { minimumSeverity: UNKNOWN, status: ALL, search: $name }) {
  edges { node { id severity severityScore severitySource severityReason status
    changes { edges { node { kind actor severityFrom severityTo reason } } } } } } }`;
const alerts = '{ bitdefenderAlerts(first: 100) { edges { node { severity threat { name } } } } }';

interface ThreatNode {
  id: string;
  severity: string;
  severityScore: number | null;
  severityReason: string;
  changes: {
    edges: { node: { kind: string; actor: string; severityFrom: string | null; severityTo: string | null } }[];
  };
}

describe('the severity of threats', () => {
  let environment: TestEnvironment;
  let companyId: string;
  let deviceId: string;
  let clientId: string;

  beforeAll(async () => {
    environment = await testEnvironment();
    ({ companyId, deviceId, clientId } = addBakery(environment));
    for (const score of [20, 50, 80, 95]) incident(`Trojan.Score${score}`, score);
    incident('Trojan.Done', 50);
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
    await sync();
    await triage('Trojan.Done', 'RESOLVE');
    await eventually(async () => environment.core.tickets.length === 2);
  });

  function incident(name: string, severityScore: number) {
    environment.gravityZone.world.addIncident({
      companyId,
      deviceId,
      name,
      severityScore,
      filePath: `C:\\${name}.exe`,
    });
  }

  const sync = () => syncNow(environment, clientId);

  async function threat(name: string): Promise<ThreatNode> {
    const { bitdefenderThreats } = await environment.data<{ bitdefenderThreats: { edges: { node: ThreatNode }[] } }>(
      technician,
      threatCalled,
      { name },
    );
    expect(bitdefenderThreats.edges).toHaveLength(1);
    return bitdefenderThreats.edges[0]?.node as ThreatNode;
  }

  async function alertSeverity(name: string): Promise<string | undefined> {
    const { bitdefenderAlerts } = await environment.data<{
      bitdefenderAlerts: { edges: { node: { severity: string; threat: { name: string } | null } }[] };
    }>(technician, alerts);
    return bitdefenderAlerts.edges.find(({ node }) => node.threat?.name === name)?.node.severity;
  }

  async function triage(name: string, decision: string) {
    const { id } = await threat(name);
    const mutation = `mutation ($input: TriageBitdefenderThreatsInput!) { triageBitdefenderThreats(input: $input) { userErrors { code } } }`;
    await environment.data(technician, mutation, { input: { ids: [id], decision } });
  }

  async function setBands(severityBands: object) {
    const { updateBitdefenderSettings } = await environment.data<{
      updateBitdefenderSettings: { settings: object | null; jobId: string | null; userErrors: object[] };
    }>(admin, update, { input: { severityBands, version: await versionNow(environment, 'settings') } });
    return updateBitdefenderSettings;
  }

  const severities = async () =>
    Promise.all(
      ['Trojan.Score20', 'Trojan.Score50', 'Trojan.Score80', 'Trojan.Score95'].map(
        async (name) => (await threat(name)).severity,
      ),
    );

  it.each([
    ['that do not rise', { medium: 50, high: 50, critical: 90 }],
    ['that fall', { medium: 90, high: 76, critical: 40 }],
    ['beyond the scores', { medium: 40, high: 76, critical: 101 }],
    ['that leave nothing for LOW', { medium: 0, high: 76, critical: 90 }],
  ])('refuses bands %s', async (_name, bands) => {
    const refused = await setBands(bands);
    expect(refused).toMatchObject({ settings: null, jobId: null });
    expect(refused.userErrors).toEqual([{ code: 'BAD_BANDS', field: ['input', 'severityBands'] }]);
  });

  it('is re-rated by a job when bands change, with history, without tickets', async () => {
    expect(await severities()).toEqual(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']);
    const tickets = environment.core.tickets.length;
    const bands = { medium: 15, high: 45, critical: 96 };
    const changed = await setBands(bands);
    expect(changed).toMatchObject({ settings: { severityBands: bands }, jobId: expect.any(String), userErrors: [] });
    const job = await eventually(async () => {
      const { bitdefenderJobs } = await environment.data<{
        bitdefenderJobs: { edges: { node: { id: string; state: string; done: number; total: number } }[] };
      }>(
        technician,
        '{ bitdefenderJobs(kind: RERATE_THREATS) { edges { node { id state done total requestedBy } } } }',
      );
      const [edge] = bitdefenderJobs.edges;
      return edge?.node.state === 'SUCCEEDED' && edge.node;
    });
    expect(job).toMatchObject({ id: changed.jobId, done: 4, total: 4, requestedBy: 'ada' });
    expect(await severities()).toEqual(['MEDIUM', 'HIGH', 'HIGH', 'HIGH']);
    const { changes, severityScore } = await threat('Trojan.Score50');
    expect(severityScore).toBe(50);
    expect(changes.edges.map(({ node }) => node)).toMatchObject([
      { kind: 'RERATED', actor: 'opsmerge', severityFrom: 'MEDIUM', severityTo: 'HIGH' },
      { kind: 'DETECTED' },
    ]);
    expect((await threat('Trojan.Score80')).changes.edges).toHaveLength(1);
    expect(await alertSeverity('Trojan.Score50')).toBe('HIGH');
    expect(await alertSeverity('Trojan.Score95')).toBe('HIGH');
    // What comes now is judged by the new bands, and is news: its ticket shows that the others' would have been there.
    incident('Trojan.New50', 50);
    await sync();
    expect((await threat('Trojan.New50')).severity).toBe('HIGH');
    await eventually(async () => environment.core.tickets.some(({ title }) => title.includes('Trojan.New50')));
    expect(environment.core.tickets).toHaveLength(tickets + 1);
  });

  it('stays as it was when it is dealt with, until it is opened again', async () => {
    expect((await threat('Trojan.Done')).severity).toBe('MEDIUM');
    await triage('Trojan.Done', 'REOPEN');
    expect((await threat('Trojan.Done')).severity).toBe('HIGH');
  });

  it('is on record, and the same bands again start no job', async () => {
    expect(await setBands({ medium: 15, high: 45, critical: 96 })).toMatchObject({ jobId: null, userErrors: [] });
    const { bitdefenderAudit } = await environment.data<{
      bitdefenderAudit: { edges: { node: { actor: string; detail: { before: object; after: object } } }[] };
    }>(admin, '{ bitdefenderAudit { edges { node { actor action detail } } } }');
    expect(bitdefenderAudit.edges.map(({ node }) => node)).toContainEqual({
      actor: 'ada',
      action: 'SETTINGS_CHANGED',
      detail: expect.objectContaining({
        before: expect.objectContaining({ severityBands: { medium: 40, high: 76, critical: 90 } }),
        after: expect.objectContaining({ severityBands: { medium: 15, high: 45, critical: 96 } }),
      }),
    });
  });

  it('of a quarantine item is HIGH while the device is infected, and a ticket then', async () => {
    const { world } = environment.gravityZone;
    const name = 'Trojan.Agent.Infected';
    world.device(deviceId).infected = true;
    world.addQuarantineItem({ deviceId, threatName: name, filePath: 'C:\\infected.exe', fileSha256: 'c'.repeat(64) });
    await sync();
    // The state of the device is read after the quarantine.
    expect(await threat(name)).toMatchObject({ severity: 'HIGH', severityReason: expect.stringContaining('infected') });
    expect((await threat(name)).changes.edges[0]?.node).toMatchObject({ kind: 'RERATED', actor: 'bitdefender' });
    await eventually(async () => environment.core.tickets.some(({ title }) => title.includes(name)));
    world.device(deviceId).infected = false;
    await environment.database.query("update device_state set as_of = as_of - interval '7 hours'");
    await sync();
    expect((await threat(name)).severity).toBe('MEDIUM');
    expect(await alertSeverity(name)).toBe('MEDIUM');
  });
});
