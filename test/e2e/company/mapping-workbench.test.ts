import { beforeAll, describe, expect, it } from 'vitest';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { nodesOf } from '../../support/nodes.js';

const workbench = `query ($filter: BitdefenderCompanyFilter) { bitdefenderCompanies(first: 100, filter: $filter) { edges { node {
  id bdId name kind state path depth deviceCount unresolvedThreatCount worstSeverity lastThreatAt
  ignored { by reason } client { id } nextSyncAt } } } }`;
const events = `query ($all: Boolean!, $first: Int!, $after: String) { bitdefenderCompanyEvents(all: $all, first: $first, after: $after) {
  edges { node { id kind before after dismissedBy company { name } } } pageInfo { hasNextPage endCursor } } }`;
const dismiss = `mutation ($input: DismissBitdefenderCompanyEventsInput!) {
  dismissBitdefenderCompanyEvents(input: $input) { dismissed userErrors { code } } }`;
const ignore = `mutation ($input: IgnoreBitdefenderCompaniesInput!) { ignoreBitdefenderCompanies(input: $input) {
  outcomes { company { name ignored { by reason } } userErrors { code } } userErrors { code } } }`;
const unignore = `mutation ($input: UnignoreBitdefenderCompaniesInput!) { unignoreBitdefenderCompanies(input: $input) {
  outcomes { company { name ignored { reason } } userErrors { code } } userErrors { code } } }`;

interface Company {
  id: string;
  bdId: string;
  name: string;
  kind: string;
  state: string;
  path: string[];
  depth: number;
  deviceCount: number;
  unresolvedThreatCount: number;
  worstSeverity: string | null;
  client: { id: string } | null;
  nextSyncAt: string | null;
}

interface CompanyEvent {
  id: string;
  kind: string;
  before: string | null;
  after: string | null;
  dismissedBy: string | null;
  company: { name: string };
}

