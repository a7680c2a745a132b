import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { sendAs } from '../../../demo/send.js';
import { type StageServer, serveStage } from '../../../demo/stage/serve-stage.js';
import { createStage } from '../../../demo/stage/stage.js';
import { startRandomThreats } from '../../../demo/story/random-threats.js';
import type { Story } from '../../../demo/story/seed-story.js';
import { owner, setUpStory } from '../../../demo/story/set-up-story.js';
import { type DemoZones, startZones } from '../../../demo/story/start-zones.js';
import type { Identity } from '../../../demo/tokens.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { eventually, everySecond, type TestEnvironment, testEnvironment } from '../../support/environment.js';

const technician: Identity = { subject: 'demo-technician', roles: ['technician'], tenantId: 'demo-msp' };
const other = 'http://127.0.0.1:1';

let environment: TestEnvironment;
let demo: DemoZones;
let story: Story;
let stage: StageServer;
let origin: string;
/** Answers of the stage before there was something to work on. */
let early: { listed: Asked; refused: Asked };

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true, tick: everySecond });
  origin = new URL(environment.gateway?.url ?? '').origin;
  demo = await startZones(environment);
  atEndOfFile(demo.close);
  story = demo.story;
  const send = await sendAs(environment, owner);
  let fill = (): void => undefined;
  const filled = new Promise<void>((resolve) => {
    fill = resolve;
  }).then(async () => {
    const { cloud } = await setUpStory(environment, demo.zones, story);
    const world = demo.zones.cloud.world;
    const randomThreats = startRandomThreats({ world, story, send, say: () => undefined }, Math.random);
    atEndOfFile(async () => randomThreats.stop());
    return createStage({ story, zones: demo.zones, core: environment.core, send, randomThreats, connected: cloud });
  });
  stage = await serveStage({
    origins: [origin],
    stage: filled,
    byHand: { gravityZone: demo.zones.byHand, apiKey: demo.keyByHand },
  });
  atEndOfFile(() => stage.close());
  early = { listed: await ask('GET', ''), refused: await ask('POST', '/eicar', {}) };
  fill();
  await filled;
  await ask('POST', '/quiet', { on: 'yes' });
});

interface Asked {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Answer;
}

/** Whatever the stage answers. */
interface Answer {
  message?: string;
  ready?: boolean;
  did?: string;
  clientId?: string;
  hostName?: string;
  bdDeviceId?: string;
  bdIncidentId?: string;
  bdDeviceIds?: string[];
  newKey?: string;
  runs?: string[];
  problem?: string | null;
  actions?: {
    id: string;
    title: string;
    effect: string;
    parameters: { name: string; choices: { value: string }[] }[];
  }[];
  state?: {
    key: { integrationId: string; revoked: boolean };
    core: string;
    quiet: boolean;
    renamed: { hostName: string };
  };
  connectByHand?: { endpoint: string; apiKey: string; caCertificate: string; certificateFingerprint: string };
}

/** Asks the stage as a page of the gateway does, or of another origin, by whichever host name leads there. */
function ask(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Asked> {
  const content = body === undefined ? '' : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const asked = request(
      `${stage.url}${path}`,
      {
        method,
        headers: {
          origin,
          ...(body !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(content),
          }),
          ...headers,
        },
      },
      (response) =>
        text(response).then((answer) => {
          const { statusCode: status = 0, headers: answered } = response;
          resolve({ status, headers: answered, body: answer === '' ? {} : JSON.parse(answer) });
        }, reject),
    );
    asked.once('error', reject).end(content);
  });
}

/** Does something on the stage that must succeed. */
async function make(id: string, parameters: object = {}): Promise<Answer> {
  const { status, body } = await ask('POST', `/${id}`, parameters);
  expect({ status, message: body.message, problem: body.problem }).toEqual({
    status: 200,
    message: undefined,
    problem: null,
  });
  return body;
}

interface AlertOfThreat {
  severity: string;
  state: string;
  suppressedBy: string | null;
  ticket: { priority: string; state: string; client: { id: string } } | null;
}
interface ThreatOfHost {
  id: string;
  name: string;
  severity: string;
  status: string;
  hostName: string;
  client: { id: string } | null;
  alert: AlertOfThreat | null;
}

/** The threats of a name, newest first, with alert and ticket, as the gateway joins them. */
async function threatsNamed(search: string, first = 100): Promise<ThreatOfHost[]> {
  const { bitdefenderThreats } = await environment.data<{ bitdefenderThreats: { edges: { node: ThreatOfHost }[] } }>(
    technician,
    `query ($filter: BitdefenderThreatFilter, $first: Int!) { bitdefenderThreats(filter: $filter, first: $first) { edges { node {
      id name severity status hostName client { id }
      alert { severity state suppressedBy ticket { priority state client { id } } }
    } } } }`,
    { filter: { search, minimumSeverity: 'UNKNOWN', status: ['ALL'] }, first },
  );
  return bitdefenderThreats.edges.map(({ node }) => node);
}

