import { type GravityZoneSimulator, startGravityZoneSimulator } from '../../demo/gravityzone/simulator.js';
import type { Identity } from '../../demo/tokens.js';
import {
  ConnectIntegrationDocument,
  IntegrationsPageDocument,
  MapCompaniesDocument,
  MappingsPageDocument,
  MuteAlertsDocument,
  SaveMaintenanceWindowDocument,
  SaveRuleDocument,
  SeatsPageDocument,
  SetTeamDigestDocument,
  SyncNowDocument,
  ThreatsPageDocument,
  TriageThreatsDocument,
  type TypedDocumentString,
  UpdateSettingsDocument,
} from '../../operations/documents.js';
import { atEndOfFile } from './end-of-file.js';
import { admin, eventually, type TestEnvironment, technician } from './environment.js';
import { runEnded } from './msp.js';
import { nodesOf } from './nodes.js';
import { lookAtAllSeats } from './seats.js';
import { send } from './typed-operations.js';

/** An MSP, everything of which is there as often as its size says. */
export interface ScreenWorld {
  size: number;
  admin: Identity;
  technician: Identity;
  portal: Identity;
  clientIds: string[];
  /** The client with as many machines and threats as the size says. */
  clientId: string;
  companyId: string;
  deviceId: string;
  threatId: string;
  runId: string;
  ticketIds: string[];
  /** The seats of the company with many machines. */
  seatsId: string;
}

const tomorrow = () => new Date(Date.now() + 24 * 3_600_000).toISOString();

async function startSimulator(): Promise<GravityZoneSimulator> {
  const simulator = await startGravityZoneSimulator({ limits: 'off' });
  atEndOfFile(() => simulator.close());
  return simulator;
}

/** Fills GravityZone and core: one client with many machines, one machine with many threats, and many clients with one of each. */
function fillWorld({ core }: TestEnvironment, { world }: GravityZoneSimulator, tenantId: string, size: number) {
  const tenant = core.world(tenantId);
  for (const { subject } of [admin, technician]) tenant.users.set(subject, { id: subject, name: subject });
  const mapping = new Map<string, string>();
  const add = (name: string, machines: number) => {
    const companyId = world.addCompany(name).id;
    const clientId = tenant.addClient({ name }).id;
    mapping.set(companyId, clientId);
    for (let machine = 0; machine < machines; machine += 1) {
      const hostname = `PC-${name}-${machine}`;
      const deviceId = world.addDevice({ companyId, name: hostname }).id;
      tenant.addAgent({ clientId, hostname, site: { id: `site-${name}`, name: `Site of ${name}` } });
      world.addIncident({ companyId, deviceId, name: 'Trojan.Everywhere', severityScore: 88 });
    }
    return { companyId, clientId };
  };
  const busy = add('BUSY', size);
  const repeated = world.addDevice({ companyId: busy.companyId, name: 'REPEATED' }).id;
  const clientIds = [busy.clientId];
  for (let number = 0; number < size; number += 1) {
    world.addIncident({
      companyId: busy.companyId,
      deviceId: repeated,
      name: 'Worm.Repeated',
      severityScore: 95,
      filePath: `C:\\${number}.exe`,
    });
    clientIds.push(add(`C${number}`, 1).clientId);
    const unmapped = world.addCompany(`Unmapped ${number}`).id;
    const stray = world.addDevice({ companyId: unmapped, name: `STRAY-${number}` }).id;
    world.addIncident({ companyId: unmapped, deviceId: stray, name: 'Trojan.Stray', severityScore: 80 });
    tenant.addClient({ name: `Unmapped ${number}` });
  }
  return { mapping, busy, clientIds };
}

