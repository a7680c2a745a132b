import {
  buildClientSchema,
  buildSchema,
  type GraphQLObjectType,
  getIntrospectionQuery,
  type IntrospectionQuery,
} from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import type { WorldSite } from '../../../demo/core/world.js';
import type { Identity } from '../../../demo/tokens.js';
import { callTool, connectAssistant } from '../../support/assistant.js';
import { addClientTo, type LivingClient } from '../../support/client-life.js';
import { admin, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { openStream } from '../../support/event-stream.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { stayWithinOneDay } from '../../support/one-day.js';
import { changeSettings } from '../../support/report-world.js';
import { keyedTypes, reference, type WalkedRequest, walkSchema } from '../../support/walk-schema.js';

/** Stands in every name of what is not at the site in the north. */
const marker = 'Zyzzyva';
const mentionsOther = (answer: unknown) => JSON.stringify(answer).toLowerCase().includes(marker.toLowerCase());
const north: WorldSite = { id: 'site-north', name: 'North' };
const south: WorldSite = { id: `site-${marker}`, name: `${marker} South` };

const week = `{ portalBitdefenderSites { id name }
  portalBitdefenderThreats(first: 50) { edges { node { id name hostName } } }
  portalBitdefenderThreatCounts { today thisWeek thisMonth }
  portalBitdefenderWeeklySummary { total machines mostConcerned { hostName total } }
  portalBitdefenderWeeks(first: 3) { total machines }
  portalBitdefenderResponseTimes(first: 2) { months { threats } } }`;
const report = `query ($day: String!) { portalBitdefenderReport(period: MONTH, day: $day) { clientName sites { id name }
  threats { total machines unlisted bySeverity { severity total } byKind { kind total } listed { name } mostConcerned { hostName total } }
  protection { machines } response { threats } } }`;
const today = new Date().toISOString().slice(0, 10);

interface Week {
  portalBitdefenderSites: { id: string; name: string | null }[] | null;
  portalBitdefenderThreats: { edges: { node: { id: string; name: string; hostName: string | null } }[] };
  portalBitdefenderThreatCounts: { today: number; thisWeek: number; thisMonth: number } | null;
  portalBitdefenderWeeklySummary: { total: number; machines: number } | null;
  portalBitdefenderWeeks: { total: number; machines: number }[];
  portalBitdefenderResponseTimes: { months: { threats: number }[] } | null;
}

describe('a portal user who is bound to sites', () => {
  const statements: string[] = [];
  let environment: TestEnvironment;
  let bakery: LivingClient;
  let whole: Identity;
  let bound: Identity;
  let names: string[];

  beforeAll(async () => {
    await stayWithinOneDay();
    environment = await testEnvironment({ gateway: true, onStatement: (statement) => statements.push(statement) });
    names = ['NORTH-01', 'NORTH-02', `${marker}-S1`, `${marker}-NOSITE`];
    bakery = addClientTo(environment, 'BAKERY', names);
    const butcher = addClientTo(environment, `${marker} BUTCHER`, [`${marker}-B1`]);
    for (const hostname of ['NORTH-01', 'NORTH-02']) at(bakery, hostname, north);
    at(bakery, `${marker}-S1`, south);
    // Another client may have a site of the same id.
    at(butcher, `${marker}-B1`, { ...north, name: `${marker} North` });
    const { world } = environment.gravityZone;
    const { companyId } = bakery;
    const add = (deviceId: string | null | undefined, name: string, of = companyId) =>
      world.addIncident({
        companyId: of,
        deviceId: deviceId ?? null,
        name,
        severityScore: 92,
        filePath: `C:\\${name}`,
      });
    const [first, second, south1, noSite] = bakery.machines.map(({ id }) => id);
    add(first, 'Trojan.North.1');
    add(second, 'Worm.North.2');
    // What GravityZone lists twice is one machine.
    add(world.addDuplicate(first ?? '').id, 'Trojan.North.Twin');
    for (let number = 1; number <= 3; number += 1) add(south1, `Ransom.${marker}.${number}`);
    add(noSite, `Trojan.${marker}.NoSite`);
    add(null, `Trojan.${marker}.NoMachine`);
    add(world.addDevice({ companyId, name: `${marker}-NOAGENT` }).id, `Trojan.${marker}.NoAgent`);
    add(butcher.machines[0]?.id, `Trojan.${marker}.Butcher`, butcher.companyId);
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: bakery.clientId, [butcher.companyId]: butcher.clientId });
    for (const { clientId } of [bakery, butcher]) await syncNow(environment, clientId);
    await changeSettings(environment, { portalEnabled: true, responsePromise: { known: 60, person: 60 } });
    await plantPast();
    whole = { subject: 'wanda', roles: ['portal'], tenantId: 'msp-one', clientId: bakery.clientId };
    bound = { ...whole, subject: 'nora', siteIds: [north.id] };
  });

  function at({ clientId }: LivingClient, hostname: string, site: WorldSite | null) {
    const world = environment.core.world('msp-one');
    const agent = world.agentsOf(clientId).find((each) => each.hostname === hostname);
    if (agent === undefined) throw new Error('There is no such agent.');
    world.moveToSite(agent.id, site);
  }

  /** Threats of the weeks before that were removed since, one in the north and four in the south, and a day of the coverage. */
  async function plantPast() {
    await environment.database.query(
      `insert into threat_kept_count (tenant_id, id, company_id, client_id, device_id, host_key, quarter, severity, status, action, count)
       select tenant_id, gen_random_uuid(), company_id, client_id, id, host_key, date_bin('15 minutes', now() - interval '7 days', 'epoch'),
              3, 'RESOLVED', 'BLOCKED', case when upper(name) = 'NORTH-01' then 1 else 4 end
       from device where upper(name) in ('NORTH-01', upper($1))`,
      [`${marker}-S1`],
    );
    await environment.database.query(
      `insert into coverage_day (tenant_id, client_id, day, machines, agents, protected_agents, gaps)
       values ('msp-one', $1, $2, 87, 87, 78, '{"NOT_SEEN": 9}')
       on conflict (tenant_id, client_id, day) do update set machines = 87, agents = 87, protected_agents = 78, gaps = '{"NOT_SEEN": 9}'`,
      [bakery.clientId, today],
    );
  }

  const weekOf = (identity: Identity) => environment.data<Week>(identity, week);
  const shown = ({ portalBitdefenderThreats }: Week) =>
    portalBitdefenderThreats.edges.map(({ node }) => node.name).sort();
  const ofNorth = ['Trojan.North.1', 'Trojan.North.Twin', 'Worm.North.2'];

  it('sees what is of machines at these sites, in each list and number', async () => {
    const seen = await weekOf(bound);
    expect(shown(seen)).toEqual(ofNorth);
    expect(seen).toMatchObject({
      portalBitdefenderSites: [north],
      portalBitdefenderThreatCounts: { today: 3, thisWeek: 3 },
      portalBitdefenderWeeklySummary: { total: 3 },
      portalBitdefenderWeeks: [{ total: 3 }, { total: 1, machines: 1 }, { total: 0 }],
    });
    expect(mentionsOther(seen)).toBe(false);
    const [month] = seen.portalBitdefenderResponseTimes?.months ?? [];
    const { portalBitdefenderReport: drawn } = await environment.data<{
      portalBitdefenderReport: { threats: { total: number; listed: { name: string }[] } };
    }>(bound, report, { day: today });
    expect(drawn).toMatchObject({
      ...{ clientName: 'BAKERY', sites: [north], protection: null, response: { threats: month?.threats } },
    });
    expect(drawn.threats.listed.map(({ name }) => name).sort()).toEqual(ofNorth);
    expect(mentionsOther(drawn)).toBe(false);
  });

  it('sees the whole client without sites in the token, as ever', async () => {
    const seen = await weekOf(whole);
    expect(shown(seen)).toHaveLength(9);
    expect(seen).toMatchObject({
      portalBitdefenderSites: null,
      portalBitdefenderThreatCounts: { today: 9, thisWeek: 9 },
      portalBitdefenderWeeks: [{ total: 9 }, { total: 5, machines: 2 }, { total: 0 }],
    });
    expect(await environment.data(whole, report, { day: today })).toMatchObject({
      portalBitdefenderReport: { sites: null, protection: { machines: 87 } },
    });
  });

  it('sees each of several sites, and nothing of a site that is not of the client', async () => {
    const both = await weekOf({ ...bound, siteIds: [south.id, north.id, 'site-of-nobody'] });
    expect(shown(both)).toHaveLength(6);
    expect(both).toMatchObject({
      portalBitdefenderSites: [north, south, { id: 'site-of-nobody', name: null }],
      portalBitdefenderThreatCounts: { today: 6 },
      portalBitdefenderWeeks: [{ total: 6 }, { total: 5, machines: 2 }, { total: 0 }],
    });
    expect(await weekOf({ ...bound, siteIds: ['site-of-nobody'] })).toMatchObject({
      portalBitdefenderSites: [{ id: 'site-of-nobody', name: null }],
      portalBitdefenderThreats: { edges: [] },
      portalBitdefenderThreatCounts: { today: 0, thisWeek: 0, thisMonth: 0 },
      portalBitdefenderWeeks: [{ total: 0 }, { total: 0 }, { total: 0 }],
    });
  });

  it('costs the same number of statements whatever it sees, one more than the whole client', async () => {
    const statementsFor = async (siteIds: string[] | undefined) => {
      const { siteIds: _, ...unbound } = bound;
      const identity = siteIds === undefined ? unbound : { ...bound, siteIds };
      const of = async () => {
        const token = await environment.tokens.issue(identity);
        statements.length = 0;
        const response = await fetch(environment.app.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: JSON.stringify({ query: week }),
        });
        await response.json();
        return statements.filter((statement) => /threat|agent/.test(statement)).length;
      };
      // The background may read meanwhile.
      return Math.min(await of(), await of(), await of());
    };
    const one = await statementsFor([north.id]);
    expect(one).toBeGreaterThan(5);
    const many = [north.id, south.id, ...Array.from({ length: 98 }, (_, number) => `site-${number}`)];
    expect(await statementsFor(many)).toBe(one);
    expect(await statementsFor(undefined)).toBe(one - 1);
  });

  it('gets the same through an assistant, and no other tool', async () => {
    const assistant = await connectAssistant(environment, bound);
    const { tools } = await assistant.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual(['get_report', 'get_week']);
    for (const [tool, given] of [
      ['get_week', {}],
      ['get_report', { day: today }],
    ] as const) {
      const { failed, text } = await callTool(assistant, tool, given);
      expect({ tool, failed }).toEqual({ tool, failed: false });
      expect(text).toContain('NORTH-01');
      expect(mentionsOther(text)).toBe(false);
    }
  });

  it.each([
    ['no site', []],
    ['null', null],
    ['one text', 'site-north'],
    ['a wildcard', ['*']],
    ['a text that is not an id', ['site-north', ' ']],
    ['too many', Array.from({ length: 101 }, (_, number) => `site-${number}`)],
  ])('is refused as a whole with a claim of %s', async (_what, sites) => {
    const token = await environment.tokens.issue({ ...bound, siteIds: sites as string[] });
    const ask = async (url: string, query: string) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query }),
      });
      return { status: response.status, data: (await response.json()).data };
    };
    expect(await ask(environment.app.url, week)).toEqual({ status: 401, data: undefined });
  });

  it('is refused sites with any other role: nobody else could be limited', async () => {
    const { errors } = await environment.ask({ ...admin, siteIds: [north.id] }, '{ bitdefenderSettings { timeZone } }');
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
  });

  it('sees the agents of these sites alone in core too', async () => {
    const query = `query ($id: ID!) { client(id: $id) { name openTicketCount agents(first: 50) { edges { node { hostname } } } }
      agents(first: 50) { edges { node { hostname } } } }`;
    const answer = await environment.data<Record<'client' | 'agents', object>>(bound, query, { id: bakery.clientId });
    expect(mentionsOther(answer)).toBe(false);
    expect(answer).toMatchObject({
      client: {
        name: 'BAKERY',
        agents: { edges: [{ node: { hostname: 'NORTH-01' } }, { node: { hostname: 'NORTH-02' } }] },
      },
    });
  });

  describe('in a walk through everything that it may ask for', () => {
    let requests: WalkedRequest[];
    let ids: string[];

    beforeAll(async () => {
      const { rows } = await environment.database.query(
        `select id::text from threat union select id::text from device union select id from agent union select id::text from alert
         union select id::text from company`,
      );
      ids = rows.map(({ id }) => String(id));
      expect(ids.length).toBeGreaterThan(20);
      const introspected = await environment.data<IntrospectionQuery>(
        bound,
        getIntrospectionQuery(),
        {},
        environment.app.url,
      );
      requests = walkSchema(buildClientSchema(introspected), {
        pools: { Int: [10, 3], String: [today], ID: ids, after: ['after'], timeZone: ['Europe/Berlin'] },
        listsInLists: true,
      }).filter(({ way }) => way !== 'Query._service');
    });

    /** The answer of each request, without the times at which it was made. */
    async function answers(identity: Identity): Promise<{ way: string; variables: string; answer: string }[]> {
      const all = [];
      for (const { way, query, variables } of requests) {
        const answer = await environment.ask(identity, query, variables);
        const text = JSON.stringify(answer, (name, value) =>
          name === 'drawnUpAt' || name === 'asOf' ? undefined : value,
        );
        all.push({ way, variables: JSON.stringify(variables), answer: text });
      }
      return all;
    }

    it('gets nothing of another site, neither a name nor an id nor a number', async () => {
      const ways = [...new Set(requests.map(({ way }) => way))];
      expect(ways).toEqual(expect.arrayContaining(['Query.portalBitdefenderThreats', 'Query.portalBitdefenderSites']));
      const before = await answers(bound);
      const { rows } = await environment.database.query(
        `select id::text from threat where name ilike '%${marker}%' union select id::text from device where name ilike '%${marker}%'`,
      );
      const foreign = rows.map(({ id }) => String(id));
      expect(foreign.length).toBeGreaterThan(8);
      for (const { way, variables, answer } of before) {
        expect(mentionsOther(answer), `${way} ${variables}`).toBe(false);
        for (const id of foreign) expect(answer.includes(id) && `${way} ${variables}`, id).toBe(false);
      }
      // Each field shows something, and to who sees the whole client what must not be seen here: the walk would find it.
      const open = await answers(whole);
      for (const way of ways) {
        const given = before.filter((each) => each.way === way);
        expect(
          given.some(({ answer }) => !answer.includes(`"${way.split('.')[1]}":null`)),
          way,
        ).toBe(true);
      }
      const leaking = new Set(open.filter(({ answer }) => mentionsOther(answer)).map(({ way }) => way));
      expect([...leaking].sort()).toEqual([
        'Query.portalBitdefenderReport',
        'Query.portalBitdefenderThreat',
        'Query.portalBitdefenderThreats',
        'Query.portalBitdefenderWeeklySummary',
        'Query.portalBitdefenderWeeks',
      ]);
      // Numbers have no name: they are what they would be if there were nothing else at all.
      const { database } = environment;
      const isOther = `not in (select id from device where name ilike 'NORTH%')`;
      for (const table of ['threat', 'threat_kept_count'])
        await database.query(`delete from ${table} where device_id is null or device_id ${isOther}`);
      await database.query('delete from coverage_day');
      expect(await answers(bound)).toEqual(before);
      expect(await answers(whole)).not.toEqual(open);
    }, 600_000);

    /** The whole graph, of which the portal is a part. */
    async function wholeSchema() {
      const { _service } = await environment.data<{ _service: { sdl: string } }>(
        admin,
        '{ _service { sdl } }',
        {},
        environment.app.url,
      );
      return buildSchema(_service.sdl, { assumeValidSDL: true });
    }

    it('is refused every other root field', async () => {
      const fields = Object.keys((await wholeSchema()).getQueryType()?.getFields() ?? {});
      for (const field of fields.filter((name) => !/^(portal|_)/.test(name))) {
        const answer = await environment.ask(bound, `{ ${field} { __typename } }`);
        // A field that needs an argument is refused as a whole.
        expect(answer.data ?? { [field]: null }, field).toEqual({ [field]: null });
        expect(answer.errors?.length, field).toBeGreaterThan(0);
      }
    });

    it('follows no reference', async () => {
      const representationsOf = (type: GraphQLObjectType) =>
        ids.map((id) => ({ __typename: type.name, ...reference(type, (name) => (name === 'id' ? id : null)), id }));
      for (const type of keyedTypes(await wholeSchema())) {
        const own = Object.keys(type.getFields()).find((name) => /^bitdefender/.test(name));
        const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
          ... on ${type.name} { ${own ? `${own} { __typename }` : 'id'} } } }`;
        const { data } = await environment.ask<{ _entities?: unknown[] } | null>(
          bound,
          query,
          { representations: representationsOf(type).slice(0, 100) },
          environment.app.url,
        );
        const followed = (data?._entities ?? []).flatMap((entity) => Object.values(entity ?? {}));
        expect(
          followed.filter((value) => value !== null),
          type.name,
        ).toEqual([]);
      }
    });

    it('has no subscription', async () => {
      const fields = Object.entries((await wholeSchema()).getSubscriptionType()?.getFields() ?? {});
      expect(fields.length).toBeGreaterThan(3);
      for (const [field, { args }] of fields) {
        const given = args.some(({ name }) => name === 'clientId') ? `(clientId: "${bakery.clientId}")` : '';
        const query = `subscription { ${field}${given} { __typename } }`;
        const stream = await openStream(environment, bound, { query });
        await expect.poll(() => stream.ended(), { timeout: 10_000 }).toBe(true);
        expect(
          stream.events.flatMap(({ data }) => data?.data ?? []),
          field,
        ).toEqual([]);
        stream.leave();
      }
    });
  });

  it('follows a machine that moves to another site, at the next sync', async () => {
    at(bakery, 'NORTH-02', south);
    at(bakery, 'NORTH-01', null);
    await syncNow(environment, bakery.clientId);
    expect(shown(await weekOf(bound))).toEqual([]);
    expect(shown(await weekOf({ ...bound, siteIds: [south.id] }))).toContain('Worm.North.2');
    at(bakery, 'NORTH-01', north);
    await syncNow(environment, bakery.clientId);
    expect(shown(await weekOf(bound))).toEqual(['Trojan.North.1', 'Trojan.North.Twin']);
  });

  it('sees nothing once the MSP hides the portal from its client', async () => {
    await changeSettings(environment, { portalHiddenClientIds: [bakery.clientId] });
    expect(await weekOf(bound)).toMatchObject({
      portalBitdefenderSites: null,
      portalBitdefenderThreats: { edges: [] },
      portalBitdefenderThreatCounts: null,
      portalBitdefenderWeeklySummary: null,
      portalBitdefenderWeeks: [],
      portalBitdefenderResponseTimes: null,
    });
  });
});
