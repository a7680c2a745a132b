import {
  type ExecutionArgs,
  execute,
  GraphQLInt,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  parse,
} from 'graphql';
import { expect, it } from 'vitest';
import type { Viewer } from '../../../src/auth/viewer.js';
import { spend, withBudget } from '../../../src/database/request-budget.js';
import type { RequestContext } from '../../../src/graphql/context.js';
import type { Answered } from '../../../src/server/enforce-limits.js';
import { createSharedExecutions, createSubscribe } from '../../../src/server/shared-executions.js';
import { currentRequest, inRequest } from '../../../src/telemetry/request-context.js';

const event = { number: 1 };
const viewer: Viewer = {
  ...{ tenantId: 'msp-one', subject: 'tom', name: 'Tom', roles: ['technician'], scopes: [], clientId: null },
  ...{ siteIds: null, tokenId: null, expiresAt: new Date('2100-01-01') },
};
const query = 'subscription A ($x: Int) { happened(x: $x) { rights } } subscription B { happened { rights } }';

/** Subscriptions whose answer shows the rights of the viewer, and how often an event was executed. */
function setUp(
  resolve: (context: RequestContext) => unknown = () => null,
  open: (context: RequestContext) => unknown = () => null,
) {
  const state = { executions: 0 };
  const rights = ({ viewer: { tenantId, roles, scopes, clientId } }: RequestContext) =>
    JSON.stringify([tenantId, roles, scopes, clientId]);
  const createSchema = (name: string) => {
    const happened = new GraphQLObjectType<unknown, RequestContext>({
      name: 'Happened',
      fields: {
        rights: {
          type: GraphQLString,
          resolve: async (_root, _args, context) => {
            state.executions += 1;
            await resolve(context);
            return name + rights(context);
          },
        },
      },
    });
    const field = {
      type: happened,
      args: { x: { type: GraphQLInt } },
      resolve: () => event,
      async *subscribe(_root: unknown, _args: unknown, context: RequestContext) {
        await open(context);
        yield event;
      },
    };
    const subscription = new GraphQLObjectType({ name: 'Subscription', fields: { happened: field } });
    const unused = new GraphQLObjectType({ name: 'Query', fields: { unused: { type: GraphQLInt } } });
    return new GraphQLSchema({ query: unused, subscription });
  };
  const schemas = { full: createSchema('full'), portal: createSchema('portal') };
  const subscribe = createSubscribe(createSharedExecutions(execute), () => {
    throw new Error('These are not the changes of a log.');
  });
  const noted: unknown[] = [];
  const argsOf = (given: Partial<ExecutionArgs> = {}, of: Partial<Viewer> = {}): ExecutionArgs => ({
    ...{ schema: schemas.full, document: parse(query), operationName: 'A', variableValues: { x: 1 } },
    contextValue: {
      viewer: { ...viewer, ...of },
      loaders: new Map(),
      noteAccess: (access: unknown) => noted.push([of.subject ?? viewer.subject, access]),
    },
    ...given,
  });
  const eventsOf = async (args: ExecutionArgs) => (await subscribe(args)) as Extract<Answered, AsyncGenerator>;
  const firstOf = async (args: ExecutionArgs) => (await (await eventsOf(args)).next()).value?.data;
  return { state, schemas, noted, argsOf, eventsOf, firstOf };
}

it('executes an event once for all with the same rights, whoever they are', async () => {
  const { state, argsOf, firstOf } = setUp();
  const people = ['tom', 'tina', 'theo'].map((subject) => argsOf({}, { subject, expiresAt: new Date() }));
  const answers = await Promise.all(people.map(firstOf));
  expect(answers).toEqual(answers.map(() => ({ happened: { rights: 'full["msp-one",["technician"],[],null]' } })));
  expect(state.executions).toBe(1);
});

it.each<[string, Partial<ExecutionArgs>, Partial<Viewer>, string | null]>([
  ['a document', { document: parse(`${query} # other`) }, {}, null],
  ['an operation', { operationName: 'B' }, {}, null],
  ['variables', { variableValues: { x: 2 } }, {}, null],
  ['a tenant', {}, { tenantId: 'msp-two' }, 'full["msp-two",["technician"],[],null]'],
  ['roles', {}, { roles: ['portal'] }, 'full["msp-one",["portal"],[],null]'],
  ['scopes', {}, { scopes: ['bitdefender:read'] }, 'full["msp-one",["technician"],["bitdefender:read"],null]'],
  ['a client', {}, { clientId: 'c' }, 'full["msp-one",["technician"],[],"c"]'],
])('executes it again for another subscription when it has %s of its own', async (_what, given, of, rights) => {
  const { state, argsOf, firstOf } = setUp();
  const answers = await Promise.all([argsOf(), argsOf(given, of)].map(firstOf));
  const own = 'full["msp-one",["technician"],[],null]';
  expect(answers).toEqual([{ happened: { rights: own } }, { happened: { rights: rights ?? own } }]);
  expect(state.executions).toBe(2);
});

it('executes it again for another schema', async () => {
  const { schemas, argsOf, firstOf } = setUp();
  const answers = await Promise.all([argsOf(), argsOf({ schema: schemas.portal })].map(firstOf));
  const rights = '["msp-one",["technician"],[],null]';
  expect(answers).toEqual(['full', 'portal'].map((name) => ({ happened: { rights: name + rights } })));
});

it('goes on for the others when the first of them leaves', async () => {
  let release: () => void = () => undefined;
  const { state, argsOf, eventsOf } = setUp(
    () =>
      new Promise<void>((resolve) => {
        release = resolve;
      }),
  );
  const [first, second] = [await eventsOf(argsOf()), await eventsOf(argsOf())];
  const answers = [first.next(), second.next()];
  while (state.executions === 0) await new Promise(setImmediate);
  await first.return(undefined);
  release();
  expect((await answers[1])?.value?.data).toMatchObject({ happened: {} });
  expect(state.executions).toBe(1);
  expect(await second.next()).toMatchObject({ done: true });
});

it('spends the budget of none of them, and is a part of no request', async () => {
  const seen: unknown[] = [];
  const { argsOf, firstOf } = setUp(() => {
    spend('statements', 1);
    seen.push(currentRequest());
  });
  const spent = { fields: 0, statements: 0 };
  const data = await inRequest({ requestId: 'first' }, () => withBudget(spent, () => firstOf(argsOf())));
  expect(data).toMatchObject({ happened: { rights: expect.any(String) } });
  expect(seen).toEqual([undefined]);
  expect(spent).toEqual({ fields: 0, statements: 0 });
});

it('puts on record for each of them what it looked at', async () => {
  const access = { action: 'KEY_METADATA_READ', subject: 'connection' } as const;
  const { noted, argsOf, firstOf } = setUp(({ noteAccess }) => noteAccess(access));
  await Promise.all(['tom', 'tina'].map((subject) => firstOf(argsOf({}, { subject }))));
  expect(noted).toEqual([
    ['tom', access],
    ['tina', access],
  ]);
});

it.each(['subject', 'name', 'tokenId', 'expiresAt'] as const)('does not show who they are: %s', async (what) => {
  const { argsOf, eventsOf } = setUp(({ viewer: shown }) => String(shown[what]));
  const { value } = await (await eventsOf(argsOf())).next();
  expect(value?.errors?.[0]?.message).toContain('not for one person');
});

it('does not show who they are to what gives the events', async () => {
  const { argsOf, eventsOf } = setUp(undefined, ({ viewer: shown }) => shown.subject);
  await expect((await eventsOf(argsOf())).next()).rejects.toThrow('not for one person');
});
