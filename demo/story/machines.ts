import type { World as CoreWorld, WorldSite } from '../core/world.js';
import { pick } from '../gravityzone/random.js';
import type { DeviceInput, DeviceModel, World } from '../gravityzone/world.js';
import type { ClientPlan } from './clients.js';

/** A machine that both core and GravityZone know, or only one of them. */
export interface Machine {
  hostname: string;
  deviceId: string | null;
  agentId: string | null;
  /** Null for one without anything to notice. */
  oddity: Oddity | null;
}

export type Oddity = keyof typeof oddities;

const day = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * day);

/** What is different about some machines, as GravityZone lists it. */
const oddities = {
  NO_BITDEFENDER: {},
  NO_AGENT: {},
  AMBIGUOUS: {},
  TWIN: {},
  /** Listed at first and later gone. */
  MISSING: {},
  /** Discovered on the network and not managed. */
  UNMANAGED: { managed: false, managedWithBest: false, operatingSystem: '', macs: [] },
  INFECTED: { infected: true, detected: true },
  ISOLATED: { isolated: true, detected: true },
  SIGNATURES: { signatureOutdated: true, lastUpdateAt: ago(12) },
  PRODUCT: { productOutdated: true },
  NOT_SEEN: { lastSeenAt: ago(23), lastScanAt: ago(24), state: 2 },
  NEVER_SCANNED: { lastScanAt: null },
  FIREWALL_OFF: { modulesOff: ['firewall'] },
  ANTIMALWARE_OFF: { modulesOff: ['antimalware'] },
  LICENCE_EXPIRED: { licensed: 2 },
  POLICY_NOT_APPLIED: { policy: { id: 'b2'.repeat(12), name: 'Workstations', applied: false } },
  OTHER_POLICY: { policy: { id: 'b9'.repeat(12), name: 'Installation, everything off', applied: true } },
} as const satisfies Record<string, Partial<DeviceInput>>;

/** Where among a client's machines they are; the rest has none. Each client begins at another place. */
const places: Readonly<Record<number, Oddity>> = {
  ...{ 2: 'NO_BITDEFENDER', 5: 'NO_AGENT', 8: 'SIGNATURES', 11: 'PRODUCT', 14: 'NOT_SEEN', 16: 'NO_BITDEFENDER' },
  ...{ 18: 'FIREWALL_OFF', 21: 'TWIN', 24: 'MISSING', 27: 'AMBIGUOUS', 30: 'INFECTED', 33: 'ISOLATED' },
  ...{ 36: 'LICENCE_EXPIRED', 39: 'POLICY_NOT_APPLIED', 42: 'NO_AGENT', 45: 'OTHER_POLICY', 48: 'ANTIMALWARE_OFF' },
  ...{ 50: 'NEVER_SCANNED', 53: 'UNMANAGED', 56: 'PRODUCT', 59: 'NO_BITDEFENDER', 62: 'SIGNATURES', 66: 'MISSING' },
};
const placesInAll = 68;
const placesBetweenClients = 7;

/** The policies of the MSP, as they are expected on machines; the names of others are unexpected. */
export const expectedPolicies = ['Workstations', 'Laptops', 'Servers', 'Cash desks'];

const kinds = [
  { mark: 'PC', policy: 'Workstations', system: 'Windows 11 Pro', machineType: 1 },
  { mark: 'PC', policy: 'Workstations', system: 'Windows 10 Enterprise', machineType: 1 },
  { mark: 'LT', policy: 'Laptops', system: 'Windows 11 Pro', machineType: 1 },
  { mark: 'MB', policy: 'Laptops', system: 'macOS Sequoia 15.3', machineType: 1 },
  { mark: 'SRV', policy: 'Servers', system: 'Windows Server 2022', machineType: 2 },
  { mark: 'LX', policy: 'Servers', system: 'Ubuntu 24.04 LTS', machineType: 2 },
  { mark: 'POS', policy: 'Cash desks', system: 'Windows 11 IoT', machineType: 1 },
] as const;
const policyIds: Readonly<Record<string, string>> = Object.fromEntries(
  expectedPolicies.map((name, index) => [name, `a${index + 1}`.repeat(12)]),
);

/** The two worlds in which a client has its machines. */
export interface Worlds {
  gravityZone: World;
  core: CoreWorld;
}

