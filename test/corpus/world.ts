import type { TestEnvironment } from '../support/environment.js';
import { beginning, daysAgo, minutes } from './pinned.js';

/** The clients of the corpus, by the ids they have in core. */
export const clients = {
  bakery: 'client-bakery',
  dental: 'client-dental',
  law: 'client-law',
  north: 'client-northwind',
};

const agents: readonly [clientId: string, hostname: string, operatingSystem: string][] = [
  [clients.bakery, 'oven-01', 'Windows 11 Pro'],
  [clients.bakery, 'office-02.bakery.example', 'Windows 11 Pro'],
  [clients.dental, 'DESK-01', 'Windows 10 Enterprise'],
  [clients.dental, 'desk-02', 'Windows 10 Enterprise'],
  [clients.dental, 'XRAY-01', 'Windows Server 2022'],
  [clients.law, 'BRIEF-01', 'Windows 11 Pro'],
  [clients.north, 'trade-01', 'Windows 11 Pro'],
];

/** The only site that core names. */
export const mill = { id: 'site-mill', name: 'The Mill' };

/** The id core gives the agent of this host name. */
export const agentId = (hostname: string): string => `agent-${hostname.split('.')[0]?.toLowerCase()}`;

/** Fills GravityZone and core with what there is before the MSP connects them. */
export function fillWorld({ core, gravityZone: { world } }: TestEnvironment) {
  const tenant = core.world('msp-one');
  tenant.addClient({ id: clients.bakery, name: 'The Bakery' });
  tenant.addClient({ id: clients.dental, name: "O'Brien Dental Care" });
  tenant.addClient({ id: clients.law, name: 'Law & Partners' });
  tenant.addClient({ id: clients.north, name: 'Northwind Traders Ltd' });
  for (const [index, [clientId, hostname, operatingSystem]] of agents.entries())
    tenant.addAgent({
      ...{ id: agentId(hostname), clientId, hostname, operatingSystem, installedAt: daysAgo(40 - index) },
      // The other machines are at no site.
      site: hostname === 'oven-01' ? mill : null,
    });

  const folder = world.addFolder('North').id;
  const company = (name: string, parentId?: string) => world.addCompany(name, parentId ? { parentId } : {}).id;
  const bakery = company('Bakery');
  const dental = company("O'Brien Dental Care");
  const northwind = company('Northwind Traders', folder);
  const closed = company('Closed Customer', folder);
  const device = (companyId: string, name: string, more: object = {}) =>
    world.addDevice({ companyId, name, at: daysAgo(60), lastScanAt: daysAgo(2), ...more }).id;
  const oven = device(bakery, 'oven-01', { fqdn: 'oven-01.bakery.example' });
  const office = device(bakery, 'office-02', { signatureOutdated: true, label: 'Front desk' });
  const till = device(bakery, 'till-01', { infected: true, operatingSystem: 'Windows Server 2022', machineType: 2 });
  world.addUnmanaged(bakery, 'PRINTER-1');
  const desk = device(dental, 'desk-01', { lastSeenAt: daysAgo(12), productOutdated: true });
  const otherDesk = device(dental, 'desk-02', {
    policy: { id: '63171c4569cad087a809a317', name: 'Strict policy', applied: false },
  });
  const trade = device(northwind, 'trade-01');

  const incident = (companyId: string, deviceId: string, at: Date, name: string, severityScore: number, more = {}) =>
    world.addIncident({ companyId, deviceId, at, name, severityScore, action: 'blocked', ...more });
  incident(bakery, oven, minutes(-35), 'Gen:Variant.Ransom.Oven.1', 95, { action: 'reported' });
  incident(bakery, office, daysAgo(4), 'Trojan.GenericKD.7', 81);
  incident(bakery, till, daysAgo(3), 'Heur.BZC.PZQ.Boxter.8', 63, { action: 'partially_blocked', oldSpelling: true });
  incident(dental, desk, daysAgo(20), 'BAT.Trojan.FormatC.Z', 43, { status: 'closed' });
  incident(northwind, trade, daysAgo(2), 'RegSecurityDump', 33, { action: 'reported' });
  world.addQuarantineItem({ deviceId: office, at: daysAgo(9), threatName: 'Application.CoinMiner.AY' });
  world.addQuarantineItem({ deviceId: till, at: daysAgo(45), threatName: 'Adware.Bundle.12' });

  return {
    companies: { bakery, dental, northwind, closed, folder },
    devices: { oven, office, till, desk, otherDesk },
    /** What is found after the first sync: an outbreak, a threat of its own, and one that is found again. */
    addNews() {
      incident(dental, desk, minutes(40), 'Trojan.Outbreak.A', 88);
      incident(dental, otherDesk, minutes(42), 'Trojan.Outbreak.A', 88, { filePath: 'C:\\Temp\\b.exe' });
      incident(bakery, till, minutes(44), 'Worm.Till.3', 72, { action: 'reported', attackTypes: ['Worm'] });
      world.addQuarantineItem({ deviceId: oven, at: minutes(46), threatName: 'EICAR-Test-File (not a virus)' });
      world.renameDevice(office, 'office-03');
      world.company(northwind).name = 'Northwind Traders & Sons';
      for (const known of world.devices.values())
        if (known.lastSeenAt >= beginning) Object.assign(known, { lastSeenAt: minutes(50) });
    },
  };
}
