import { createRandom, pick } from './random.js';
import type { CompanyModel, DeviceModel, World } from './world.js';

export interface SeedOptions {
  companies: number;
  devicesPerCompany: number;
  /** How far incidents and quarantine items reach back from the world's now. */
  weeks: number;
  /** 0 to 1, the same each time; a generator of a fixed seed by default. */
  random?: () => number;
}

/** What the agents of the same machines must be called to match. */
export interface SeededCompany {
  id: string;
  name: string;
  hosts: { deviceId: string; hostname: string; macs: string[] }[];
}

const companyNames = [
  'Müller & Söhne GmbH',
  "O'Brien Dental Care",
  'Société Générale de Fleurs',
  'Łódź Logistics',
  'Ångström Labs AB',
  '株式会社さくら',
  'Smith, Jones; and "Partners"',
  'Café Zürich',
  'Contoso <Test>',
  'Northwind Traders',
];
const regions = ['North', 'South', 'Ünited Kingdom', 'DACH (managed)'];
const roles = ['DESKTOP', 'LAPTOP', 'FRONTDESK', 'ACCOUNTING-WORKSTATION', 'SRV-DC', 'SRV-FILE'];
const systems = [
  'Windows 11 Pro',
  'Windows 10 Enterprise',
  'Windows Server 2022',
  'Ubuntu 24.04 LTS',
  'macOS Sequoia 15.3',
];
const malware = [
  { name: 'Gen:Variant.Ransom.Demo.7', score: 95, action: 'blocked' },
  { name: 'Trojan.GenericKD.70112233', score: 81, action: 'blocked' },
  { name: 'Heur.BZC.PZQ.Boxter.829', score: 63, action: 'partially_blocked' },
  { name: 'BAT.Trojan.FormatC.Z', score: 43, action: 'blocked' },
  { name: 'RegSecurityDump', score: 33, action: 'reported' },
];
const quarantined = [
  'Application.CoinMiner.AY',
  'Adware.Bundle.12',
  'EICAR-Test-File (not a virus)',
  'Trojan.Agent.FZ',
];
const paths = ['C:\\Users\\Public\\Downloads\\setup.exe', 'C:\\Windows\\Temp\\a1.tmp', '/srv/www/uploads/index.html'];
const week = 7 * 86_400_000;

function hostOf(company: number, number: number, random: () => number): { hostname: string; system: string } {
  const system = pick(systems, random);
  const role = pick(roles, random);
  const serial = `${String(company).padStart(3, '0')}${String(number).padStart(3, '0')}`;
  const hostname = system.startsWith('Windows') ? `${role}-${serial}` : `${role.toLowerCase()}-${serial}-prod`;
  // The serial leads long names too, so that the 15 characters of Windows stay different.
  return { hostname: hostname.length > 15 && system.startsWith('Windows') ? `${serial}-${role}` : hostname, system };
}

function addDevices(world: World, company: CompanyModel, index: number, count: number, random: () => number) {
  const now = world.clock().getTime();
  const devices: { device: DeviceModel; hostname: string }[] = [];
  for (let number = 0; number < count; number += 1) {
    const { hostname, system } = hostOf(index, number, random);
    const offline = random() < 0.1;
    const device = world.addDevice({
      companyId: company.id,
      name: hostname,
      fqdn: random() < 0.5 ? `${hostname}.${index}.example.local`.toLowerCase() : hostname.toLowerCase(),
      operatingSystem: system,
      machineType: random() < 0.2 ? 2 : 1,
      at: new Date(now - 30 * 86_400_000 - Math.floor(random() * 300) * 86_400_000),
      productOutdated: random() < 0.08,
      signatureOutdated: random() < 0.05,
      lastSeenAt: new Date(now - (offline ? 3 * 86_400_000 : Math.floor(random() * 3_600_000))),
      lastScanAt: random() < 0.1 ? null : new Date(now - Math.floor(random() * week)),
      policy: { id: '63171c4569cad087a809a316', name: 'Default policy', applied: random() > 0.05 },
    });
    devices.push({ device, hostname });
  }
  return devices;
}

function addThreats(world: World, device: DeviceModel, weeks: number, random: () => number): void {
  const at = new Date(world.clock().getTime() - Math.floor(random() * weeks * week));
  if (random() < 0.5) {
    const threat = pick(malware, random);
    world.addIncident({
      companyId: device.companyId,
      deviceId: random() < 0.1 ? null : device.id,
      at,
      name: threat.name,
      action: threat.action,
      severityScore: threat.score,
      filePath: pick(paths, random),
      status: random() < 0.4 ? 'closed' : 'open',
      quarantined: threat.action === 'blocked',
    });
    device.detected = true;
  } else {
    const threatName = pick(quarantined, random);
    world.addQuarantineItem({ deviceId: device.id, at, threatName, filePath: pick(paths, random) });
  }
}

/**
 * Fills the world with an MSP: two levels of folders, companies with awkward names, machines of every kind and weeks of
 * threats. The same options give the same world, apart from the ids.
 */
export function seedDemoWorld(world: World, options: SeedOptions): SeededCompany[] {
  const random = options.random ?? createRandom(20_260_101);
  const folders = regions.map((region) => {
    const outer = world.addFolder(region);
    return [world.addFolder(`${region} / Small`, outer.id), world.addFolder(`${region} / Large`, outer.id)];
  });
  const seeded: SeededCompany[] = [];
  for (let index = 0; index < options.companies; index += 1) {
    const base = companyNames[index % companyNames.length] ?? 'Company';
    const name = index < companyNames.length ? base : `${base} ${Math.floor(index / companyNames.length) + 1}`;
    const company = world.addCompany(name, { parentId: pick(folders.flat(), random).id });
    const devices = addDevices(world, company, index, options.devicesPerCompany, random);
    for (const { device } of devices)
      if (random() < 0.15 * options.weeks) addThreats(world, device, options.weeks, random);
    const [first] = devices;
    // A few of the oddities of any real fleet: a neighbour without an agent, and a machine listed twice.
    if (index % 3 === 0) world.addUnmanaged(company.id, `PRINTER-${index}`);
    if (index % 5 === 0 && first !== undefined) world.addDuplicate(first.device.id);
    seeded.push({
      id: company.id,
      name,
      hosts: devices.map(({ device, hostname }) => ({ deviceId: device.id, hostname, macs: device.macs })),
    });
  }
  return seeded;
}
