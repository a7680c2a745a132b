import { readFileSync } from 'node:fs';
import { federateSubgraphs, ROUTER_COMPATIBILITY_VERSION_ONE } from '@wundergraph/composition';
import {
  concatAST,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isObjectType,
  OperationTypeNode,
  parse,
  print,
  separateOperations,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { roverSubgraphs, type Subgraph } from '../../../../demo/gateway/compose.js';
import { composers } from '../../../../scripts/check-core/composers.mjs';
import { costOf } from '../../../../src/graphql/limits.js';
import { printSubgraph } from '../../../../src/graphql/schema.js';
import { anyVariables } from '../../../support/any-input.js';
import { demandCost } from '../../../support/demand-control.js';
import { atEndOfFile } from '../../../support/end-of-file.js';
import { buildSchemas } from '../../../support/schemas.js';
import { operationsOf, readScreens } from '../../../support/screens.js';
import { createPlanner } from '../../../support/subgraph-requests.js';

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = (await buildSchemas()).full;
});

const fields = () =>
  Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('_'))
    .flatMap((type) => (isObjectType(type) ? Object.values(type.getFields()).map((field) => ({ type, field })) : []))
    .filter(({ field }) => !field.name.startsWith('_'));

/** The argument of a hint, undefined where either is not there. */
function argumentOf(node: FieldDefinitionNode | null | undefined, hint: string, argument: string): unknown {
  const found = node?.directives?.find(({ name }) => name.value === hint);
  const given = found?.arguments?.find(({ name }) => name.value === argument);
  return given && valueFromASTUntyped(given.value);
}
const hintsOf = (type: string, name: string) => {
  const found = fields().find((each) => each.type.name === type && each.field.name === name);
  return (found?.field.astNode?.directives ?? [])
    .map((node) => print(node))
    .filter((text) => /^@(cost|listSize)/.test(text));
};

