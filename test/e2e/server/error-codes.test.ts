import { beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../../src/graphql/limits.js';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { openSocket } from '../../support/live.js';

let environment: TestEnvironment;

beforeAll(async () => {
  environment = await testEnvironment();
});

interface Refused {
  message: string;
  extensions: { code: string };
}

const deep = (levels: number): string => (levels === 0 ? 'id' : `agent { bitdefender { ${deep(levels - 1)} } }`);
const needsVariable = 'query ($id: ID!) { bitdefenderThreat(id: $id) { id } }';

describe('a request that is refused as a whole', () => {
  const overHttp = async (query: string, more: object) => {
    const response = await fetch(environment.app.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await environment.tokens.issue(technician)}`,
      },
      body: JSON.stringify({ query, ...more }),
    });
    const { errors } = (await response.json()) as { errors: Refused[] };
    return { status: response.status, codes: [...new Set(errors.map(({ extensions }) => extensions.code))] };
  };

  it.each<[string, string, object, string]>([
    ['that does not parse', '{ bitdefenderThreats { edges', {}, 'GRAPHQL_PARSE_FAILED'],
    ['with too many tokens', `{ ${'__typename '.repeat(limits.tokens)} }`, {}, 'GRAPHQL_PARSE_FAILED'],
    ['with an unknown field', '{ nothing }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'with an unknown type',
      'subscription ($x: Nothing) { bitdefenderSyncProgressed(runId: $x) { id } }',
      {},
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'with two operations and no name',
      'query A { __typename } query B { __typename }',
      {},
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['without a required variable', needsVariable, {}, 'BAD_USER_INPUT'],
    ['with a variable of the wrong type', needsVariable, { variables: { id: {} } }, 'BAD_USER_INPUT'],
    ['that is too deep', `{ bitdefenderThreats { edges { node { ${deep(10)} } } } }`, {}, 'REQUEST_TOO_LARGE'],
  ])('has the same code over HTTP, as 400, and over WebSocket: one %s', async (_what, query, more, code) => {
    expect(await overHttp(query, more)).toEqual({ status: 400, codes: [code] });
    const socket = await openSocket(environment, technician, { lazy: false });
    let isOpen = true;
    socket.on('closed', () => {
      isOpen = false;
    });
    const ask = (text: string, rest: object = {}) =>
      new Promise<unknown>((resolve) =>
        socket.subscribe({ query: text, ...rest }, { next: resolve, error: resolve, complete: () => undefined }),
      );
    const answer = await ask(query, more);
    const errors = (Array.isArray(answer) ? answer : (answer as { errors: Refused[] }).errors) as Refused[];
    expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set([code]));
    // What else goes on over the socket does go on.
    expect(await ask('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
    expect(isOpen).toBe(true);
    await socket.dispose();
  });
});

describe('a text beyond its bound', () => {
  const long = 'x'.repeat(900_000);
  const rule = {
    name: 'Rule',
    scope: { kind: 'ALL', clientIds: [] },
    conditions: {},
    actions: [{ kind: 'SUPPRESS', reason: long }],
  };

  it('is refused by a mutation with its path, and not stored', async () => {
    const answer = await environment.data(
      admin,
      `mutation ($input: SaveBitdefenderAlertRuleInput!) { saveBitdefenderAlertRule(input: $input) {
         rule { id } userErrors { code field message } } }`,
      { input: rule },
    );
    const field = ['input', 'actions', '0', 'reason'];
    const userErrors = [{ code: 'TOO_LONG', field, message: 'Enter at most 500 characters.' }];
    expect(answer).toEqual({ saveBitdefenderAlertRule: { rule: null, userErrors } });
    const { rows } = await environment.database.query('select from alert_rule');
    expect(rows).toEqual([]);
  });

  it('ends a query and a subscription with the same code', async () => {
    const { errors } = await environment.ask(
      technician,
      '{ bitdefenderThreats(filter: { clientId: " c" }) { totalCount } }',
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_ID' } }]);
    const socket = await openSocket(environment, technician);
    const query = 'subscription ($after: String) { bitdefenderThreatDetected(after: $after) { cursor } }';
    const answer = await new Promise((resolve) =>
      socket.subscribe(
        { query, variables: { after: long } },
        { next: resolve, error: resolve, complete: () => undefined },
      ),
    );
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'TOO_LONG' } }] });
    await socket.dispose();
  });
});