const integrationState = async () => {
  const { bitdefenderIntegrations } = await environment.data<{
    bitdefenderIntegrations: { name: string; state: string; problem: { code: string } | null }[];
  }>(technician, '{ bitdefenderIntegrations { name state problem { code } } }');
  return bitdefenderIntegrations.find(({ name }) => name === 'GravityZone cloud');
};

async function findingsOf(): Promise<string[]> {
  const { bitdefenderDiagnostics } = await environment.data<{
    bitdefenderDiagnostics: { findings: { code: string }[] };
  }>(technician, '{ bitdefenderDiagnostics { findings { code } } }');
  return bitdefenderDiagnostics.findings.map(({ code }) => code);
}

describe('the stage before the demo is filled', () => {
  it('says that it is not ready, and refuses actions', () => {
    expect(early.listed.status).toBe(200);
    expect(early.listed.body).toMatchObject({ ready: false, actions: [], state: null });
    expect(early.refused).toMatchObject({ status: 409, body: { message: expect.stringContaining('being set up') } });
  });
});

describe('the list of the stage', () => {
  it('has every action with a title, what will happen and its parameters, and how things stand', async () => {
    const { body } = await ask('GET', '');
    expect(body.actions?.map(({ id }) => id)).toEqual([
      ...[
        'eicar',
        'ransomware',
        'outbreak',
        'rename-host',
        'revoke-key',
        'narrow-key',
        'stop-core',
        'restore',
        'quiet',
      ],
    ]);
    for (const { title, effect } of body.actions ?? []) {
      expect(title).toMatch(/^[A-Z]/);
      expect(effect).toMatch(/^[A-Z].*\.$/);
    }
    expect(body).toMatchObject({ ready: true, state: { core: 'UP', quiet: true, key: { revoked: false } } });
  });

  it('has a GravityZone to connect by hand, whose certificate its fingerprint trusts', async () => {
    const { connectByHand } = (await ask('GET', '')).body;
    const { endpoint, apiKey, certificateFingerprint } = connectByHand ?? {};
    const { testBitdefenderIntegration } = await environment.data<{
      testBitdefenderIntegration: { test: { ok: boolean; companyCount: number } };
    }>(
      owner,
      'mutation ($input: TestBitdefenderIntegrationInput!) { testBitdefenderIntegration(input: $input) { test { ok companyCount } } }',
      { input: { endpoint, apiKey, certificateFingerprint } },
    );
    expect(testBitdefenderIntegration.test).toEqual({ ok: true, companyCount: 3 });
  });
});

