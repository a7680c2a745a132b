import { createHash } from 'node:crypto';
import { pick } from '../gravityzone/random.js';
import type { World } from '../gravityzone/world.js';
import type { Machine } from './machines.js';

const incidents = [
  { name: 'Gen:Variant.Ransom.LockBit.3', score: 94, attackTypes: ['Ransomware'] },
  { name: 'Backdoor.Cobalt.Beacon.1', score: 91, attackTypes: ['Malware', 'Lateral movement'] },
  { name: 'Trojan.GenericKD.70112233', score: 81, attackTypes: ['Malware'] },
  { name: 'Exploit.CVE-2025-29824.Gen', score: 79, attackTypes: ['Exploit'] },
  { name: 'Trojan.PowerShell.Agent.KH', score: 68, attackTypes: ['Fileless attack'] },
  { name: 'Heur.BZC.PZQ.Boxter.829', score: 63, attackTypes: ['Malware'] },
  { name: 'ATC4.Detection', score: 55, attackTypes: ['Malware'] },
  { name: 'Gen:Variant.Lazy.412', score: 44, attackTypes: ['Malware'] },
  { name: 'RegSecurityDump', score: 33, attackTypes: ['Credential access'] },
] as const;
const quarantined = [
  'Application.CoinMiner.AY',
  'Adware.Bundle.12',
  'Trojan.Agent.FZ',
  'Application.Hacktool.KMSAuto',
  'JS:Trojan.Cryxos.4417',
];
const folders = [
  'C:\\Users\\Public\\Downloads',
  'C:\\Users\\reception\\AppData\\Local\\Temp',
  'C:\\Windows\\Temp',
  'D:\\Shares\\Accounting',
  'C:\\ProgramData\\Updater',
];
const files = ['invoice_2281.exe', 'setup.exe', 'update.js', 'scan0042.pdf.exe', 'svchost32.exe', 'report.docm'];
const techniques = [
  { id: 'T1059.001', name: 'PowerShell' },
  { id: 'T1486', name: 'Data Encrypted for Impact' },
  { id: 'T1055', name: 'Process Injection' },
  { id: 'T1003', name: 'OS Credential Dumping' },
];
const actions = ['blocked', 'blocked', 'blocked', 'partially_blocked', 'reported'];

const hour = 3_600_000;
const day = 24 * hour;
/** From then on most is dealt with. */
const settledDays = 3;

/** The ages in days of so many threats: some of today, some of this week, of this month and of the last. */
function agesOf(count: number, random: () => number): number[] {
  return Array.from({ length: count }, (_, index) => {
    if (index % 9 === 0) return random() * 0.4;
    return index % 3 === 0 ? random() * 7 : 1 + random() * 59;
  });
}

/** Lets GravityZone have detected so many threats on these machines in the last two months. */
export function addPastThreats(world: World, machines: readonly Machine[], count: number, random: () => number): void {
  const affected = machines.flatMap(({ deviceId, oddity }) =>
    deviceId !== null && world.devices.get(deviceId)?.managed === true && oddity !== 'MISSING' ? [deviceId] : [],
  );
  if (affected.length === 0) return;
  for (const [index, age] of agesOf(count, random).entries()) {
    const deviceId = pick(affected, random);
    const at = new Date(Date.now() - age * day);
    const filePath = `${pick(folders, random)}\\${index}-${pick(files, random)}`;
    const file = { filePath, fileSha256: sha256(`${deviceId} ${filePath}`) };
    if (random() < 0.4) world.addQuarantineItem({ deviceId, at, threatName: pick(quarantined, random), ...file });
    else addIncident(world, { deviceId, at, isSettled: age > settledDays && random() < 0.9, file }, random);
  }
}

function addIncident(
  world: World,
  given: { deviceId: string; at: Date; isSettled: boolean; file: { filePath: string; fileSha256: string } },
  random: () => number,
): void {
  const { deviceId, at, isSettled, file } = given;
  const { name, score, attackTypes } = pick(incidents, random);
  const action = pick(actions, random);
  world.addIncident({
    companyId: world.device(deviceId).companyId,
    deviceId,
    at,
    name,
    severityScore: score,
    attackTypes: [...attackTypes],
    action,
    status: !isSettled ? 'open' : random() < 0.15 ? 'false_positive' : 'closed',
    // GravityZone lists what changed in the last 30 days, and these are older.
    updatedAt: world.clock(),
    quarantined: action === 'blocked' && random() < 0.5,
    techniques: [pick(techniques, random)],
    ...file,
  });
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