/** Adds the machines of a client to both worlds. Without a company they have agents only. */
export function addMachines(
  worlds: Worlds,
  plan: ClientPlan,
  companyId: string | null,
  random: () => number,
): Machine[] {
  const offset = (Number(plan.id.replace(/\D/g, '')) - 1) * placesBetweenClients;
  return Array.from({ length: plan.machines }, (_, index) => {
    const kind = pick(kinds, random);
    const hostname = `${plan.prefix}-${kind.mark}-${String(index + 1).padStart(3, '0')}`;
    const oddity = companyId === null ? null : (places[(index + offset) % placesInAll] ?? null);
    const machine: NewMachine = { plan, kind, hostname, oddity, site: siteOf(plan, index) };
    const device = companyId === null ? null : addDeviceOf(worlds.gravityZone, companyId, machine, random);
    // Core has some of them with their domain.
    const agentName = index % 4 === 0 ? `${hostname}.${plan.domain}` : hostname;
    const agentId = addAgentOf(worlds.core, machine, { agentName, macs: device?.macs ?? [] }, random);
    return { hostname, deviceId: device?.id ?? null, agentId, oddity };
  });
}

/** A machine before it is added. */
interface NewMachine {
  plan: ClientPlan;
  kind: (typeof kinds)[number];
  hostname: string;
  oddity: Oddity | null;
  site: WorldSite | null;
}

/** At which of its sites a client has its machine of a number; every fifth is at none. */
function siteOf({ id, places: names = [] }: ClientPlan, index: number): WorldSite | null {
  const place = index % 5 === 4 ? undefined : index % names.length;
  const name = place === undefined ? undefined : names[place];
  return name === undefined ? null : { id: `${id}-site-${Number(place) + 1}`, name };
}

function addDeviceOf(
  world: World,
  companyId: string,
  { plan, kind, hostname, oddity }: NewMachine,
  random: () => number,
): DeviceModel | null {
  if (oddity === 'NO_BITDEFENDER') return null;
  const device = world.addDevice({
    ...deviceOf(kind, random),
    companyId,
    name: hostname,
    fqdn: `${hostname}.${plan.domain}`.toLowerCase(),
    ...(oddity !== null && oddities[oddity]),
  });
  if (oddity === 'TWIN') world.addDuplicate(device.id);
  return device;
}

function addAgentOf(
  core: CoreWorld,
  { plan, kind, oddity, site }: NewMachine,
  { agentName, macs }: { agentName: string; macs: readonly string[] },
  random: () => number,
): string | null {
  if (oddity === 'NO_AGENT' || oddity === 'UNMANAGED') return null;
  const isAmbiguous = oddity === 'AMBIGUOUS';
  const agent = core.addAgent({
    clientId: plan.id,
    hostname: agentName,
    // Two agents of one name, neither with an address that decides.
    macAddresses: isAmbiguous ? [] : [...macs],
    operatingSystem: kind.system,
    site,
    installedAt: ago(60 + Math.floor(random() * 500)),
  });
  if (isAmbiguous) core.addAgent({ ...agent, id: `${agent.id}-again` });
  return agent.id;
}

const deviceOf = (
  { policy, system, machineType }: (typeof kinds)[number],
  random: () => number,
): Partial<DeviceModel> & Pick<DeviceInput, 'at'> => ({
  operatingSystem: system,
  machineType,
  policy: { id: policyIds[policy] ?? '', name: policy, applied: true },
  at: ago(40 + Math.floor(random() * 500)),
  lastScanAt: ago(random() * 6),
  lastSeenAt: new Date(Date.now() - Math.floor(random() * 3_600_000)),
  lastUpdateAt: ago(random()),
});

/** A machine of a name of its own, in both worlds. */
export function addNamedMachine(
  { gravityZone, core }: Worlds,
  plan: ClientPlan,
  companyId: string,
  { hostname, agentName }: { hostname: string; agentName: string },
): Machine {
  const [kind] = kinds;
  const device = gravityZone.addDevice({
    ...deviceOf(kind, () => 0.5),
    companyId,
    name: hostname,
    fqdn: `${hostname}.${plan.domain}`.toLowerCase(),
  });
  const agent = core.addAgent({
    clientId: plan.id,
    hostname: agentName,
    macAddresses: [],
    operatingSystem: kind.system,
    installedAt: ago(200),
  });
  return { hostname, deviceId: device.id, agentId: agent.id, oddity: null };
}
