import { beforeAll, describe, expect, it } from 'vitest';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, type RunAnswer, syncNow } from '../../support/msp.js';
import { playBack, type Recording, recording, recordingsAreThere, skipRecorded } from '../../support/recorded.js';

const deviceFields = 'bdId name operatingSystem managed presence policy { name applied } twinOf client { id }';
const deviceById = `query ($id: ID!) { bitdefenderDevice(id: $id) { ${deviceFields} } }`;
const listDevices = `{ bitdefenderDevices { edges { node { device { ${deviceFields} } } } } }`;
const listThreats = `{ bitdefenderThreats(filter: { minimumSeverity: UNKNOWN, status: ALL }) { edges { node {
  name severity severityScore severitySource status resolvedBy hostName detectedAt device { bdId } } } } }`;
const testIntegration = `mutation ($input: TestBitdefenderIntegrationInput!) { testBitdefenderIntegration(input: $input) {
  test { ok problems { code message hint } } userErrors { code } } }`;

interface Device {
  bdId: string;
  name: string;
  operatingSystem: string;
  twinOf: string | null;
}

interface Threat {
  severityScore: number;
  severity: string;
  status: string;
}

const nodes = <Node>({ edges }: { edges: { node: Node }[] }) => edges.map(({ node }) => node);

interface Machines {
  bitdefenderDevices: { edges: { node: { device: Device | null } }[] };
}
const devicesOf = ({ bitdefenderDevices }: Machines) => nodes(bitdefenderDevices).flatMap(({ device }) => device ?? []);

/** An environment with a GravityZone that answers so, its one company mapped to a client. */
async function recordedEnvironment(answers: Record<string, Recording>) {
  const environment = await testEnvironment();
  const core = environment.core.world('msp-one');
  const clientId = core.addClient({ name: 'The Recorded' }).id;
  core.addAgent({ clientId, hostname: 'host_name' });
  /** Lets GravityZone answer so from now on. */
  const play = (more: Record<string, Recording>) => {
    environment.gravityZone.handler = playBack({ ...answers, ...more });
  };
  play({});
  await connectSimulator(environment);
  await mapByBdId(environment, { COMPANY_ID: clientId });
  return { environment, clientId, play };
}

const streamsOf = ({ streams }: RunAnswer) => Object.fromEntries(streams.map((stream) => [stream.stream, stream]));

/** The recorded rows with a number behind each name: the redaction gave different machines the same one. */
function withDistinctNames({ httpStatus, body }: Recording): Recording {
  let number = 0;
  const apart = JSON.stringify(body).replace(/"name":"HOST_NAME"(.*?)"fqdn":"HOST_NAME"/g, (_, between) => {
    number += 1;
    return `"name":"HOST_NAME-${number}"${between}"fqdn":"HOST_NAME-${number}"`;
  });
  return { httpStatus, body: JSON.parse(apart) };
}

it.skipIf(skipRecorded)('finds the recordings beside the project', () => {
  expect(recordingsAreThere).toBe(true);
});

