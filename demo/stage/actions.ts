import { sha256 } from '../story/threats.js';
import type { Stage } from './stage.js';

/** Something a visitor can choose; the first choice is the default. */
export interface ActionParameter {
  name: string;
  title: string;
  choices: { value: string; title: string }[];
}

/** What an action did, with the ids of what it is about: of GravityZone, and of core's client. */
export interface Done {
  did: string;
  clientId?: string;
  hostName?: string;
  bdDeviceId?: string;
  bdIncidentId?: string;
  bdQuarantineItemId?: string;
  bdDeviceIds?: string[];
  /** A key that works, to rotate to. */
  newKey?: string;
  /** Ids of the runs that were requested. */
  runs: string[];
  /** Why a sync could not be requested; null where it was. */
  problem: string | null;
}

/** Something that a visitor can make happen. */
export interface StageAction {
  id: string;
  title(stage: Stage): string;
  /** What will happen, in a sentence or two. */
  effect(stage: Stage): string;
  parameters?(stage: Stage): ActionParameter[];
  perform(stage: Stage, given: Readonly<Record<string, string>>): Promise<Done>;
}

const machinesOfOutbreak = 40;
const otherName = 'BDC-FRONTDESK-2';

const eicar: StageAction = {
  id: 'eicar',
  title: ({ story }) => `EICAR on ${story.target.hostname}`,
  effect: ({ story, first }) =>
    `Bitdefender moves the EICAR test file to the quarantine of ${story.target.hostname} (${first.plan.name}): a threat and a Medium alert. No rule makes a ticket of it.`,
  async perform(stage) {
    const { zones, story, first } = stage;
    const { deviceId, hostname } = story.target;
    const filePath = `C:\\Users\\reception\\Downloads\\eicar-${stage.next('eicar')}.com`;
    const item = zones.cloud.world.addQuarantineItem({
      deviceId,
      threatName: 'EICAR-Test-File (not a virus)',
      filePath,
      fileSha256: sha256(filePath),
    });
    return {
      did: `${filePath} is in the quarantine of ${hostname}, and ${first.plan.name} is synced.`,
      ...{ clientId: first.plan.id, hostName: hostname, bdDeviceId: deviceId, bdQuarantineItemId: item.id },
      ...(await stage.sync([first])),
    };
  },
};

const ransomware: StageAction = {
  id: 'ransomware',
  title: ({ story }) => `Ransomware on ${story.target.hostname}`,
  effect: ({ story, first }) =>
    `Bitdefender raises an incident with the score 97 on ${story.target.hostname} (${first.plan.name}): a Critical threat, an alert, and a ticket of the priority Critical by the rule "Bitdefender high-severity -> ticket".`,
  async perform(stage) {
    const { zones, story, first } = stage;
    const { deviceId, hostname } = story.target;
    const count = stage.next('ransomware');
    const filePath = `C:\\Users\\reception\\AppData\\Local\\Temp\\akira-${count}.exe`;
    const name = `Gen:Variant.Ransom.Akira.${100 + count}`;
    const incident = zones.cloud.world.addIncident({
      companyId: first.bdCompanyId,
      deviceId,
      name,
      severityScore: 97,
      action: 'partially_blocked',
      attackTypes: ['Ransomware'],
      techniques: [
        { id: 'T1486', name: 'Data Encrypted for Impact' },
        { id: 'T1490', name: 'Inhibit System Recovery' },
      ],
      filePath,
      fileSha256: sha256(filePath),
    });
    return {
      did: `${name} is at work on ${hostname}, and ${first.plan.name} is synced.`,
      ...{ clientId: first.plan.id, hostName: hostname, bdDeviceId: deviceId, bdIncidentId: incident.id },
      ...(await stage.sync([first])),
    };
  },
};

const outbreak: StageAction = {
  id: 'outbreak',
  title: ({ outbreak: { plan } }) => `Outbreak at ${plan.name}`,
  effect: ({ outbreak: { plan } }) =>
    `One worm on ${machinesOfOutbreak} machines of ${plan.name} within a minute: as many threats and alerts, one alert of the outbreak that pages the on-call, and one ticket for all of them.`,
  async perform(stage) {
    const { zones, outbreak: client } = stage;
    const { world } = zones.cloud;
    const name = `Worm.Win32.Conficker.${100 + stage.next('outbreak')}`;
    // What is detected on a machine that is infected already would be part of that threat.
    const affected = client.machines
      .flatMap(({ deviceId, oddity }) => (deviceId !== null && oddity === null ? [deviceId] : []))
      .slice(0, machinesOfOutbreak);
    for (const deviceId of affected) {
      const filePath = `C:\\Windows\\System32\\${name.split('.').at(-1)}-wkssvc.dll`;
      world.addIncident({
        companyId: client.bdCompanyId,
        deviceId,
        name,
        severityScore: 84,
        action: 'blocked',
        attackTypes: ['Malware', 'Lateral movement'],
        techniques: [{ id: 'T1210', name: 'Exploitation of Remote Services' }],
        filePath,
        fileSha256: sha256(filePath),
      });
    }
    return {
      did: `${name} is on ${affected.length} machines of ${client.plan.name}, which is synced.`,
      ...{ clientId: client.plan.id, bdDeviceIds: affected },
      ...(await stage.sync([client])),
    };
  },
};

