import type { Environment } from '../environment.js';
import { startGravityZoneSimulator } from '../gravityzone/simulator.js';
import { type GravityZones, type Story, seedStory } from './seed-story.js';

/** The GravityZones of the demo with their worlds, and the key of the one that a visitor connects. */
export interface DemoZones {
  zones: GravityZones;
  story: Story;
  keyByHand: string;
  close(): Promise<void>;
}

/** Starts the other GravityZones beside that of the environment, and fills them all and core. */
export async function startZones({ gravityZone, core }: Pick<Environment, 'gravityZone' | 'core'>): Promise<DemoZones> {
  const [onPremises, byHand] = await Promise.all([
    startGravityZoneSimulator({ flavour: 'ON_PREMISES', limits: 'off' }),
    startGravityZoneSimulator({ limits: 'off' }),
  ]);
  onPremises.world.root.name = 'Harbour Freight & Port';
  byHand.world.root.name = 'Taken-over customers';
  const zones = { cloud: gravityZone, onPremises, byHand };
  return {
    zones,
    story: seedStory(zones, core),
    keyByHand: byHand.addKey(),
    close: async () => {
      await Promise.all([onPremises.close(), byHand.close()]);
    },
  };
}
