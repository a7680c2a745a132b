import { createRandom, pick } from '../../demo/gravityzone/random.js';
import { type GravityZoneSimulator, startGravityZoneSimulator } from '../../demo/gravityzone/simulator.js';
import { hostOf, type Shape } from './cell-fleet.js';
import { answerParent } from './child.js';

/** What a process of the farm may be asked. */
export type FarmRequest =
  | { kind: 'build'; tenantIds: string[]; shape: Shape }
  /** Something is found on that many devices, any of them. */
  | { kind: 'detect'; detections: number }
  | { kind: 'calls' };

/** One GravityZone, with its companies in the order of their places. */
export interface FarmZone {
  tenantId: string;
  url: string;
  caCertificate: string;
  apiKey: string;
  companies: string[];
}

const random = createRandom(18);
const zones: { simulator: GravityZoneSimulator; deviceIds: string[] }[] = [];

const answers = {
  async build({ tenantIds, shape }: FarmRequest & { kind: 'build' }): Promise<FarmZone[]> {
    const built: FarmZone[] = [];
    for (const tenantId of tenantIds) {
      const simulator = await startGravityZoneSimulator({ limits: 'off' });
      const { world } = simulator;
      const companies = Array.from({ length: shape.companies }, (_, place) => world.addCompany(`Company ${place}`).id);
      for (const [company, companyId] of companies.entries())
        for (let device = 0; device < shape.devices; device += 1)
          world.addDevice({ companyId, name: hostOf(company, device) });
      zones.push({ simulator, deviceIds: [...world.devices.keys()] });
      const { url, caCertificate } = simulator;
      built.push({ tenantId, url, caCertificate, apiKey: simulator.addKey(), companies });
    }
    return built;
  },

  async detect({ detections }: FarmRequest & { kind: 'detect' }): Promise<void> {
    for (let left = detections; left > 0; left -= 1) {
      const { simulator, deviceIds } = pick(zones, random);
      const deviceId = pick(deviceIds, random);
      const severityScore = 30 + Math.floor(random() * 70);
      if (random() < 0.5) simulator.world.addQuarantineItem({ deviceId });
      else
        simulator.world.addIncident({ deviceId, companyId: simulator.world.device(deviceId).companyId, severityScore });
    }
  },

  /** How often each method was called since the last time. */
  async calls(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { simulator } of zones)
      for (const { method } of simulator.calls.splice(0)) counts[method] = (counts[method] ?? 0) + 1;
    return counts;
  },
};

answerParent<FarmRequest>((request) => answers[request.kind](request as never));
