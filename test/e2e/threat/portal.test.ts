import { buildClientSchema, buildSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { admin, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { stayWithinOneDay } from '../../support/one-day.js';
import { plantedThreat, plantThreats } from '../../support/threats.js';
import { versionNow } from '../../support/versions.js';
import { reachableFields, walkSchema } from '../../support/walk-schema.js';

const everything = `{ portalBitdefenderThreats { edges { node { id name severity outcome hostName detectedAt } } }
  portalBitdefenderThreatCounts { today thisWeek thisMonth }
  portalBitdefenderWeeks(first: 1) { sentence }
  portalBitdefenderWeeklySummary { sentence total stopped beingHandled machines mostConcerned { hostName total } } }`;
const weekOf = (day: string) => `{ portalBitdefenderWeeklySummary(weekOf: "${day}") {
  week from to timeZone asOf stale sentence total stopped handled beingHandled machines mostConcerned { hostName total } } }`;
const byId = 'query ($id: ID!) { portalBitdefenderThreat(id: $id) { name } }';
const updateSettings = `mutation ($input: UpdateBitdefenderSettingsInput!) {
  updateBitdefenderSettings(input: $input) { userErrors { code } } }`;
const nothing = {
  portalBitdefenderThreats: { edges: [] },
  portalBitdefenderThreatCounts: null,
  portalBitdefenderWeeklySummary: null,
  portalBitdefenderWeeks: [],
};

describe('what a portal user sees', () => {
  const statements: string[] = [];
  let environment: TestEnvironment;
  let baker: Identity;
  let butcher: Identity;

  beforeAll(async () => {
    await stayWithinOneDay();
    environment = await testEnvironment({ onStatement: (statement) => statements.push(statement) });
    const { world } = environment.gravityZone;
    const mapping: Record<string, string> = {};
    const addClient = (name: string): Identity => {
      const clientId = environment.core.world('msp-one').addClient({ name }).id;
      const companyId = world.addCompany(name).id;
      const deviceId = world.addDevice({ companyId, name: `${name}-01` }).id;
      world.addIncident({ companyId, deviceId, name: `Trojan.${name}`, severityScore: 88, action: 'blocked' });
      world.addIncident({ companyId, deviceId, name: `Adware.${name}`, severityScore: 20, filePath: 'C:\\x.exe' });
      mapping[companyId] = clientId;
      return { subject: `user-of-${name}`, roles: ['portal'], tenantId: 'msp-one', clientId };
    };
    baker = addClient('BAKERY');
    butcher = addClient('BUTCHER');
    await connectSimulator(environment);
    await mapByBdId(environment, mapping);
    await syncNow(environment, baker.clientId ?? '');
  });

  const settings = async (input: object) =>
    environment.data(admin, updateSettings, {
      input: { ...input, version: await versionNow(environment, 'settings') },
    });

  async function threatNames(identity: Identity): Promise<string[]> {
    const answer = await environment.data<{ portalBitdefenderThreats: { edges: { node: { name: string } }[] } }>(
      identity,
      everything,
    );
    return answer.portalBitdefenderThreats.edges.map(({ node }) => node.name).sort();
  }

  it('is a schema of its own, with the curated fields and no other', async () => {
    const schema = buildClientSchema(await environment.data<IntrospectionQuery>(baker, getIntrospectionQuery()));
    expect(schema.getMutationType()).toBeFalsy();
    expect(schema.getSubscriptionType()).toBeFalsy();
    expect(reachableFields(schema).sort()).toEqual([
      ...['endCursor', 'hasNextPage', 'hasPreviousPage', 'startCursor'].map((field) => `PageInfo.${field}`),
      ...['beingHandled', 'handled', 'kind', 'stopped', 'total'].map((field) => `PortalBitdefenderKindCounts.${field}`),
      'PortalBitdefenderMachine.hostName',
      'PortalBitdefenderMachine.total',
      ...['before', 'machines', 'problem', 'text'].map((field) => `PortalBitdefenderProblemCount.${field}`),
      ...['actions', 'asOf', 'clientName', 'day', 'drawnUpAt', 'from', 'isOver', 'name', 'period', 'protection'].map(
        (field) => `PortalBitdefenderReport.${field}`,
      ),
      ...['response', 'sites', 'stale', 'threats', 'timeZone', 'to'].map((field) => `PortalBitdefenderReport.${field}`),
      ...['beingHandled', 'handled', 'stopped', 'total'].map((field) => `PortalBitdefenderReportCounts.${field}`),
      ...['before', 'count', 'kind', 'text'].map((field) => `PortalBitdefenderReportLine.${field}`),
      ...[
        'day',
        'machines',
        'machinesBefore',
        'problems',
        'protectedMachines',
        'protectedMachinesBefore',
        'sentence',
      ].map((field) => `PortalBitdefenderReportProtection.${field}`),
      ...['before', 'known', 'person', 'sentence', 'threats', 'ticket'].map(
        (field) => `PortalBitdefenderReportResponse.${field}`,
      ),
      ...['known', 'person', 'threats', 'ticket'].map((field) => `PortalBitdefenderReportSpeed.${field}`),
      ...['before', 'beingHandled', 'byKind', 'bySeverity', 'handled', 'listed', 'machines', 'machinesBefore'].map(
        (field) => `PortalBitdefenderReportThreats.${field}`,
      ),
      ...['mostConcerned', 'sentence', 'stopped', 'total', 'unlisted'].map(
        (field) => `PortalBitdefenderReportThreats.${field}`,
      ),
      ...['from', 'known', 'month', 'person', 'threats', 'ticket', 'to'].map(
        (field) => `PortalBitdefenderResponseMonth.${field}`,
      ),
      ...['asOf', 'months', 'stale', 'timeZone'].map((field) => `PortalBitdefenderResponseReport.${field}`),
      ...['keptShare', 'p50Seconds', 'p95Seconds', 'promisedMinutes', 'reached'].map(
        (field) => `PortalBitdefenderResponseStep.${field}`,
      ),
      ...['beingHandled', 'handled', 'severity', 'stopped', 'total'].map(
        (field) => `PortalBitdefenderSeverityCounts.${field}`,
      ),
      'PortalBitdefenderSite.id',
      'PortalBitdefenderSite.name',
      'PortalBitdefenderThreat.detectedAt',
      'PortalBitdefenderThreat.hostName',
      'PortalBitdefenderThreat.id',
      'PortalBitdefenderThreat.name',
      'PortalBitdefenderThreat.outcome',
      'PortalBitdefenderThreat.severity',
      'PortalBitdefenderThreatConnection.asOf',
      'PortalBitdefenderThreatConnection.edges',
      'PortalBitdefenderThreatConnection.pageInfo',
      'PortalBitdefenderThreatCounts.asOf',
      'PortalBitdefenderThreatCounts.stale',
      'PortalBitdefenderThreatCounts.thisMonth',
      'PortalBitdefenderThreatCounts.thisWeek',
      'PortalBitdefenderThreatCounts.timeZone',
      'PortalBitdefenderThreatCounts.today',
      'PortalBitdefenderThreatEdge.cursor',
      'PortalBitdefenderThreatEdge.node',
      ...['asOf', 'beingHandled', 'from', 'handled', 'machines', 'mostConcerned', 'sentence', 'stale', 'stopped'].map(
        (field) => `PortalBitdefenderWeeklySummary.${field}`,
      ),
      ...['timeZone', 'to', 'total', 'week'].map((field) => `PortalBitdefenderWeeklySummary.${field}`),
      'Query._service',
      'Query.portalBitdefenderReport',
      'Query.portalBitdefenderResponseTimes',
      'Query.portalBitdefenderSites',
      'Query.portalBitdefenderThreat',
      'Query.portalBitdefenderThreatCounts',
      'Query.portalBitdefenderThreats',
      'Query.portalBitdefenderWeeklySummary',
      'Query.portalBitdefenderWeeks',
      '_Service.sdl',
    ]);
    // No type of the technicians' graph is even named.
    const names = Object.keys(schema.getTypeMap()).filter((name) => /^(Bitdefender|Agent|Client|Ticket)/.test(name));
    expect(names).toEqual([]);
  });

  it('describes that schema to the gateway too, and not the whole one', async () => {
    const { _service } = await environment.data<{ _service: { sdl: string } }>(baker, '{ _service { sdl } }');
    expect(_service.sdl).not.toMatch(/path|user|signature|hash|note|Mutation|Subscription|Agent|bitdefenderThreats/);
  });

  it('is nothing until the MSP switches it on', async () => {
    expect(await environment.data(baker, everything)).toEqual(nothing);
    expect(await environment.data(butcher, everything)).toEqual(nothing);
  });

  it("is the own client's threats once it is on, in plain words", async () => {
    await settings({ portalEnabled: true });
    expect(await environment.data(baker, everything)).toEqual({
      portalBitdefenderThreats: {
        edges: expect.arrayContaining([
          {
            node: {
              id: expect.any(String),
              name: 'Trojan.BAKERY',
              severity: 'SERIOUS',
              outcome: 'STOPPED',
              hostName: 'BAKERY-01',
              detectedAt: expect.any(String),
            },
          },
        ]),
      },
      portalBitdefenderThreatCounts: { today: 2, thisWeek: 2, thisMonth: 2 },
      portalBitdefenderWeeks: [
        { sentence: '2 threats were found on 1 machine: 1 was stopped, 1 is being dealt with.' },
      ],
      portalBitdefenderWeeklySummary: {
        sentence: '2 threats were found on 1 machine: 1 was stopped, 1 is being dealt with.',
        total: 2,
        stopped: 1,
        beingHandled: 1,
        machines: 1,
        mostConcerned: [{ hostName: 'BAKERY-01', total: 2 }],
      },
    });
    expect(await threatNames(baker)).toEqual(['Adware.BAKERY', 'Trojan.BAKERY']);
    expect(await threatNames(butcher)).toEqual(['Adware.BUTCHER', 'Trojan.BUTCHER']);
  });

  it('has a summary of each week, from Monday to Sunday where the MSP is', async () => {
    const { database } = environment;
    const clientId = baker.clientId ?? '';
    const found = (at: string, hostName: string, overrides: object) =>
      plantedThreat({ clientId, hostName, hostKey: hostName.toLowerCase(), detectedAt: new Date(at), ...overrides });
    // The week in which Berlin's clocks go back ends an hour later.
    await plantThreats(database, [
      found('2026-10-18T21:59:59Z', 'PC-1', { action: 'REPORTED' }),
      found('2026-10-18T22:00:00Z', 'PC-1', { action: 'QUARANTINED', status: 'RESOLVED' }),
      found('2026-10-22T12:00:00Z', 'PC-2', { action: 'REPORTED', status: 'FALSE_POSITIVE' }),
      found('2026-10-23T12:00:00Z', 'PC-2', { action: 'KILLED' }),
      found('2026-10-25T22:59:59Z', 'PC-2', { action: 'PARTIALLY_BLOCKED' }),
      found('2026-10-25T23:00:00Z', 'PC-3', { action: 'BLOCKED' }),
      { ...found('2026-10-22T12:00:00Z', 'PC-9', {}), clientId: butcher.clientId ?? '' },
    ]);
    // One of them has been removed because of its age since.
    await database.query(
      `insert into threat_kept_count select tenant_id, id, company_id, client_id, device_id, host_key,
         date_bin('15 minutes', detected_at, 'epoch'), severity, status, action, 1 from threat where detected_at = $1`,
      ['2026-10-18T22:00:00Z'],
    );
    await database.query('delete from threat where detected_at = $1', ['2026-10-18T22:00:00Z']);
    await settings({ timeZone: 'Europe/Berlin' });
    expect(await environment.data(baker, weekOf('2026-10-25'))).toEqual({
      portalBitdefenderWeeklySummary: {
        week: '2026-W43',
        from: '2026-10-18T22:00:00.000Z',
        to: '2026-10-25T23:00:00.000Z',
        timeZone: 'Europe/Berlin',
        asOf: expect.any(String),
        stale: false,
        sentence: '4 threats were found on 2 machines: 2 were stopped, 1 was dealt with, 1 is being dealt with.',
        total: 4,
        stopped: 2,
        handled: 1,
        beingHandled: 1,
        machines: 2,
        mostConcerned: [
          { hostName: 'PC-2', total: 3 },
          { hostName: 'pc-1', total: 1 },
        ],
      },
    });
    expect(await environment.data(baker, weekOf('2021-01-03'))).toMatchObject({
      portalBitdefenderWeeklySummary: { week: '2020-W53', total: 0, sentence: 'No threats were found.' },
    });
    for (const bad of ['2026-02-30', 'today', '2026-W43']) {
      const answer = await environment.ask(baker, weekOf(bad));
      expect(answer.errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_DAY']);
    }
    const weeks = async (args: string) => {
      statements.length = 0;
      const answer = await environment.data<{ portalBitdefenderWeeks: Record<string, unknown>[] }>(
        baker,
        `{ portalBitdefenderWeeks${args} { week from to total stopped handled beingHandled machines mostConcerned { hostName total } } }`,
      );
      return answer.portalBitdefenderWeeks;
    };
    const three = await weeks('(weekOf: "2026-10-28", first: 3)');
    expect(
      three.map(({ week, stopped, beingHandled, mostConcerned }) => [week, stopped, beingHandled, mostConcerned]),
    ).toEqual([
      ['2026-W44', 1, 0, [{ hostName: 'PC-3', total: 1 }]],
      ['2026-W43', 2, 1, three[1]?.mostConcerned],
      ['2026-W42', 0, 1, [{ hostName: 'PC-1', total: 1 }]],
    ]);
    expect(three[1]).toEqual({
      week: '2026-W43',
      from: '2026-10-18T22:00:00.000Z',
      to: '2026-10-25T23:00:00.000Z',
      total: 4,
      stopped: 2,
      handled: 1,
      beingHandled: 1,
      machines: 2,
      mostConcerned: [
        { hostName: 'PC-2', total: 3 },
        { hostName: 'pc-1', total: 1 },
      ],
    });
    const ofThree = statements.length;
    const longest = await weeks('(first: 26)');
    expect([longest.length, statements.length]).toEqual([26, ofThree]);
    expect(longest.map(({ to }) => to).slice(1)).toEqual(longest.map(({ from }) => from).slice(0, -1));
    expect(await weeks('')).toHaveLength(8);
    for (const [args, code] of [
      ['(first: 0)', 'PAGE_SIZE'],
      ['(first: 27)', 'PAGE_SIZE'],
      ['(weekOf: "2026-W43")', 'BAD_DAY'],
    ]) {
      const answer = await environment.ask(baker, `{ portalBitdefenderWeeks${args} { week } }`);
      expect(answer.errors?.map(({ extensions }) => extensions?.code)).toEqual([code]);
    }
    await database.query(`delete from threat where name = 'Trojan.Planted'`);
  });

  it('shows a threat by id, and null for one of another client', async () => {
    const idsOf = async (identity: Identity) => {
      const answer = await environment.data<{ portalBitdefenderThreats: { edges: { node: { id: string } }[] } }>(
        identity,
        everything,
      );
      return answer.portalBitdefenderThreats.edges.map(({ node }) => node.id);
    };
    const [own] = await idsOf(baker);
    const [other] = await idsOf(butcher);
    expect(await environment.data(baker, byId, { id: own })).toEqual({
      portalBitdefenderThreat: { name: expect.stringContaining('BAKERY') },
    });
    for (const id of [other, '00000000-0000-4000-8000-00000000dead', 'nonsense'])
      expect(await environment.ask(baker, byId, { id })).toEqual({ data: { portalBitdefenderThreat: null } });
  });

  it('never holds more than that, whatever is asked for', async () => {
    const { bitdefenderThreats } = await environment.data<{
      bitdefenderThreats: { edges: { node: { id: string } }[] };
    }>(admin, '{ bitdefenderThreats(filter: { minimumSeverity: UNKNOWN, status: ALL }) { edges { node { id } } } }');
    const ids = bitdefenderThreats.edges.map(({ node }) => node.id);
    const introspected = await environment.data<IntrospectionQuery>(baker, getIntrospectionQuery());
    const requests = walkSchema(buildClientSchema(introspected), {
      pools: { Int: [100], String: ['after'], ID: ids, weekOf: [new Date().toISOString().slice(0, 10)] },
    });
    expect(new Set(requests.map(({ way }) => way))).toContain('Query.portalBitdefenderThreats');
    expect(requests.length).toBeGreaterThan(ids.length);
    for (const { query, variables } of requests) {
      const answer = JSON.stringify(await environment.ask(baker, query, variables));
      expect(answer).not.toMatch(/BUTCHER|x\.exe|aaaaaaaa/);
    }
    const asAdmin = await environment.data<{ _service: { sdl: string } }>(admin, '{ _service { sdl } }');
    const whole = buildSchema(asAdmin._service.sdl, { assumeValidSDL: true });
    const beyond = Object.keys(whole.getQueryType()?.getFields() ?? {}).filter((name) => !/^(portal|_)/.test(name));
    expect(beyond).toContain('bitdefenderThreats');
    for (const field of beyond) {
      const answer = await environment.ask(baker, `{ ${field} { __typename } }`);
      // A field that needs an argument is refused as a whole.
      expect(answer.data ?? { [field]: null }, field).toEqual({ [field]: null });
      expect(answer.errors?.length, field).toBeGreaterThan(0);
    }
  });

  it('is nothing again for a client that the MSP hides', async () => {
    await settings({ portalHiddenClientIds: [baker.clientId] });
    expect(await environment.data(baker, everything)).toEqual(nothing);
    expect(await threatNames(butcher)).toEqual(['Adware.BUTCHER', 'Trojan.BUTCHER']);
  });

  it('is not widened by another role in the same token', async () => {
    const answer = await environment.ask(
      { ...butcher, roles: ['portal', 'admin'] },
      '{ bitdefenderSettings { timeZone } }',
    );
    expect(answer).toMatchObject({
      data: { bitdefenderSettings: null },
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    expect(await threatNames({ ...butcher, roles: ['admin', 'portal'] })).toEqual(['Adware.BUTCHER', 'Trojan.BUTCHER']);
  });

  it('is refused to a portal token that names no client', async () => {
    const token = await environment.tokens.issue({ subject: 'nobody', roles: ['portal'], tenantId: 'msp-one' });
    const response = await fetch(environment.app.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: everything }),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).not.toHaveProperty('data');
  });
});
