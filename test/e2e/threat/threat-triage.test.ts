import { beforeAll, describe, expect, it } from 'vitest';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const triage = `mutation ($input: TriageBitdefenderThreatsInput!) { triageBitdefenderThreats(input: $input) {
  outcomes { id threat { status resolvedBy note assigneeId } userErrors { code } } userErrors { code message field } } }`;
const history = `query ($id: ID!, $first: Int! = 100, $after: String) { bitdefenderThreat(id: $id) {
  changes(first: $first, after: $after) { edges { node { kind actor source from to reason note assigneeId client { id } } }
    pageInfo { hasNextPage endCursor } } } }`;

interface TriageAnswer {
  triageBitdefenderThreats: {
    outcomes: { id: string; threat: Record<string, unknown> | null; userErrors: { code: string }[] }[] | null;
    userErrors: { code: string; message: string; field: string[] | null }[];
  };
}
interface Entry {
  kind: string;
  actor: string;
  note: string | null;
  [more: string]: unknown;
}
interface HistoryAnswer {
  bitdefenderThreat: {
    changes: { edges: { node: Entry }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
  };
}

describe('triage of threats', () => {
  let environment: TestEnvironment;
  let clientId: string;
  const count = 500;

  beforeAll(async () => {
    environment = await testEnvironment();
    const { world } = environment.gravityZone;
    const bakery = addBakery(environment);
    const { companyId, deviceId } = bakery;
    clientId = bakery.clientId;
    for (let number = 0; number < count; number += 1)
      world.addIncident({ companyId, deviceId, name: `Trojan.${number}`, severityScore: 50, status: 'open' });
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
    await syncNow(environment, clientId);
  });

  async function allIds(): Promise<string[]> {
    const ids: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page: {
        bitdefenderThreats: {
          edges: { node: { id: string } }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      } = await environment.data(
        technician,
        `query ($after: String) { bitdefenderThreats(first: 100, after: $after, filter: { minimumSeverity: UNKNOWN, status: ALL }) {
          edges { node { id } } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
      ids.push(...page.bitdefenderThreats.edges.map(({ node }) => node.id));
      after = page.bitdefenderThreats.pageInfo.endCursor;
      more = page.bitdefenderThreats.pageInfo.hasNextPage;
    }
    return ids;
  }

  const decide = async (input: object) =>
    (await environment.data<TriageAnswer>(technician, triage, { input })).triageBitdefenderThreats;
  const changesOf = async (id: string, page: object = {}) =>
    (await environment.data<HistoryAnswer>(technician, history, { id, ...page })).bitdefenderThreat.changes;

  it('takes 500 at once, with a result for each, and refuses 501', async () => {
    const ids = await allIds();
    expect(ids).toHaveLength(count);
    const done = await decide({ ids, decision: 'ASSIGN', assigneeId: 'tina', note: 'Yours.' });
    expect(done.userErrors).toEqual([]);
    expect(done.outcomes?.map(({ id }) => id)).toEqual(ids);
    const expected = { status: 'UNRESOLVED', resolvedBy: null, note: 'Yours.', assigneeId: 'tina' };
    for (const { threat, userErrors } of done.outcomes ?? []) expect([threat, userErrors]).toEqual([expected, []]);

    const refused = await decide({ ids: [...ids, 'one-more'], decision: 'RESOLVE' });
    expect(refused).toEqual({
      outcomes: null,
      userErrors: [{ code: 'TOO_MANY', message: expect.stringContaining('500'), field: ['input', 'ids'] }],
    });
    const [first = ''] = ids;
    expect((await changesOf(first)).edges[0]?.node.kind).toBe('ASSIGNED');
  });

  it('does what can be done when some are not there', async () => {
    const [id = ''] = await allIds();
    const missing = '00000000-0000-4000-8000-000000000000';
    const { outcomes } = await decide({ ids: [missing, id, 'no-id'], decision: 'RESOLVE' });
    expect(outcomes?.map(({ threat, userErrors }) => [threat?.status, userErrors[0]?.code])).toEqual([
      [undefined, 'NOT_FOUND'],
      ['RESOLVED', undefined],
      [undefined, 'NOT_FOUND'],
    ]);
  });

  it.each([
    ['a note without text', { decision: 'NOTE', note: '  ' }, 'NOTE_MISSING'],
    ['a note without end', { decision: 'RESOLVE', note: 'x'.repeat(2_001) }, 'TOO_LONG'],
    ['an assignee without assigning', { decision: 'RESOLVE', assigneeId: 'tina' }, 'NOT_ASSIGNING'],
    ['nothing', { decision: 'RESOLVE', ids: [] }, 'EMPTY_LIST'],
  ])('refuses %s', async (_name, input, code) => {
    const { userErrors, outcomes } = await decide({ ids: (await allIds()).slice(0, 1), ...input });
    expect([outcomes, userErrors[0]?.code]).toEqual([null, code]);
  });

  it('lists every step in the history of the threat, with its actor', async () => {
    const id = (await allIds())[7] ?? '';
    await decide({ ids: [id], decision: 'NOTE', note: 'First look.' });
    await decide({ ids: [id], decision: 'NOTE', note: 'Second look.' });
    await decide({ ids: [id], decision: 'ASSIGN' });
    await decide({ ids: [id], decision: 'FALSE_POSITIVE', note: 'Our own tool.' });
    // It is so already: the note is kept all the same, the decision stays who made it first.
    await environment.data(admin, triage, { input: { ids: [id], decision: 'FALSE_POSITIVE', note: 'Agreed.' } });
    await decide({ ids: [id], decision: 'REOPEN' });
    const expected = [
      { kind: 'REOPENED', actor: 'tom', from: 'FALSE_POSITIVE', to: 'UNRESOLVED', note: null },
      { kind: 'NOTED', actor: 'ada', from: null, to: null, note: 'Agreed.' },
      { kind: 'FALSE_POSITIVE', actor: 'tom', from: 'UNRESOLVED', to: 'FALSE_POSITIVE', note: 'Our own tool.' },
      { kind: 'ASSIGNED', actor: 'tom', note: null, assigneeId: null },
      { kind: 'NOTED', actor: 'tom', note: 'Second look.' },
      { kind: 'NOTED', actor: 'tom', note: 'First look.' },
      { kind: 'ASSIGNED', actor: 'tom', note: 'Yours.', assigneeId: 'tina' },
      { kind: 'DETECTED', actor: 'bitdefender', source: 'INCIDENT' },
    ];
    const whole = (await changesOf(id)).edges.map(({ node }) => node);
    expect(whole).toMatchObject(expected);

    const paged: Entry[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page: HistoryAnswer['bitdefenderThreat']['changes'] = await changesOf(id, { first: 3, after });
      expect(page.edges.length).toBeLessThanOrEqual(3);
      paged.push(...page.edges.map(({ node }) => node));
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    expect(paged).toEqual(whole);
  });

  it('shows the mapping of an unmapped company too', async () => {
    const { world } = environment.gravityZone;
    const companyId = world.addCompany('Butcher').id;
    const deviceId = world.addDevice({ companyId, name: 'KNIFE-01' }).id;
    world.addIncident({ companyId, deviceId, name: 'Trojan.Unmapped', severityScore: 95 });
    const butcher = environment.core.world('msp-one').addClient({ name: 'The Butcher' }).id;
    await syncNow(environment, clientId);
    const find = async (filter: string) =>
      (
        await environment.data<{ bitdefenderThreats: { edges: { node: { id: string; client: object | null } }[] } }>(
          technician,
          `{ bitdefenderThreats(filter: { search: "Trojan.Unmapped", ${filter} }) { edges { node { id client { id } } } } }`,
        )
      ).bitdefenderThreats.edges.map(({ node }) => node);
    const [unmapped] = await find('mapped: false');
    expect(unmapped).toMatchObject({ client: null });
    expect(await find('mapped: true')).toEqual([]);
    await mapByBdId(environment, { [companyId]: butcher });
    expect(await find(`clientId: "${butcher}"`)).toEqual([{ id: unmapped?.id, client: { id: butcher } }]);
    const { edges } = await changesOf(unmapped?.id ?? '');
    expect(edges.map(({ node }) => node)).toMatchObject([
      { kind: 'MAPPED', actor: 'ada', client: { id: butcher } },
      { kind: 'DETECTED', actor: 'bitdefender', client: null },
    ]);
  });
});