describe('an action', () => {
  it('EICAR is a Medium threat with an alert and no ticket on WIN-ABC123, each time another', async () => {
    for (const times of [1, 2]) {
      const done = await make('eicar');
      expect(done).toMatchObject({ clientId: 'client-1', hostName: 'WIN-ABC123', bdDeviceId: story.target.deviceId });
      const found = await eventually(async () => {
        const threats = await threatsNamed(`eicar-${times}.com`);
        return threats[0]?.alert && threats;
      });
      expect(found).toMatchObject([
        {
          severity: 'MEDIUM',
          hostName: 'WIN-ABC123',
          client: { id: 'client-1' },
          alert: { severity: 'MEDIUM', state: 'OPEN', suppressedBy: null, ticket: null },
        },
      ]);
    }
  });

  it('ransomware is a Critical threat with an alert and a ticket of the priority Critical, each time another', async () => {
    const tickets = environment.core.tickets.length;
    for (const times of [1, 2]) {
      const done = await make('ransomware');
      expect(done.bdIncidentId).toMatch(/^[0-9a-f]{24}$/);
      const [found] = await eventually(async () => {
        const threats = await threatsNamed(`Ransom.Akira.${100 + times}`);
        return threats[0]?.alert?.ticket && threats;
      });
      expect(found).toMatchObject({
        severity: 'CRITICAL',
        hostName: 'WIN-ABC123',
        alert: { severity: 'CRITICAL', state: 'OPEN', ticket: { priority: 'CRITICAL', client: { id: 'client-1' } } },
      });
      expect(environment.core.tickets.length).toBe(tickets + times);
    }
  });

  it('outbreak is 40 threats of one client with one alert of the outbreak, one page and one ticket', async () => {
    const [pages, tickets] = [environment.core.pages.length, environment.core.tickets.length];
    const { bdDeviceIds, clientId } = await make('outbreak');
    expect(new Set(bdDeviceIds).size).toBe(40);
    const found = await eventually(async () => {
      const threats = await threatsNamed('Conficker.101');
      return threats.length === 40 && threats.every(({ alert }) => alert?.ticket) && threats;
    });
    expect(new Set(found.map(({ severity, client }) => `${severity} ${client?.id}`))).toEqual(
      new Set([`HIGH ${clientId}`]),
    );
    const { bitdefenderAlerts } = await environment.data<{
      bitdefenderAlerts: { edges: { node: { title: string } }[] };
    }>(technician, '{ bitdefenderAlerts(first: 5, filter: { kind: OUTBREAK }) { edges { node { title } } } }');
    // What was detected at the client a moment before is part of it.
    const machines = bitdefenderAlerts.edges.map(({ node }) => /^Outbreak .*on (\d+) machines$/.exec(node.title)?.[1]);
    expect(machines.length).toBe(1);
    expect(Number(machines[0])).toBeGreaterThanOrEqual(40);
    await eventually(async () => environment.core.pages.length > pages);
    expect(environment.core.pages.length).toBe(pages + 1);
    expect(environment.core.tickets.length).toBe(tickets + 1);
  });

  it('rename-host parts a machine from its agent, and brings them together again', async () => {
    const machines = async () => {
      const { bitdefenderDevices } = await environment.data<{
        bitdefenderDevices: { edges: { node: { name: string; knownTo: string } }[] };
      }>(
        technician,
        '{ bitdefenderDevices(first: 100, filter: { clientId: "client-1", search: "BDC-" }) { edges { node { name knownTo } } } }',
      );
      return bitdefenderDevices.edges
        .map(({ node: { name, knownTo } }) => `${name.split('.')[0]} ${knownTo}`)
        .filter((machine) => /RECEPTION|FRONTDESK/.test(machine))
        .toSorted();
    };
    expect(await machines()).toEqual(['BDC-RECEPTION BOTH']);
    const { state } = await make('rename-host');
    expect(state?.renamed.hostName).toBe('BDC-FRONTDESK-2');
    await eventually(async () => (await machines()).length === 2);
    expect(await machines()).toEqual(['BDC-FRONTDESK-2 BITDEFENDER_ONLY', 'BDC-RECEPTION OPSMERGE_ONLY']);
    await make('rename-host');
    await eventually(async () => (await machines()).length === 1);
    expect(await machines()).toEqual(['BDC-RECEPTION BOTH']);
  });

  it('revoke-key lets the integration fail until everything is brought back', async () => {
    const { newKey, state } = await make('revoke-key');
    expect(state?.key.revoked).toBe(true);
    const failing = await eventually(async () => {
      const integration = await integrationState();
      return integration?.state === 'FAILING' && integration;
    });
    expect(failing.problem?.code).toBe('BAD_KEY');
    expect(newKey).toMatch(/^[0-9a-f]{64}$/);
    await make('restore');
    await eventually(async () => (await integrationState())?.state === 'CONNECTED');
  });

  it('revoke-key gives a key to rotate to', async () => {
    const { newKey, state } = await make('revoke-key');
    await eventually(async () => (await integrationState())?.state === 'FAILING');
    const { rotateBitdefenderKey } = await environment.data<{ rotateBitdefenderKey: { userErrors: unknown[] } }>(
      owner,
      'mutation ($input: RotateBitdefenderKeyInput!) { rotateBitdefenderKey(input: $input) { userErrors { message } } }',
      { input: { integrationId: state?.key.integrationId, apiKey: newKey } },
    );
    expect(rotateBitdefenderKey.userErrors).toEqual([]);
    await eventually(async () => (await integrationState())?.state === 'CONNECTED');
    // It is taken away like the first one.
    await make('revoke-key');
    await eventually(async () => (await integrationState())?.state === 'FAILING');
    await make('restore');
    await eventually(async () => (await integrationState())?.state === 'CONNECTED');
  });

  it('narrow-key lets companies vanish, and restore brings them back', async () => {
    const states = async () => {
      const { bitdefenderCompanies } = await environment.data<{
        bitdefenderCompanies: { edges: { node: { state: string; client: { id: string } | null } }[] };
      }>(technician, '{ bitdefenderCompanies(first: 100) { edges { node { state client { id } } } } }');
      return bitdefenderCompanies.edges
        .flatMap(({ node: { state, client } }) => (state === 'VANISHED' ? [client?.id] : []))
        .toSorted();
    };
    expect(await states()).toEqual([]);
    await make('narrow-key', { what: 'COMPANIES' });
    await eventually(async () => (await states()).length > 0);
    expect(await states()).toEqual(['client-5', 'client-7']);
    await ask('POST', '/restore', {});
    await eventually(async () => (await states()).length === 0);
  });

  it('narrow-key takes the APIs of threats, and diagnostics say so until restore', async () => {
    await make('narrow-key', { what: 'APIS' });
    await eventually(async () => (await findingsOf()).filter((code) => code === 'MISSING_API').length > 1);
    await make('restore');
    // The on-premises GravityZone has never had an API of incidents.
    await eventually(async () => (await findingsOf()).filter((code) => code === 'MISSING_API').length === 1);
  });

  it('stop-core holds tickets back until core is back', async () => {
    expect((await make('stop-core')).state?.core).toBe('DOWN');
    await make('ransomware');
    const found = await eventually(async () => {
      const { bitdefenderThreats } = await environment.data<{
        bitdefenderThreats: { edges: { node: { alert: { id: string; ticketUrl: string | null } | null } }[] };
      }>(
        technician,
        '{ bitdefenderThreats(first: 1, filter: { search: "Ransom.Akira.103" }) { edges { node { alert { id ticketUrl } } } } }',
      );
      return bitdefenderThreats.edges[0]?.node.alert;
    });
    expect(found.ticketUrl).toBe(null);
    const clients = await environment.ask(technician, '{ clients(first: 1) { edges { node { id } } } }');
    expect(clients.errors?.[0]?.extensions?.code).toBe('DOWNSTREAM_SERVICE_ERROR');
    expect((await make('restore')).state?.core).toBe('UP');
    await eventually(async () => {
      const [threat] = await threatsNamed('Ransom.Akira.103');
      return threat?.alert?.ticket;
    });
  });

  it('quiet says whether threats appear by themselves', async () => {
    expect((await make('quiet', { on: 'no' })).state?.quiet).toBe(false);
    // The default is the other one.
    expect((await make('quiet')).state?.quiet).toBe(true);
    expect((await ask('GET', '')).body.state?.quiet).toBe(true);
  });
});