describe('the mapping workbench', () => {
  const statements: string[] = [];
  let environment: TestEnvironment;
  let clientId: string;
  let bakery: string;
  let folder: string;

  beforeAll(async () => {
    environment = await testEnvironment({ onStatement: (statement) => statements.push(statement) });
    const { world } = environment.gravityZone;
    folder = world.addFolder('North').id;
    bakery = world.addCompany('Bakery', { parentId: folder }).id;
    world.addDevice({ companyId: bakery, name: 'OVEN-01' });
    world.addCompany('Aardvark');
    const quiet = world.addCompany('Quiet but large').id;
    for (const number of [1, 2, 3]) world.addDevice({ companyId: quiet, name: `QUIET-${number}` });
    const threatened = world.addCompany('Threatened').id;
    const deviceId = world.addDevice({ companyId: threatened, name: 'VICTIM-01' }).id;
    world.addIncident({ companyId: threatened, deviceId, name: 'Trojan.One', severityScore: 95 });
    world.addIncident({ companyId: threatened, deviceId, name: 'Trojan.Two', severityScore: 10 });
    clientId = environment.core.world('msp-one').addClient({ name: 'The Bakery' }).id;
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery]: clientId });
    expect(await syncNow(environment, clientId)).toMatchObject({ state: 'SUCCEEDED' });
  });

  const companies = async (filter: object = {}) => {
    const data = await environment.data<{ bitdefenderCompanies: { edges: { node: Company }[] } }>(
      technician,
      workbench,
      {
        filter,
      },
    );
    return nodesOf(data.bitdefenderCompanies);
  };
  const named = async (name: string) => {
    const company = (await companies()).find((candidate) => candidate.name === name);
    if (!company) throw new Error(`There is no ${name}.`);
    return company;
  };
  const inbox = async (variables: object = {}) =>
    (
      await environment.data<{
        bitdefenderCompanyEvents: {
          edges: { node: CompanyEvent }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      }>(technician, events, { all: false, first: 50, ...variables })
    ).bitdefenderCompanyEvents;
  const news = async () =>
    (await inbox()).edges.map(({ node }) => [node.kind, node.company.name, node.before, node.after]).sort();

  it('lists unmapped companies first, most at stake leading, then the others as a tree', async () => {
    const shown = await companies();
    expect(shown.map(({ name }) => name)).toEqual([
      'Threatened',
      'Quiet but large',
      'Aardvark',
      'OpsMerge Demo MSP',
      'Bakery',
      'North',
    ]);
    expect(shown[0]).toMatchObject({
      path: ['OpsMerge Demo MSP', 'Threatened'],
      depth: 1,
      deviceCount: 1,
      unresolvedThreatCount: 2,
      worstSeverity: 'CRITICAL',
    });
    expect(shown[4]).toMatchObject({ path: ['OpsMerge Demo MSP', 'North', 'Bakery'], depth: 2, deviceCount: 1 });
    expect(shown[1]).toMatchObject({ deviceCount: 3, unresolvedThreatCount: 0, worstSeverity: null });
  });

  it.each([
    ['part of a name, in any case', { search: 'kEr' }, ['Bakery']],
    ['an ID in BD', () => ({ search: bakery.toUpperCase() }), ['Bakery']],
    ['part of an ID in BD, which is no name', () => ({ search: bakery.slice(0, -1) }), []],
    ['nothing, as in a search that was emptied', { search: ' ', kind: 'FOLDER' }, ['North']],
    ['a client', () => ({ clientId }), ['Bakery']],
    ['what BD no longer lists', { state: 'VANISHED' }, []],
    ['an integration of nobody', { integrationId: crypto.randomUUID() }, []],
    ['several conditions', { search: 'ar', mapped: false }, undefined],
    ['several conditions that hold', { search: 'aar', mapped: false }, ['Aardvark']],
  ])('finds companies by %s', async (_what, filter, names) => {
    const query = `query ($filter: BitdefenderCompanyFilter) { bitdefenderCompanies(filter: $filter, orderBy: NAME) {
      totalCount edges { node { name } } } }`;
    const wanted = typeof filter === 'function' ? filter() : filter;
    const { data, errors } = await environment.ask(technician, query, { filter: wanted });
    const code = errors?.[0]?.extensions?.code;
    if (names === undefined) expect(code).toBe('SEARCH_TOO_SHORT');
    else
      expect(data).toEqual({
        bitdefenderCompanies: { totalCount: names.length, edges: names.map((name) => ({ node: { name } })) },
      });
  });

  it('takes as many statements for many companies as for few', async () => {
    const count = async (variables: object) => {
      statements.length = 0;
      const rows = await companies(variables);
      return { statements: statements.length, rows: rows.length };
    };
    const few = await count({ mapped: true });
    const many = await count({});
    expect([few.rows, many.rows]).toEqual([1, 6]);
    expect(many.statements).toBe(few.statements);
  });

  it('the companies of a first integration are no news, and an unchanged poll writes none', async () => {
    expect(await news()).toEqual([]);
    await syncNow(environment, clientId);
    expect(await news()).toEqual([]);
  });

  it('lists once in the inbox what appeared, was renamed, moved and vanished', async () => {
    const { world } = environment.gravityZone;
    const threatened = await named('Threatened');
    world.addCompany('Newcomer');
    world.company(bakery).name = 'Bakery and Sons';
    world.company(threatened.bdId).parentId = folder;
    const aardvark = await named('Aardvark');
    world.companies.delete(aardvark.bdId);
    await syncNow(environment, clientId);
    const listed = [
      ['APPEARED', 'Newcomer', null, 'Newcomer'],
      ['MOVED', 'Threatened', world.root.id, folder],
      ['RENAMED', 'Bakery and Sons', 'Bakery', 'Bakery and Sons'],
      ['VANISHED', 'Aardvark', 'Aardvark', null],
    ];
    expect(await news()).toEqual(listed);
    await syncNow(environment, clientId);
    expect(await news()).toEqual(listed);
    expect(await named('Aardvark')).toMatchObject({ state: 'VANISHED' });
    expect((await companies()).at(-2)?.name).toBe('Aardvark');
  });

  it('pages through the inbox, and a person empties it', async () => {
    const first = await inbox({ first: 3 });
    expect([first.edges.length, first.pageInfo.hasNextPage]).toEqual([3, true]);
    const rest = await inbox({ first: 3, after: first.pageInfo.endCursor });
    expect([rest.edges.length, rest.pageInfo.hasNextPage]).toEqual([1, false]);
    const eventIds = [...first.edges, ...rest.edges].map(({ node }) => node.id);
    for (const dismissed of [4, 0])
      expect(await environment.data(technician, dismiss, { input: { eventIds } })).toMatchObject({
        dismissBitdefenderCompanyEvents: { dismissed, userErrors: [] },
      });
    expect(await news()).toEqual([]);
    expect((await inbox({ all: true })).edges.map(({ node }) => node.dismissedBy)).toEqual([
      'tom',
      'tom',
      'tom',
      'tom',
    ]);
  });

  it('stops polling a mapped company that vanished, and polls it again when it returns', async () => {
    const { world } = environment.gravityZone;
    const model = world.company(bakery);
    const other = environment.core.world('msp-one').addClient({ name: 'Quiet' }).id;
    const quiet = await named('Quiet but large');
    await mapByBdId(environment, { [quiet.bdId]: other });
    world.companies.delete(bakery);
    for (const device of [...world.devices.values()]) if (device.companyId === bakery) world.removeDevice(device.id);
    expect(await syncNow(environment, other)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await named('Bakery and Sons')).toMatchObject({
      state: 'VANISHED',
      nextSyncAt: null,
      client: { id: clientId },
    });
    world.companies.set(bakery, model);
    expect(await syncNow(environment, other)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await named('Bakery and Sons')).toMatchObject({ state: 'PRESENT', nextSyncAt: expect.any(String) });
    expect(await news()).toEqual([
      ['RETURNED', 'Bakery and Sons', null, 'Bakery and Sons'],
      ['VANISHED', 'Bakery and Sons', 'Bakery and Sons', null],
    ]);
  });

  it('ignores a company with a reason, and takes that back', async () => {
    const { id, bdId } = await named('Newcomer');
    const mapped = await named('Bakery and Sons');
    const answer = await environment.data(admin, ignore, {
      input: { companyIds: [id, mapped.id, 'nobody'], reason: ' A test account ' },
    });
    expect(answer).toMatchObject({
      ignoreBitdefenderCompanies: {
        outcomes: [
          { company: { ignored: { by: 'ada', reason: 'A test account' } }, userErrors: [] },
          { userErrors: [{ code: 'MAPPED' }] },
          { company: null, userErrors: [{ code: 'NOT_FOUND' }] },
        ],
      },
    });
    expect(await environment.data(admin, ignore, { input: { companyIds: [id], reason: ' ' } })).toMatchObject({
      ignoreBitdefenderCompanies: { outcomes: null, userErrors: [{ code: 'REASON_REQUIRED' }] },
    });
    environment.gravityZone.world.company(bdId).name = 'Newcomer two';
    await syncNow(environment, clientId);
    // It leaves the companies to map and the inbox.
    expect((await news()).some(([, name]) => name === 'Newcomer two')).toBe(false);
    expect((await inbox({ all: true })).edges[0]?.node).toMatchObject({ kind: 'RENAMED', after: 'Newcomer two' });
    const ignored = await companies({ ignored: true });
    expect(ignored.map(({ name }) => name)).toEqual(['Newcomer two']);
    const shown = await companies({ mapped: false });
    expect(shown.findIndex(({ name }) => name === 'Newcomer two')).toBeGreaterThan(
      shown.findIndex(({ name }) => name === 'Threatened'),
    );
    const back = await environment.data(admin, unignore, { input: { companyIds: [id] } });
    expect(back).toMatchObject({ unignoreBitdefenderCompanies: { outcomes: [{ company: { ignored: null } }] } });
    // Mapping one takes it back too.
    await environment.data(admin, ignore, { input: { companyIds: [id], reason: 'again' } });
    await mapByBdId(environment, { [bdId]: clientId });
    expect(await companies({ ignored: true })).toEqual([]);
  });

  it('reads the other companies when BD no longer knows one', async () => {
    const { world } = environment.gravityZone;
    const { gravityZone } = environment;
    // The tree is dearer than two companies, so that they are read one by one.
    const crowd = world.addCompany('Crowd').id;
    for (let number = 0; number < 2_500; number += 1) world.addDevice({ companyId: crowd, name: `C-${number}` });
    await syncNow(environment, clientId);
    world.companies.delete((await named('Newcomer two')).bdId);
    gravityZone.calls.length = 0;
    await syncNow(environment, clientId);
    expect(await named('Newcomer two')).toMatchObject({ state: 'PRESENT' });
    // The next one walks the tree, and knows.
    await syncNow(environment, clientId);
    expect(await named('Newcomer two')).toMatchObject({ state: 'VANISHED' });
  });
});
