import type { Core } from '../core/core.js';
import { createRandom } from '../gravityzone/random.js';
import type { GravityZoneSimulator } from '../gravityzone/simulator.js';
import { type ClientPlan, clientPlans, companiesToConnect, ignoredCompany, unmappedCompany } from './clients.js';
import { addMachines, addNamedMachine, type Machine, type Worlds } from './machines.js';
import { addPastThreats } from './threats.js';

/** The MSP of the demo. */
export const tenantId = 'demo-msp';

/** A client with its company in GravityZone and its machines. */
export interface StoryClient {
  plan: ClientPlan;
  bdCompanyId: string;
  machines: Machine[];
}

/** What the demo's parts are filled with. */
export interface Story {
  /** Those whose companies are mapped, in the order of their ids. */
  clients: StoryClient[];
  unmapped: { bdCompanyId: string; clientId: string };
  ignored: { bdCompanyId: string };
  /** The machine of the stage: `WIN-ABC123` to GravityZone, `WIN-ABC123.local` to core. */
  target: Machine & { deviceId: string };
  /** The machine that the stage renames. */
  renamed: Machine & { deviceId: string };
  /** Lets GravityZone have detected what it did in two months, and forget the machines that are missing since. */
  addPast(): void;
}

/** The GravityZones of the demo: the MSP's own, that of a client, and one that a visitor connects by hand. */
export interface GravityZones {
  cloud: GravityZoneSimulator;
  onPremises: GravityZoneSimulator;
  byHand: GravityZoneSimulator;
}

/**
 * Fills the worlds of core and of the GravityZones with companies, machines and the tickets of other things. Threats are
 * added later, by `addPast`: what is older than the mapping of its company would be history, and act on nothing.
 */
export function seedStory({ cloud, onPremises, byHand }: GravityZones, core: Core): Story {
  const random = createRandom(20_261_130);
  const desk = core.world(tenantId);
  const worlds: Worlds = { gravityZone: cloud.world, core: desk };
  for (const { id, name } of clientPlans) desk.addClient({ id, name });

  const regions = ['North', 'South'].map((name) => cloud.world.addFolder(name).id);
  const clients = clientPlans
    .filter(({ company }) => company !== null)
    .map((plan, index): StoryClient => {
      const isCloud = plan.site === 'CLOUD';
      const parentId = regions[index % regions.length] ?? null;
      const bdCompanyId = isCloud
        ? cloud.world.addCompany(plan.company ?? plan.name, { parentId }).id
        : onPremises.world.root.id;
      const gravityZone = isCloud ? cloud.world : onPremises.world;
      return { plan, bdCompanyId, machines: addMachines({ ...worlds, gravityZone }, plan, bdCompanyId, random) };
    });
  const [first] = clients;
  if (first === undefined) throw new Error('The demo has no client.');
  const named = (hostname: string, agentName: string) =>
    withDevice(addNamedMachine(worlds, first.plan, first.bdCompanyId, { hostname, agentName }));
  const target = named('WIN-ABC123', 'WIN-ABC123.local');
  const renamed = named('BDC-RECEPTION', 'BDC-RECEPTION');

  // Their agents are there, and their machines are in a company that is mapped to nobody.
  const waiting = new Map<string, { gravityZone: GravityZoneSimulator; bdCompanyId: string; threats: number }>();
  const unmapped = cloud.world.addCompany(unmappedCompany.name);
  waiting.set(unmappedCompany.clientId, { gravityZone: cloud, bdCompanyId: unmapped.id, ...unmappedCompany });
  for (const { name, clientId, threats } of companiesToConnect)
    waiting.set(clientId, { gravityZone: byHand, bdCompanyId: byHand.world.addCompany(name).id, threats });
  const machinesOf = new Map<string, Machine[]>();
  for (const plan of clientPlans) {
    const place = waiting.get(plan.id);
    if (place === undefined) continue;
    machinesOf.set(plan.id, addWaiting(place.gravityZone, place.bdCompanyId, addMachines(worlds, plan, null, random)));
  }
  const ignored = cloud.world.addCompany(ignoredCompany.name);
  for (const name of ['LAB-SANDBOX-01', 'LAB-SANDBOX-02'])
    cloud.world.addDevice({ companyId: ignored.id, name, fqdn: `${name}.lab.local`.toLowerCase() });

  return {
    clients,
    unmapped: { bdCompanyId: unmapped.id, clientId: unmappedCompany.clientId },
    ignored: { bdCompanyId: ignored.id },
    target,
    renamed,
    addPast() {
      for (const { plan, machines } of clients) {
        const { world } = plan.site === 'CLOUD' ? cloud : onPremises;
        addPastThreats(world, machines, plan.threats, random);
        for (const deviceId of missingSince(machines)) world.removeDevice(deviceId);
      }
      for (const [clientId, { gravityZone, threats }] of waiting)
        addPastThreats(gravityZone.world, machinesOf.get(clientId) ?? [], threats, random);
    },
  };
}

const missingSince = (machines: readonly Machine[]): string[] =>
  machines.flatMap(({ deviceId, oddity }) => (oddity === 'MISSING' && deviceId !== null ? [deviceId] : []));

/** The devices of machines that core knows already, in a company that is mapped to nobody. */
function addWaiting({ world }: GravityZoneSimulator, companyId: string, machines: readonly Machine[]): Machine[] {
  return machines.map((machine) => ({
    ...machine,
    deviceId: world.addDevice({ companyId, name: machine.hostname, fqdn: machine.hostname.toLowerCase() }).id,
  }));
}

function withDevice(machine: Machine): Machine & { deviceId: string } {
  const { deviceId } = machine;
  if (deviceId === null) throw new Error(`${machine.hostname} has no device.`);
  return { ...machine, deviceId };
}