/** Makes such an MSP by the operations of the screens alone. */
export async function buildScreenWorld(environment: TestEnvironment, size: number): Promise<ScreenWorld> {
  const tenantId = `msp-of-${size}`;
  const people = { admin: { ...admin, tenantId }, technician: { ...technician, tenantId } };
  const ask = <Data, Variables extends object>(
    operation: TypedDocumentString<Data, Variables>,
    variables: Variables,
  ): Promise<Data> => send(environment, people.admin, operation, variables);
  const connect = ({ url: endpoint, caCertificate, addKey }: GravityZoneSimulator) =>
    ask(ConnectIntegrationDocument, { input: { endpoint, apiKey: addKey(), caCertificate } });
  const simulator = await startSimulator();
  const { mapping, busy, clientIds } = fillWorld(environment, simulator, tenantId, size);
  await connect(simulator);
  // Integrations without customers, more of them where there is more of everything.
  for (let more = 10; more < size; more += 30) await connect(await startSimulator());

  const page = await ask(MappingsPageDocument, {});
  const companies = nodesOf(page.bitdefenderCompanies ?? { edges: [] });
  const mappings = companies.flatMap(({ id, bdId }) => {
    const clientId = mapping.get(bdId);
    return clientId ? [{ companyId: id, clientId }] : [];
  });
  await ask(MapCompaniesDocument, { input: { mappings } });
  const { syncBitdefenderClient } = await ask(SyncNowDocument, { clientId: busy.clientId });
  const runId = syncBitdefenderClient?.runs?.[0]?.id ?? '';
  await runEnded(environment, runId, people.technician);

  // Statements are counted when the tickets are there. Notes on them wait for a while, and are no concern of the screens.
  const { tickets } = environment.core.world(tenantId);
  await eventually(async () => {
    const { bitdefenderAlertDeliveries } = await environment.data<{ bitdefenderAlertDeliveries: { edges: object[] } }>(
      people.technician,
      '{ bitdefenderAlertDeliveries(filter: { state: [PENDING], kind: [CREATE_TICKET, PAGE] }, first: 1) { edges { cursor } } }',
    );
    return bitdefenderAlertDeliveries.edges.length === 0 && tickets.size > size;
  });
  const threats = await ask(ThreatsPageDocument, { filter: { clientId: busy.clientId, search: 'Worm.Repeated' } });
  const threat = threats.bitdefenderThreats?.edges[0]?.node;
  const threatId = threat?.id ?? '';
  for (let number = 0; number < size; number += 1) {
    await ask(SaveRuleDocument, {
      input: {
        name: `Rule ${number}`,
        enabled: false,
        scope: { kind: 'ONLY', clientIds: [busy.clientId], siteIds: ['site-BUSY'] },
        conditions: {},
        actions: [{ kind: 'NOTIFY', channel: 'security' }],
      },
    });
    await ask(MuteAlertsDocument, { input: { threatName: `Mute ${number}`, until: tomorrow(), reason: 'Tests.' } });
    await ask(SaveMaintenanceWindowDocument, {
      input: {
        name: `Window ${number}`,
        clientId: busy.clientId,
        schedule: { date: tomorrow().slice(0, 10), time: '23:50', minutes: 5 },
      },
    });
    environment.core.world(tenantId).teams.set(`team-${number}`, { id: `team-${number}`, name: `Team ${number}` });
    await ask(SetTeamDigestDocument, { input: { teamId: `team-${number}`, enabled: true } });
    await ask(TriageThreatsDocument, { input: { ids: [threatId], decision: 'NOTE', note: `Note ${number}` } });
  }
  await lookAtAllSeats(environment);
  const { bitdefenderSettings } = await ask(IntegrationsPageDocument, {});
  await ask(UpdateSettingsDocument, { input: { portalEnabled: true, version: bitdefenderSettings?.version } });
  const seats = await ask(SeatsPageDocument, { clientId: busy.clientId });
  return {
    size,
    ...people,
    portal: { subject: 'customer', roles: ['portal'], tenantId, clientId: busy.clientId },
    clientIds,
    clientId: busy.clientId,
    companyId: companies.find(({ bdId }) => bdId === busy.companyId)?.id ?? '',
    deviceId: threat?.device?.id ?? '',
    threatId,
    runId,
    ticketIds: [...tickets.keys()].slice(0, size),
    seatsId: nodesOf(seats.bitdefenderSeats ?? { edges: [] })[0]?.id ?? '',
  };
}
