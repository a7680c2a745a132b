import { Kind, parse } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { coreContract } from '../../../demo/core/contract.js';
import { roverSubgraphs, type Subgraph } from '../../../demo/gateway/compose.js';
import { composers } from '../../../scripts/check-core/composers.mjs';
import { printSubgraph } from '../../../src/graphql/schema.js';
import { buildSchemas } from '../../support/schemas.js';

/** The descriptions of the types of an SDL, of their fields and arguments, by their path. */
function descriptionsOf(sdl: string): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const node of parse(sdl).definitions) {
    if (!('fields' in node) || !('name' in node)) continue;
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION) found.set(node.name.value, node.description?.value);
    for (const field of node.fields ?? [])
      found.set(`${node.name.value}.${field.name.value}`, field.description?.value);
  }
  return found;
}

describe.each(Object.entries(composers))("composed by %s's composer", (_name, compose) => {
  let subgraphs: Subgraph[];

  beforeAll(async () => {
    const sdl = await printSubgraph(await buildSchemas());
    subgraphs = roverSubgraphs().map((subgraph) => (subgraph.name === 'bitdefender' ? { ...subgraph, sdl } : subgraph));
  });

  it("composes with core's contract without an error or a hint", () => {
    const { errors, hints, supergraph } = compose(subgraphs);
    expect({ errors, hints }).toEqual({ errors: [], hints: [] });
    expect(supergraph).toContain('BitdefenderThreat');
  });

  it("describes core's types and fields in core's words only", () => {
    const composed = descriptionsOf(compose(subgraphs).supergraph ?? '');
    const ofCore = [...descriptionsOf(coreContract())].filter(([path]) => !/^(Query|Mutation)$/.test(path));
    expect(ofCore.length).toBeGreaterThan(80);
    expect(ofCore.filter(([path, description]) => composed.get(path) !== description)).toEqual([]);
  });

  it('has one type of pages, with the fields of Relay, and one scalar of dates', () => {
    const { definitions } = parse(compose(subgraphs).supergraph ?? '');
    const named = (wanted: RegExp) =>
      definitions.filter((node) => 'name' in node && node.name !== undefined && wanted.test(node.name.value));
    expect(named(/PageInfo$/)).toMatchObject([
      {
        name: { value: 'PageInfo' },
        fields: ['hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'].map((value) => ({ name: { value } })),
      },
    ]);
    expect(named(/^Date/)).toMatchObject([{ kind: Kind.SCALAR_TYPE_DEFINITION, name: { value: 'DateTime' } }]);
  });

  it('refuses a core whose fields have other types than this service says', () => {
    const changed = subgraphs.map((subgraph) => ({
      ...subgraph,
      sdl: subgraph.name === 'opsmerge' ? subgraph.sdl.replace('hostname: String!', 'hostname: Int!') : subgraph.sdl,
    }));
    expect(compose(changed).errors).not.toEqual([]);
  });
});
