import { beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../../src/graphql/limits.js';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { openSocket } from '../../support/live.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { nodesOf } from '../../support/nodes.js';

const companies = 24;

/** Each level asks for all companies of the client of each company: the estimate counts a hundred for them, the budget what there is. */
const companiesOfCompanies = (levels: number): string =>
  levels === 0 ? 'id' : `id client { id bitdefender { companies { ${companiesOfCompanies(levels - 1)} } } }`;
const aliases = (count: number, field: (number: number) => string) =>
  Array.from({ length: count }, (_, number) => `a${number}: ${field(number)}`).join(' ');
const counts = (count: number) =>
  `{ ${aliases(count, (number) => `bitdefenderThreats(first: 1, filter: { search: "oven ${number}" }) { totalCount }`)} }`;
const series = (count: number) =>
  aliases(count, (number) => {
    const from = new Date(Date.UTC(2026, 0, 1, number)).toISOString();
    return `bitdefender { threatCounts { series(step: DAY, from: "${from}", to: "2026-01-20T00:00:00Z") { steps { total } } } }`;
  });
const tooLarge = { errors: [{ message: expect.any(String), extensions: { code: 'REQUEST_TOO_LARGE' } }] };

describe.each(['all', 'none'] as const)('a request that asks for too much, queries compiled: %s', (compiledQueries) => {
  let environment: TestEnvironment;
  let clientId: string;

  beforeAll(async () => {
    environment = await testEnvironment({ compiledQueries });
    const bakery = addBakery(environment);
    clientId = bakery.clientId;
    const ids = [bakery.companyId];
    while (ids.length < companies) ids.push(environment.gravityZone.world.addCompany(`Branch ${ids.length}`).id);
    await connectSimulator(environment);
    await mapByBdId(environment, Object.fromEntries(ids.map((id) => [id, clientId])));
    await syncNow(environment, clientId);
  });

  async function post(query: string, variables: object = {}) {
    const token = await environment.tokens.issue(technician);
    const response = await fetch(environment.app.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
  }

  it.each([
    ['lists within lists', `{ bitdefenderCompanies(first: 100) { edges { node { ${companiesOfCompanies(4)} } } } }`],
    ['two hundred counts', counts(limits.aliases)],
  ])('is refused over HTTP: %s', async (_, query) => {
    const { status, answer } = await post(query);
    expect({ status, answer }).toEqual({ status: 400, answer: tooLarge });
  });

  it('is refused while it is executed, where the estimate sees nothing wrong', async () => {
    const { status, answer } = await post(counts(limits.statements + 1));
    expect({ status, answer }).toEqual({ status: 400, answer: tooLarge });
  });

  it('is refused over WebSocket, as a whole', async () => {
    const socket = await openSocket(environment, technician);
    const answer = await new Promise((resolve) => {
      socket.subscribe(
        { query: counts(limits.statements + 1) },
        { next: resolve, error: resolve, complete: () => undefined },
      );
    });
    await socket.dispose();
    expect(answer).toMatchObject(tooLarge);
    expect(answer).not.toHaveProperty('data');
  });

  it('is refused as entities', async () => {
    const representations = [{ __typename: 'Client', id: clientId }];
    const { status, answer } = await post(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Client { ${series(limits.statements + 1)} } } }`,
      { representations },
    );
    expect({ status, answer }).toEqual({ status: 400, answer: tooLarge });
  });

  it('does not keep others from their answers, nor a page from its own', async () => {
    const query = `{ bitdefenderCompanies(first: 100) { edges { node { ${companiesOfCompanies(1)} } } } }`;
    const data = await environment.data<{ bitdefenderCompanies: { edges: { node: { client: object | null } }[] } }>(
      admin,
      query,
    );
    expect(nodesOf(data.bitdefenderCompanies).filter(({ client }) => client !== null)).toHaveLength(companies);
  });
});
