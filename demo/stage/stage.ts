import type { Core } from '../core/core.js';
import { allApis } from '../gravityzone/simulator.js';
import type { Send } from '../send.js';
import type { Connected } from '../story/connect.js';
import type { RandomThreats } from '../story/random-threats.js';
import type { GravityZones, Story, StoryClient } from '../story/seed-story.js';
import { type SyncAsked, syncClient } from '../story/sync.js';

/** What the stage works on. */
export interface StageParts {
  story: Story;
  zones: GravityZones;
  core: Core;
  /** Asks the gateway as the owner. */
  send: Send;
  randomThreats: RandomThreats;
  /** The integration whose key is taken away. */
  connected: Connected;
}

/** The APIs that a narrowed key no longer has: those of threats. */
const apisOfThreats = ['incidents', 'quarantine'];
const narrowedApis = allApis.filter((api) => !apisOfThreats.includes(api));
/** Which clients' companies a narrowed key no longer sees. */
const hiddenPlaces = [4, 6];

/** Control of the demo's world: what is taken away is remembered, so that it can be brought back. */
export interface Stage extends StageParts {
  readonly first: StoryClient;
  /** The client of the outbreak. */
  readonly outbreak: StoryClient;
  /** The clients whose companies are in the cloud. */
  readonly cloudClients: readonly StoryClient[];
  /** Clients whose companies a narrowed key no longer sees. */
  readonly hiddenClients: readonly StoryClient[];
  readonly key: KeyState;
  /** How often each kind of thing was made to happen: names are numbered, so that each is a new one. */
  next(kind: string): number;
  /** Takes rights of every key of the cloud, or gives them back. */
  setKey(change: Partial<Pick<KeyState, 'revoked' | 'sees' | 'apis'>>): void;
  /** Syncs clients; a client of the cloud that cannot be synced is the reason. */
  sync(clients: readonly StoryClient[]): Promise<SyncAsked>;
}

export interface KeyState {
  revoked: boolean;
  sees: 'ALL_COMPANIES' | 'FEWER_COMPANIES';
  apis: 'ALL_APIS' | 'FEWER_APIS';
  /** A key to rotate to, with all rights; null while none was needed. */
  spare: string | null;
}

export function createStage(parts: StageParts): Stage {
  const { story, zones, send } = parts;
  const cloudClients = story.clients.filter(({ plan }) => plan.site === 'CLOUD');
  const [first, outbreak] = cloudClients;
  if (first === undefined || outbreak === undefined) throw new Error('The story has too few clients.');
  const hiddenClients = hiddenPlaces.flatMap((place) => cloudClients[place] ?? []);
  const key: KeyState = { revoked: false, sees: 'ALL_COMPANIES', apis: 'ALL_APIS', spare: null };
  const keys = [parts.connected.key];
  const counts = new Map<string, number>();

  return {
    ...parts,
    ...{ first, outbreak, cloudClients, hiddenClients, key },
    next(kind) {
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      return count;
    },
    setKey(change) {
      Object.assign(key, change);
      // Whoever rotates the key meanwhile uses one of these.
      for (const known of keys)
        zones.cloud.changeKey(known, {
          revoked: key.revoked,
          hiddenCompanies: key.sees === 'ALL_COMPANIES' ? [] : hiddenClients.map(({ bdCompanyId }) => bdCompanyId),
          enabledApis: key.apis === 'ALL_APIS' ? allApis : narrowedApis,
        });
      if (change.revoked !== true) return;
      key.spare = zones.cloud.addKey();
      keys.push(key.spare);
    },
    async sync(clients) {
      const runs = new Set<string>();
      let problem: string | null = null;
      for (const { plan } of clients) {
        const asked = await syncClient(send, plan.id);
        for (const run of asked.runs) runs.add(run);
        problem ??= asked.problem;
      }
      return { runs: [...runs], problem };
    },
  };
}