describe('the hints for routers', () => {
  it('give every list a length: its own, or one from each field that leads to its page', () => {
    const lists = fields().filter(({ field }) => isListType(getNullableType(field.type)));
    const sizes = (node: FieldDefinitionNode | null | undefined) =>
      argumentOf(node, 'listSize', 'assumedSize') ?? argumentOf(node, 'listSize', 'slicingArguments');
    const isSized = ({ type, field }: (typeof lists)[number]) => {
      const leading = fields().filter((each) => getNamedType(each.field.type) === type);
      const sizedBy = leading.filter(({ field: { astNode } }) =>
        (argumentOf(astNode, 'listSize', 'sizedFields') as string[] | undefined)?.includes(field.name),
      );
      return (
        sizedBy.length > 0 && sizedBy.length === leading.length && sizedBy.every((each) => sizes(each.field.astNode))
      );
    };
    const unknown = lists.filter((each) => !sizes(each.field.astNode) && !isSized(each));
    expect(lists.length).toBeGreaterThan(100);
    expect(unknown.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual([]);
  });

  it('give each scalar of this service the weight of a field, and none to what is of core', () => {
    const scalars = fields().filter(({ field }) => isLeafType(getNamedType(field.type)));
    const [ours, cores] = [true, false].map((wanted) =>
      scalars.filter(({ type }) => /Bitdefender|^Query$/.test(type.name) === wanted),
    );
    expect(ours?.length).toBeGreaterThan(500);
    expect(new Set(ours?.map(({ field }) => argumentOf(field.astNode, 'cost', 'weight')))).toEqual(new Set([1]));
    expect(cores?.length).toBeGreaterThan(5);
    expect(new Set(cores?.map(({ field }) => argumentOf(field.astNode, 'cost', 'weight')))).toEqual(
      new Set([undefined]),
    );
  });

  it.each([
    [
      'a page',
      'Query',
      'bitdefenderThreats',
      [
        '@listSize(slicingArguments: ["first", "last"], sizedFields: ["edges"], assumedSize: 50, requireOneSlicingArgument: false)',
      ],
    ],
    [
      'a list with a default size',
      'Query',
      'bitdefenderThreatChanges',
      ['@cost(weight: 0)', '@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)'],
    ],
    ['a list with a bound', 'Query', 'bitdefenderWebhooks', ['@cost(weight: 0)', '@listSize(assumedSize: 20)']],
    ['a series', 'BitdefenderThreatCounts', 'series', ['@listSize(sizedFields: ["steps"], assumedSize: 31)']],
    ['scalars', 'BitdefenderSettings', 'portalHiddenClientIds', ['@cost(weight: 1)', '@listSize(assumedSize: 100)']],
  ])('say of %s what this service assumes', (_what, type, field, hints) => {
    expect(hintsOf(type, field)).toEqual(hints);
  });
});

describe('a supergraph has all hints', () => {
  /** How often each hint is in a text, without the definitions of the directives. */
  const counted = (text: string) => ({
    costs: text.match(/(?<!directive )@cost\(/g)?.length,
    sizes: text.match(/(?<!directive )@listSize\(/g)?.length,
  });
  let subgraphs: Subgraph[];
  let hints: ReturnType<typeof counted>;

  beforeAll(async () => {
    const sdl = await printSubgraph(await buildSchemas());
    subgraphs = roverSubgraphs().map((each) => (each.name === 'bitdefender' ? { ...each, sdl } : each));
    hints = counted(sdl);
  });

  it.each(['Apollo', 'The Guild'] as const)("composed by %s's composer", (composer) => {
    expect(counted(composers[composer](subgraphs).supergraph ?? '')).toEqual(hints);
  });

  it("composed by WunderGraph's composer, in the configuration of its router", () => {
    const result = federateSubgraphs({
      subgraphs: subgraphs.map(({ name, url, sdl }) => ({ name, url, definitions: parse(sdl) })),
      version: ROUTER_COMPATIBILITY_VERSION_ONE,
    });
    const costs = result.success ? result.subgraphConfigBySubgraphName.get('bitdefender')?.costs : undefined;
    expect({ costs: costs?.fieldWeights.size, sizes: costs?.listSizes.size }).toEqual(hints);
  });
});

describe('the cost by the hints', () => {
  /** How many objects a router brings to `_entities`, and how long a list without a hint is. */
  const references = 100;

  /** The costs of a request: of its fields by the hints, of what this service does not count, and of its fields by this service. */
  function costsOf(document: DocumentNode, given: Readonly<Record<string, unknown>>) {
    const representations = Array.from({ length: references }, () => ({}));
    const cost = demandCost(schema, document, { ...given, representations }, references);
    const known = print(document).includes('_entities') ? references : 0;
    return {
      hinted: cost.fields - known,
      uncounted: cost.inputs + cost.operation,
      estimated: costOf(schema, document, { ...given, representations }),
    };
  }

  const withoutFacets = (document: DocumentNode): DocumentNode =>
    visit(document, { Field: ({ name }) => (name.value === 'facets' ? null : undefined) });

  it('is that of Apollo, in its parts', () => {
    const document = parse(`mutation ($ids: [ID!]!) {
      triageBitdefenderThreats(input: { ids: $ids, decision: NOTE }) { outcomes { id threat { status } } }
    }`);
    expect(demandCost(schema, document, { ids: ['a', 'b'] }, references)).toEqual({
      fields: 1 + 500 * (1 + 1 + 1),
      inputs: 1,
      operation: 10,
    });
  });

  it('is at most the estimate of this service, and at least half of it, for every screen', async () => {
    const planner = await createPlanner(readFileSync('schema/supergraph.graphql', 'utf8'));
    atEndOfFile(planner.stop);
    const whole = concatAST([...readScreens().values()]);
    const screens = operationsOf(whole).filter(({ operation }) => operation !== OperationTypeNode.SUBSCRIPTION);
    const compared: { name: string; share: number }[] = [];
    const ofCoreAlone: string[] = [];
    for (const screen of screens) {
      const name = screen.name?.value ?? '';
      const variables = anyVariables(planner.schema, screen);
      const requests = await planner.requestsTo(
        'bitdefender',
        separateOperations(whole)[name] as DocumentNode,
        variables,
      );
      if (requests.length === 0) ofCoreAlone.push(name);
      for (const request of requests) {
        const { hinted, estimated } = costsOf(request, variables);
        expect(hinted, name).toBeLessThanOrEqual(estimated);
        // The estimate counts facets for each row of their page, the hints once.
        const rows = costsOf(withoutFacets(request), variables);
        compared.push({ name, share: rows.hinted / rows.estimated });
      }
    }
    expect(screens.length).toBeGreaterThan(30);
    expect(ofCoreAlone.toSorted()).toEqual(['ClientChoices', 'PeopleChoices']);
    expect(compared.filter(({ share }) => share < 0.5)).toEqual([]);
  });

  it('is the estimate without the lists themselves where there is no page', () => {
    const document = parse(
      '{ bitdefenderWebhooks { id name } bitdefenderSettings { timeZone portalHiddenClientIds } }',
    );
    const { hinted, uncounted, estimated } = costsOf(document, {});
    expect({ hinted, uncounted, estimated }).toEqual({
      hinted: 20 * 2 + 1 + 1 + 100,
      uncounted: 0,
      estimated: hinted + 2,
    });
  });
});
