import { pick } from '../../demo/gravityzone/random.js';
import type { Stage, Tenant } from './stage.js';

/** A detection that GravityZone has, and that must become one threat. */
export interface Detection {
  tenantId: string;
  kind: 'INCIDENT' | 'QUARANTINE';
  bdId: string;
  name: string;
  /** Whether its alert must have a ticket. */
  isSevere: boolean;
  /** Closed in Control Center: its threat must be resolved. */
  isClosed: boolean;
}

/** Lets something happen at an MSP, now; adds what is detected. */
export type Happening = (stage: Stage, tenant: Tenant, detections: Detection[], random: () => number) => void;

/** What differs between any two detections, so that none of them is taken for another. */
function distinct(tenant: Tenant, detections: Detection[]) {
  const number = detections.length + 1;
  return {
    name: `${tenant.id}.Ransom.${number}`,
    filePath: `C:\\Users\\Public\\${tenant.id}-${number}.exe`,
    fileSha256: number.toString(16).padStart(64, '0'),
  };
}

function anyDevice({ gravityZone }: Stage, tenant: Tenant, random: () => number) {
  const companyId = pick(tenant.companies, random).bdId;
  return pick(
    [...gravityZone.world.devices.values()].filter((device) => device.companyId === companyId),
    random,
  );
}

const incident: Happening = (stage, tenant, detections, random) => {
  const device = anyDevice(stage, tenant, random);
  const { name, filePath, fileSha256 } = distinct(tenant, detections);
  const severityScore = random() < 0.6 ? 95 : 40;
  const { companyId, id: deviceId } = device;
  const { id } = stage.gravityZone.world.addIncident({
    companyId,
    deviceId,
    name,
    filePath,
    fileSha256,
    severityScore,
  });
  const isSevere = severityScore === 95;
  detections.push({ tenantId: tenant.id, kind: 'INCIDENT', bdId: id, name, isSevere, isClosed: false });
};

const quarantined: Happening = (stage, tenant, detections, random) => {
  const device = anyDevice(stage, tenant, random);
  const { name, filePath, fileSha256 } = distinct(tenant, detections);
  const { id } = stage.gravityZone.world.addQuarantineItem({
    ...{ deviceId: device.id, threatName: name, filePath, fileSha256 },
  });
  detections.push({ tenantId: tenant.id, kind: 'QUARANTINE', bdId: id, name, isSevere: true, isClosed: false });
};

const ofIncident = (tenant: Tenant, detections: Detection[], random: () => number) => {
  const open = detections.filter(
    ({ tenantId, kind, isClosed }) => tenantId === tenant.id && kind === 'INCIDENT' && !isClosed,
  );
  return open.length === 0 ? null : pick(open, random);
};

const grown: Happening = ({ gravityZone: { world } }, tenant, detections, random) => {
  const detection = ofIncident(tenant, detections, random);
  if (detection !== null)
    world.updateIncident(detection.bdId, { files: [{ path: 'C:\\Temp\\dropped.dll', sha256: 'c'.repeat(64) }] });
};

const closed: Happening = ({ gravityZone: { world } }, tenant, detections, random) => {
  const detection = ofIncident(tenant, detections, random);
  if (detection === null) return;
  world.closeIncident(detection.bdId);
  detection.isClosed = true;
};

const installed: Happening = ({ gravityZone, core }, tenant, _, random) => {
  const { bdId: companyId, clientId } = pick(tenant.companies, random);
  const hostname = `${tenant.id}-new-${gravityZone.world.devices.size}`.replace('msp-', '');
  gravityZone.world.addDevice({ companyId, name: hostname });
  if (random() < 0.5) core.world(tenant.id).addAgent({ clientId, hostname });
};

const renamed: Happening = (stage, tenant, _, random) => {
  const { id, name } = anyDevice(stage, tenant, random);
  stage.gravityZone.world.renameDevice(id, `${name.slice(0, 10)}-${Math.floor(random() * 1_000)}`);
};

/** Not a device with detections: an incident whose device is gone has no name. */
const removed: Happening = ({ gravityZone: { world } }, tenant, _, random) => {
  const detected = new Set([...world.incidents.values(), ...world.quarantine.values()].map(({ deviceId }) => deviceId));
  const ours = [...world.devices.values()].filter(({ companyId }) =>
    tenant.companies.some(({ bdId }) => bdId === companyId),
  );
  const spare = ours.filter(({ id }) => !detected.has(id));
  if (spare.length > 1 && ours.length > 5) world.removeDevice(pick(spare, random).id);
};

/** Mostly detections: nothing else may be lost for good. */
export const happenings: readonly Happening[] = [
  ...[incident, incident, incident, quarantined, quarantined],
  ...[grown, closed, installed, renamed, removed],
];
