import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { OperationTypeNode } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { tools } from '../../../src/mcp/written-tools.js';
import { callTool, connectAssistant, connectWith, type Given } from '../../support/assistant.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { operationsOf, readScreens } from '../../support/screens.js';
import { fillTwoTenants, markers, otherAdmin } from '../../support/two-tenants.js';

const reader: Identity = { subject: 'rita', roles: ['read-only'], tenantId: 'msp-one' };
const ofScope: Identity = { subject: 'bot', roles: [], scopes: ['bitdefender:read'], tenantId: 'msp-one' };

/** What is looked for in the data of the first tenant, by the ids that an assistant finds with other tools. */
interface Found {
  threatId: string;
  deviceId: string;
  clientId: string;
  companyId: string;
  runId: string;
  ticketIds: string[];
  seatsId: string;
}

const today = new Date().toISOString().slice(0, 10);
const rule = {
  name: 'Every threat',
  scope: { kind: 'ALL', clientIds: [] },
  conditions: {},
  actions: [{ kind: 'NOTIFY', channel: 'security' }],
};

/** What each tool is asked, and a text that its answer to the first tenant has. */
const questions: Record<string, [(found: Found) => Record<string, unknown>, string]> = {
  list_integrations: [() => ({}), 'endpoint'],
  list_company_mappings: [() => ({}), markers.tenant],
  preview_company_mapping: [({ companyId, clientId }) => ({ companyId, clientId }), markers.client],
  list_agents: [({ clientId }) => ({ clientId }), markers.client],
  list_machines: [() => ({ filter: { search: markers.client }, counts: true }), markers.client],
  get_machine: [({ deviceId }) => ({ id: deviceId }), markers.client],
  find_machines: [() => ({ search: markers.client }), markers.client],
  find_agents: [() => ({ filter: { knownTo: ['BOTH'] } }), markers.client],
  list_clients: [() => ({ orderBy: 'NEED', first: 10 }), markers.tenant],
  get_client: [({ clientId }) => ({ clientId }), markers.tenant],
  get_sync_progress: [({ runId }) => ({ id: runId }), 'shareDone'],
  list_threats: [() => ({ filter: { minimumSeverity: 'UNKNOWN', status: ['ALL'] }, first: 100 }), markers.client],
  export_threats: [() => ({}), '/exports/'],
  get_threat: [({ threatId }) => ({ id: threatId }), markers.client],
  list_alert_rules: [() => ({}), markers.tenant],
  list_rule_choices: [() => ({}), markers.tenant],
  list_client_sites: [({ clientId }) => ({ clientIds: [clientId] }), `${markers.tenant} site`],
  preview_alert_rule: [() => ({ input: rule, days: 7 }), 'matched'],
  list_seats: [() => ({}), markers.tenant],
  list_seat_machines: [({ seatsId }) => ({ seatsId }), markers.client],
  export_seats: [() => ({ rows: 'MACHINES' }), '/exports/'],
  list_mutes: [() => ({}), markers.tenant],
  list_maintenance_windows: [() => ({}), markers.tenant],
  preview_maintenance_window: [
    () => ({ schedule: { days: [6], time: '01:30', minutes: 60, timeZone: 'Europe/Berlin' } }),
    'Europe/Berlin',
  ],
  list_client_names: [() => ({}), markers.tenant],
  list_alerts: [() => ({ orderBy: 'MOST_SEVERE' }), markers.client],
  get_alert: [({ threatId }) => ({ filter: { threatId } }), markers.client],
  diagnose: [({ clientId }) => ({ clientId }), 'findings'],
  find_threats: [() => ({ search: markers.client }), markers.client],
  get_match_choices: [({ deviceId }) => ({ deviceId }), markers.client],
  get_threat_deliveries: [({ threatId }) => ({ threatId }), markers.client],
  get_dashboard: [() => ({ timeZone: 'Europe/Berlin' }), 'Europe/Berlin'],
  get_dashboard_tables: [() => ({}), markers.tenant],
  get_ticket_threats: [({ ticketIds }) => ({ ids: ticketIds }), markers.client],
  list_sync_runs: [() => ({ first: 5 }), 'SUCCEEDED'],
  get_sync_run: [({ runId }) => ({ id: runId }), 'streams'],
  list_jobs: [() => ({}), 'bitdefenderJobs'],
  list_audit: [() => ({}), markers.admins],
  export_audit: [() => ({}), '/exports/'],
  list_people: [() => ({}), 'users'],
  get_digest: [() => ({}), 'bitdefenderDigestPreview'],
  list_team_digests: [() => ({}), 'bitdefenderTeamDigests'],
  get_client_report: [({ clientId }) => ({ clientId, day: today }), markers.client],
};
const ofPortal = ['get_report', 'get_week'];