describe.skipIf(skipRecorded)(
  'recorded responses of a live GravityZone, through client, sync, database and graph',
  () => {
    let answers: Record<string, Recording>;

    beforeAll(() => {
      answers = {
        'companies getCompanyDetails': recording('companies.getCompanyDetails.partner'),
        'incidents getIncidentsList': recording('network.getEndpointsList.empty'),
        'quarantine/computers getQuarantineItemsList': recording('network.getEndpointsList.empty'),
      };
    });

    describe('endpoints (v1.0) and incidents (v1.2)', () => {
      let environment: TestEnvironment;
      let run: RunAnswer;
      let clientId: string;
      let play: (answers: Record<string, Recording>) => void;
      let endpoints: Recording;

      beforeAll(async () => {
        const methodNotFound = recording('error.method-not-found');
        endpoints = recording('network.getEndpointsList');
        ({ environment, clientId, play } = await recordedEnvironment({
          ...answers,
          // Without the inventory of v1.1 the client reads the plain endpoint list.
          'network getNetworkInventoryItems': methodNotFound,
          'network getEndpointsList': endpoints,
          'incidents getIncidentsList': recording('incidents.getIncidentsList'),
          // No answer of this method was recorded.
          'incidents getIncident': methodNotFound,
        }));
        run = await syncNow(environment, clientId);
      });

      it('stores every recorded row', () => {
        const { INVENTORY, INCIDENTS } = streamsOf(run);
        expect(run.state).toBe('SUCCEEDED');
        expect(INVENTORY).toMatchObject({ fetched: 4, stored: 4, skipped: 0, warnings: [] });
        expect(INCIDENTS).toMatchObject({ fetched: 4, stored: 4, skipped: 0 });
        // Of 11 incidents 4 were kept in the recording.
        expect(INCIDENTS?.warnings).toContain('GravityZone announced 11 rows and sent 4.');
      });

      it('shows the 4 endpoints, the Linux host without `managedWithBest` as managed', async () => {
        const { database } = environment;
        const { rows } = await database.query<{ id: string }>('select id from device');
        const devices: Device[] = [];
        for (const { id } of rows) {
          const answer = await environment.data<{ bitdefenderDevice: Device }>(technician, deviceById, { id });
          devices.push(answer.bitdefenderDevice);
        }
        const common = {
          managed: true,
          presence: 'PRESENT',
          policy: { name: 'POLICY_NAME', applied: true },
          client: { id: clientId },
        };
        const [windows, linux, enterprise, other] = [
          { bdId: '67c87017f3e11f09dc9143e8', operatingSystem: 'Windows 10 Pro', name: 'HOST_NAME' },
          { bdId: '685e4b4170db527d0f254033', operatingSystem: 'Linux Ubuntu 24.04.2 LTS', name: 'HOST_NAME' },
          { bdId: '6940eb0b646e8e69399ce4a6', operatingSystem: 'Windows 10 Enterprise', name: 'HOST_NAME' },
          { bdId: 'ENDPOINT_ID', operatingSystem: 'Windows 10 Pro', name: 'ENDPOINT_NAME' },
        ];
        expect(devices.toSorted((a, b) => (a.bdId < b.bdId ? -1 : 1))).toMatchObject(
          [windows, linux, enterprise, other].map((device) => ({ ...common, ...device })),
        );
      });

      it('lists 4 machines when the redacted names are made distinct', async () => {
        play({ 'network getEndpointsList': withDistinctNames(endpoints) });
        expect(await syncNow(environment, clientId)).toMatchObject({ state: 'SUCCEEDED' });
        const answer = await environment.data<Machines>(technician, listDevices);
        expect(devicesOf(answer)).toMatchObject([
          { name: 'ENDPOINT_NAME', operatingSystem: 'Windows 10 Pro', twinOf: null },
          { name: 'HOST_NAME-1', operatingSystem: 'Windows 10 Pro', twinOf: null },
          { name: 'HOST_NAME-2', operatingSystem: 'Linux Ubuntu 24.04.2 LTS', managed: true, twinOf: null },
          { name: 'HOST_NAME-3', operatingSystem: 'Windows 10 Enterprise', twinOf: null },
        ]);
      });

      it('shows each incident with the severity of its score', async () => {
        const answer = await environment.data<{ bitdefenderThreats: { edges: { node: Threat }[] } }>(
          technician,
          listThreats,
        );
        const threats = nodes(answer.bitdefenderThreats);
        const shown = threats.map(({ severityScore, severity, status }) => ({ severityScore, severity, status }));
        expect(shown).toEqual([
          { severityScore: 33, severity: 'LOW', status: 'RESOLVED' },
          { severityScore: 1, severity: 'LOW', status: 'UNRESOLVED' },
          { severityScore: 51, severity: 'MEDIUM', status: 'UNRESOLVED' },
          { severityScore: 43, severity: 'MEDIUM', status: 'UNRESOLVED' },
        ]);
        expect(threats[0]).toMatchObject({
          name: 'RegSecurityDump',
          severitySource: 'INCIDENT_SCORE',
          resolvedBy: 'bitdefender',
          // The recording says 09:02:03+02:00.
          detectedAt: '2025-12-17T07:02:03.000Z',
          device: { bdId: 'ENDPOINT_ID' },
        });
      });

      it('keeps the extended incident, which names no computer, without a device', async () => {
        const answer = await environment.data<{ bitdefenderThreats: { edges: { node: Threat }[] } }>(
          technician,
          listThreats,
        );
        const [extended] = nodes(answer.bitdefenderThreats).filter(({ severityScore }) => severityScore === 51);
        expect(extended).toMatchObject({ device: null, hostName: null, status: 'UNRESOLVED' });
      });
    });

    it('reads an inventory row (v1.1) without `type` as a device, and warns about missing rows', async () => {
      const { environment, clientId } = await recordedEnvironment({
        ...answers,
        'network getNetworkInventoryItems': recording('network.getNetworkInventoryItems'),
      });
      const { INVENTORY } = streamsOf(await syncNow(environment, clientId));
      expect(INVENTORY).toMatchObject({ state: 'SUCCEEDED', fetched: 1, stored: 1, skipped: 0 });
      // Of 4 rows one was kept in the recording.
      expect(INVENTORY?.warnings).toContain('GravityZone announced 4 rows and sent 1.');
      const answer = await environment.data<Machines>(technician, listDevices);
      expect(devicesOf(answer)).toMatchObject([
        { name: 'ABC', operatingSystem: 'Windows 10 Enterprise', managed: true, policy: { name: 'POLICY_NAME' } },
      ]);
    });

    it.each([
      {
        name: 'error.invalid-key-401',
        code: 'BAD_KEY',
        message: 'GravityZone rejected the API key.',
        hint: /Generate a key in Control Center/,
      },
      {
        name: 'error.method-not-found',
        code: 'METHOD_NOT_FOUND',
        message: 'GravityZone does not offer this method to this API key.',
        hint: /older on-premises release|lack the right/,
      },
    ])('reports $code with a clear message for the recording $name', async ({ name, code, message, hint }) => {
      const environment = await testEnvironment();
      const { url, caCertificate } = environment.gravityZone;
      environment.gravityZone.handler = () => recording(name);
      const answer = await environment.data(admin, testIntegration, {
        input: { endpoint: url, apiKey: 'a-key-of-the-recording', caCertificate },
      });
      expect(answer).toEqual({
        testBitdefenderIntegration: {
          test: { ok: false, problems: [{ code, message, hint: expect.stringMatching(hint) }] },
          userErrors: [],
        },
      });
    });
  },
);