describe('the stage refuses', () => {
  it.each([
    ['a page of another origin', { origin: other }],
    ['a page without an origin of its own', { origin: 'null' }],
    ['a host name that leads here', { host: 'attacker.example' }],
  ])('%s', async (_who, headers) => {
    const runs = async () =>
      (
        await environment.data<{ bitdefenderSyncRuns: { edges: unknown[] } }>(
          technician,
          '{ bitdefenderSyncRuns(first: 100) { edges { node { id } } } }',
        )
      ).bitdefenderSyncRuns.edges.length;
    const before = [await runs(), demo.zones.cloud.world.quarantine.size];
    for (const asked of [await ask('GET', '', undefined, headers), await ask('POST', '/eicar', {}, headers)]) {
      expect(asked.status).toBe(403);
      expect(Object.keys(asked.body)).toEqual(['message']);
      expect(asked.headers['access-control-allow-origin']).toBeUndefined();
    }
    expect([await runs(), demo.zones.cloud.world.quarantine.size]).toEqual(before);
  });

  it.each([
    ['an unknown action', 'POST', '/explode', {}, {}, 404],
    ['another page', 'GET', '/../other', undefined, {}, 404],
    ['to act by a link', 'GET', '/eicar', undefined, {}, 405],
    ['to change the list', 'POST', '', {}, {}, 405],
    ['a form', 'POST', '/eicar', {}, { 'content-type': 'text/plain' }, 415],
    ['a long text', 'POST', '/eicar', { more: 'x'.repeat(2_000) }, {}, 413],
    ['what is no object', 'POST', '/eicar', [], {}, 400],
    ['an unknown parameter', 'POST', '/eicar', { more: 'x' }, {}, 400],
    ['an unknown choice', 'POST', '/narrow-key', { what: 'ALL' }, {}, 400],
  ])('%s', async (_what, method, path, body, headers, status) => {
    const before = demo.zones.cloud.world.quarantine.size;
    const asked = await ask(method, path, body as object | undefined, headers as Record<string, string>);
    expect({ status: asked.status, has: Object.keys(asked.body) }).toEqual({ status, has: ['message'] });
    expect(demo.zones.cloud.world.quarantine.size).toBe(before);
  });

  it('lets pages of the gateway ask from a browser, and no others', async () => {
    const allowed = await ask('OPTIONS', '/eicar', undefined, { 'access-control-request-method': 'POST' });
    expect(allowed.status).toBe(204);
    expect(allowed.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-headers': 'content-type',
      vary: 'origin',
    });
    const refused = await ask('OPTIONS', '/eicar', undefined, { origin: other });
    expect(refused.status).toBe(403);
    expect(refused.headers['access-control-allow-origin']).toBeUndefined();
  });
});
