import { composeSchemaContract } from '@theguild/federation-composition';
import { federateSubgraphsContract, ROUTER_COMPATIBILITY_VERSION_ONE } from '@wundergraph/composition';
import {
  buildASTSchema,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  parse,
} from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { roverSubgraphs, type Subgraph } from '../../../../demo/gateway/compose.js';
import { permissions } from '../../../../src/auth/permissions.js';
import { printSubgraph, type SubgraphSchema } from '../../../../src/graphql/schema.js';
import { buildSchemas } from '../../../support/schemas.js';

const included = new Set(['portal']);

/** Who makes contracts of tags; each takes subgraphs and gives the schema that clients see. */
const makers: Record<string, (subgraphs: readonly Subgraph[]) => GraphQLSchema> = {
  'The Guild'(subgraphs) {
    const services = subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) }));
    const { errors, publicSdl } = composeSchemaContract(services, { include: included, exclude: new Set() });
    expect(errors ?? []).toEqual([]);
    return buildASTSchema(parse(publicSdl ?? ''));
  },
  WunderGraph(subgraphs) {
    const result = federateSubgraphsContract({
      subgraphs: subgraphs.map(({ name, url, sdl }) => ({ name, url, definitions: parse(sdl) })),
      contractTagOptions: { tagNamesToInclude: included, tagNamesToExclude: new Set() },
      version: ROUTER_COMPATIBILITY_VERSION_ONE,
    });
    if (!result.success) throw new AggregateError(result.errors);
    return result.federatedGraphClientSchema;
  },
};

/** Everything that a client may write or read of a schema, as lines such as `Query.portalBitdefenderThreats(first: Int)`. */
function contentsOf(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type) && !/^_|__/.test(type.name),
  );
  return types
    .flatMap((type) => {
      if (isScalarType(type)) return [type.name];
      if (isEnumType(type)) return type.getValues().map(({ name }) => `${type.name}.${name}`);
      if (!isObjectType(type) && !isInputObjectType(type))
        throw new Error(`${type.name} is of a kind that is not compared.`);
      return Object.values(type.getFields())
        .filter(({ name }) => !name.startsWith('_'))
        .flatMap((field) => [
          `${type.name}.${field.name}: ${field.type}`,
          ...('args' in field ? [...field.args] : []).map(
            (arg) => `${type.name}.${field.name}(${arg.name}: ${arg.type})`,
          ),
        ]);
    })
    .toSorted();
}

describe.each(Object.entries(makers))("the contract of the tag `portal`, made by %s's composer", (_name, make) => {
  let schema: SubgraphSchema;
  let subgraphs: Subgraph[];

  beforeAll(async () => {
    schema = await buildSchemas();
    const sdl = await printSubgraph(schema);
    subgraphs = roverSubgraphs().map((subgraph) => (subgraph.name === 'bitdefender' ? { ...subgraph, sdl } : subgraph));
  });

  it('composes with core, and holds what portal users get of this service, and nothing else', () => {
    const contents = contentsOf(make(subgraphs));
    expect(contents).toEqual(contentsOf(schema.portal));
    expect(contents.length).toBeGreaterThan(40);
  });

  it('has the queries of the permission map', () => {
    const permitted = Object.keys(permissions).filter((name) => permissions[name]?.roles.includes('portal'));
    const queries = Object.keys(make(subgraphs).getQueryType()?.getFields() ?? {});
    expect(queries.map((name) => `Query.${name}`).toSorted()).toEqual(permitted.toSorted());
  });

  it("has the fields that core tags beside it, and none that this service adds to core's types", () => {
    const fields = [
      /^ {2}client\(.* id: ID!(?=\): Client$)/m,
      /^ {2}client\(.*\): Client$/m,
      /^type Client [\s\S]*?\n {2}name: String!/m,
    ];
    const tagged = subgraphs.map((subgraph) => ({
      ...subgraph,
      sdl:
        subgraph.name === 'opsmerge'
          ? fields.reduce(
              (sdl, field) => sdl.replace(field, '$& @tag(name: "portal")'),
              subgraph.sdl.replace('"@shareable"', '"@shareable", "@tag"'),
            )
          : subgraph.sdl,
    }));
    const core = contentsOf(make(tagged)).filter((line) => !contentsOf(schema.portal).includes(line));
    expect(core).toEqual(['Client.name: String!', 'Query.client(id: ID!)', 'Query.client: Client']);
  });
});