let environment: TestEnvironment;
let ada: Client;
let found: Found;
let customer: Identity;

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true });
  const { clientId } = await fillTwoTenants(environment);
  customer = { subject: 'carl', roles: ['portal'], tenantId: 'msp-one', clientId };
  ada = await connectAssistant(environment, admin);
  await eventually(async () => environment.core.tickets.length > 0);
  found = await find(clientId);
});

/** Finds the ids as an assistant does: by asking. */
async function find(clientId: string): Promise<Found> {
  const ask = async (name: string, given?: object) => (await callTool(ada, name, { ...given })).data;
  const machines = await ask('find_machines', { search: `${markers.client}-03` });
  const threats = await ask('list_threats', {
    filter: { search: `Trojan.${markers.client}.3`, minimumSeverity: 'LOW' },
  });
  const companies = await ask('list_company_mappings');
  const runs = await ask('list_sync_runs');
  const seats = await ask('list_seats', { clientId });
  const alerts = await ask('list_alerts');
  const tickets = alerts.bitdefenderAlerts.edges.map(
    ({ node }: { node: { ticket: { id: string } | null } }) => node.ticket?.id,
  );
  return {
    clientId,
    deviceId: machines.bitdefenderDevices.edges[0].node.device.id,
    threatId: threats.bitdefenderThreats.edges[0].node.id,
    companyId: companies.bitdefenderCompanies.edges[0].node.id,
    runId: runs.bitdefenderSyncRuns.edges[0].node.id,
    ticketIds: tickets.filter(Boolean),
    seatsId: seats.bitdefenderSeats.edges[0].node.id,
  };
}

/** Host names are stored in capitals. */
const has = (text: string, marker: string) => text.toLowerCase().includes(marker.toLowerCase());
const offeredTo = async (client: Client) => (await client.listTools()).tools.map(({ name }) => name);
const ask = (client: Client, name: string): Promise<Given> => callTool(client, name, questions[name]?.[0](found));

describe('the tools of an assistant', () => {
  it('are one for each committed query, read-only, titled, described and typed', async () => {
    const queries = [...readScreens().values()]
      .flatMap(operationsOf)
      .filter(({ operation }) => operation === OperationTypeNode.QUERY)
      .map(({ name }) => name?.value);
    expect(tools.map(({ operation }) => operation).sort()).toEqual(queries.sort());
    expect([...Object.keys(questions), ...ofPortal].sort()).toEqual(tools.map(({ name }) => name).sort());
    const listed = (await ada.listTools()).tools;
    expect(listed.map(({ name }) => name)).toEqual(Object.keys(questions).sort());
    for (const { title, description, inputSchema, annotations } of listed) {
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
      expect(title?.length).toBeGreaterThan(3);
      expect(description?.length).toBeGreaterThan(30);
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      for (const property of Object.values(inputSchema.properties ?? {}))
        expect(property).toMatchObject({ type: expect.any(String), description: expect.any(String) });
    }
  });

  it.each(Object.keys(questions))('%s gives what the MSP has', async (name) => {
    const given = await ask(ada, name);
    expect(given).toMatchObject({ failed: false });
    expect(given.data).not.toBeNull();
    expect(has(given.text, questions[name]?.[1] ?? '')).toBe(true);
    expect(has(given.text, markers.other)).toBe(false);
  });

  it('gives a customer the week and the report of the portal, and no other tool', async () => {
    const carl = await connectAssistant(environment, customer);
    expect(await offeredTo(carl)).toEqual(ofPortal);
    for (const name of ofPortal) {
      const given = await callTool(carl, name, name === 'get_report' ? { day: today } : {});
      expect(given).toMatchObject({ failed: false });
      expect(has(given.text, markers.client)).toBe(true);
      for (const hidden of [markers.tenant, markers.admins, markers.other]) expect(has(given.text, hidden)).toBe(false);
    }
    for (const name of Object.keys(questions))
      expect(await ask(carl, name)).toMatchObject({ failed: true, data: null });
  });

  it('give a second MSP nothing of the first', async () => {
    const eve = await connectAssistant(environment, otherAdmin);
    expect(await offeredTo(eve)).toEqual(Object.keys(questions).sort());
    const answers = [];
    for (const name of Object.keys(questions)) answers.push(`${name}: ${(await ask(eve, name)).text}`);
    const leaks = Object.values(markers).filter((marker) => marker !== markers.other);
    expect(answers.filter((answer) => leaks.some((marker) => has(answer, marker)))).toEqual([]);
    expect(answers.filter((answer) => has(answer, markers.other)).length).toBeGreaterThan(8);
  });

  it.each([
    ['a technician', technician],
    ['a reader', reader],
    ['a service with a scope', ofScope],
  ] as const)('are for %s those that the graph permits', async (_who, identity) => {
    const client = await connectAssistant(environment, identity);
    const offered = await offeredTo(client);
    expect(offered).toContain('list_threats');
    expect(offered).not.toContain('list_audit');
    const refused = [];
    for (const { name, query } of tools) {
      if (ofPortal.includes(name)) continue;
      if (offered.includes(name)) {
        const { text } = await ask(client, name);
        if (text.startsWith('FORBIDDEN')) refused.push(`${name}: ${text}`);
      } else {
        const answer = await environment.ask(identity, query, questions[name]?.[0](found));
        expect(
          answer.errors?.map(({ extensions }) => extensions?.code),
          name,
        ).toContain('FORBIDDEN');
      }
    }
    expect(refused).toEqual([]);
  });
});