const renameHost: StageAction = {
  id: 'rename-host',
  title: (stage) => `Rename ${renamed(stage).from}`,
  effect(stage) {
    const { from, to } = renamed(stage);
    return to === otherName
      ? `${from} (${stage.first.plan.name}) is called ${to} in Bitdefender from now on, and its agent keeps its name: they no longer match, until a technician pins them.`
      : `${from} (${stage.first.plan.name}) gets back the name ${to}, which is that of its agent: they match again.`;
  },
  async perform(stage) {
    const { zones, story, first } = stage;
    const { from, to } = renamed(stage);
    const { deviceId } = story.renamed;
    zones.cloud.world.renameDevice(deviceId, `${to}.${first.plan.domain}`);
    return {
      did: `${from} is called ${to} in Bitdefender, and ${first.plan.name} is synced.`,
      ...{ clientId: first.plan.id, hostName: to, bdDeviceId: deviceId },
      ...(await stage.sync([first])),
    };
  },
};

/** The present name of the machine that is renamed, and the next one. */
function renamed({ zones, story }: Stage): { from: string; to: string } {
  const from = zones.cloud.world.device(story.renamed.deviceId).name;
  return { from, to: from === otherName ? story.renamed.hostname : otherName };
}

const revokeKey: StageAction = {
  id: 'revoke-key',
  title: () => 'Revoke the API key',
  effect: () =>
    'The key of "GravityZone cloud" is deleted in Control Center: syncs fail, the integration says so, and a notice is raised. Rotate to the key that the answer holds, or bring everything back.',
  async perform(stage) {
    stage.setKey({ revoked: true });
    return {
      did: 'The key is refused from now on; another one is there to rotate to.',
      ...(stage.key.spare !== null && { newKey: stage.key.spare }),
      ...(await stage.sync([stage.first])),
    };
  },
};

const narrowKey: StageAction = {
  id: 'narrow-key',
  title: () => 'Narrow the API key',
  effect: ({ hiddenClients }) =>
    `The owner of the key loses rights: either the companies of ${namesOf(hiddenClients)}, which vanish, or the APIs of incidents and quarantine, so that no new threat can be read.`,
  parameters: () => [
    {
      name: 'what',
      title: 'What it loses',
      choices: [
        { value: 'COMPANIES', title: 'Two companies' },
        { value: 'APIS', title: 'The APIs of threats' },
      ],
    },
  ],
  async perform(stage, { what }) {
    const { hiddenClients, cloudClients } = stage;
    stage.setKey(what === 'APIS' ? { apis: 'FEWER_APIS' } : { sees: 'FEWER_COMPANIES' });
    return {
      did:
        what === 'APIS'
          ? 'The key may no longer read incidents and quarantine.'
          : `The key no longer sees the companies of ${namesOf(hiddenClients)}.`,
      // Together they are read by a walk of the whole tree, which shows what is gone.
      ...(await stage.sync(cloudClients)),
    };
  },
};

const namesOf = (clients: Stage['cloudClients']) => clients.map(({ plan }) => plan.name).join(' and ');

const stopCore: StageAction = {
  id: 'stop-core',
  title: () => 'Take OpsMerge core away',
  effect: () =>
    'Core answers nothing: what comes from it is missing in every screen, threats and alerts are still read and raised, and their tickets are opened when it is back.',
  async perform(stage) {
    stage.core.faults.down = true;
    return { did: 'Core is down.', ...(await stage.sync([stage.first])) };
  },
};

const restore: StageAction = {
  id: 'restore',
  title: () => 'Bring everything back',
  effect: () => 'The key has all of its rights, core answers, and every client is synced.',
  async perform(stage) {
    const { core, send, connected, cloudClients } = stage;
    core.faults.clear();
    stage.setKey({ revoked: false, sees: 'ALL_COMPANIES', apis: 'ALL_APIS' });
    // Setting the key tests it, and ends the pause that a refused key has.
    await send(
      'mutation ($input: RotateBitdefenderKeyInput!) { rotateBitdefenderKey(input: $input) { userErrors { message } } }',
      { input: { integrationId: connected.integrationId, apiKey: connected.key } },
    );
    return {
      did: 'Key, companies and core are back, and all clients are synced.',
      ...(await stage.sync(cloudClients)),
    };
  },
};

const quiet: StageAction = {
  id: 'quiet',
  title: ({ randomThreats }) => (randomThreats.quiet ? 'Let things happen' : 'Make it quiet'),
  effect: ({ randomThreats: { secondsBetween } }) =>
    `A threat appears somewhere every ${secondsBetween} seconds, unless it is quiet.`,
  parameters: ({ randomThreats }) => [
    {
      name: 'on',
      title: 'Quiet',
      choices: [
        { value: 'yes', title: 'Only what is pressed here happens' },
        { value: 'no', title: 'Threats appear by themselves' },
      ].sort((a) => (a.value === (randomThreats.quiet ? 'no' : 'yes') ? -1 : 1)),
    },
  ],
  async perform({ randomThreats }, { on }) {
    randomThreats.quiet = on === 'yes';
    const did = randomThreats.quiet ? 'Nothing happens by itself.' : 'Threats appear by themselves.';
    return { did, runs: [], problem: null };
  },
};

/** The actions, in the order in which they are offered. */
export const stageActions: readonly StageAction[] = [
  ...[eicar, ransomware, outbreak, renameHost],
  ...[revokeKey, narrowKey, stopCore, restore, quiet],
];