describe('what an assistant did wrong', () => {
  it.each([
    ['an unknown tool', 'delete_everything', {}, /no such tool/],
    [
      'an unknown argument',
      'list_threats',
      { severity: ['HIGH'] },
      /^BAD_USER_INPUT: list_threats takes these.*filter, orderBy/,
    ],
    ['an argument of a tool without any', 'list_people', { all: true }, /takes no arguments/],
    [
      'a wrong enum',
      'list_threats',
      { orderBy: 'WORST' },
      /^BAD_USER_INPUT: Variable "\$orderBy" got invalid value\. Correct the arguments/,
    ],
    ['a missing argument', 'get_threat', {}, /^BAD_USER_INPUT: .*id.* Correct the arguments/],
    ['a page that is too long', 'list_threats', { first: 150 }, /^PAGE_SIZE: .* Correct the arguments/],
    ['a page beyond every limit', 'list_threats', { first: 5_000 }, /^REQUEST_TOO_LARGE: .* Ask for less/],
    ['a broken cursor', 'list_threats', { after: 'nowhere' }, /^BAD_CURSOR: .* Correct the arguments/],
    ['a short search', 'find_machines', { search: 'a' }, /^SEARCH_TOO_SHORT: /],
    [
      'a rule that refuses',
      'preview_alert_rule',
      { input: { ...rule, actions: [] } },
      /^BAD_RULE \(input\.actions\): /,
    ],
  ])('is answered with what to do: %s', async (_what, name, given, expected) => {
    const answer = await callTool(ada, name, given as Record<string, unknown>);
    expect(answer.failed).toBe(true);
    expect(answer.text).toMatch(expected);
  });

  it('leaves null for what it leaves out to the default', async () => {
    expect(await callTool(ada, 'list_threats', { filter: null, first: null })).toMatchObject({ failed: false });
  });
});

describe('a token', () => {
  it.each([
    ['missing', async () => null],
    ['no token', async () => 'Bearer nonsense'],
    ['expired', async () => `Bearer ${await environment.tokens.issue({ ...admin, expiresIn: 1_000_000_000 })}`],
  ])('that is %s is refused', async (_how, authorization) => {
    await expect(connectWith(environment, await authorization())).rejects.toThrow(/UNAUTHENTICATED|401/);
  });

  it('is in no log, and requests are logged by their route', async () => {
    const token = await environment.tokens.issue(admin);
    const client = await connectWith(environment, `Bearer ${token}`);
    await callTool(client, 'list_people');
    const logged = environment.logged();
    expect(logged).toContain('"route":"/mcp"');
    expect(logged).not.toContain(token.split('.')[2]);
  });

  it('does not open sessions or streams', async () => {
    const authorization = `Bearer ${await environment.tokens.issue(admin)}`;
    for (const method of ['GET', 'DELETE']) {
      const response = await fetch(environment.gateway?.mcpUrl ?? '', { method, headers: { authorization } });
      expect(response.status).toBe(405);
    }
  });
});
