import { type FieldNode, type FragmentDefinitionNode, Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { fieldsOfNodes, selectedFields } from '../../../src/graphql/lists/selected-fields.js';

/** The first field of a query, with its fragments, as a resolver gets it. */
function asked(text: string) {
  const { definitions } = parse(text);
  const query = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const fragments = definitions.filter(
    (node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION,
  );
  return {
    fieldNodes: (query?.selectionSet.selections ?? []) as FieldNode[],
    fragments: Object.fromEntries(fragments.map((node) => [node.name.value, node])),
  };
}

describe('selectedFields', () => {
  it('names what an object is asked for, in whichever way it is written', () => {
    const one = asked(`{ counts { today week: thisWeek ...More ... on Counts { stale } } }
      fragment More on Counts { unresolved }`);
    expect([...selectedFields(one)]).toEqual(['today', 'thisWeek', 'unresolved', 'stale']);
    expect(selectedFields(one)).toBe(selectedFields(one));
  });

  it('takes a field together that stands in several places', () => {
    const both = asked('{ counts { today } counts { thisMonth @include(if: $x) } }');
    expect([...selectedFields(both)]).toEqual(['today', 'thisMonth']);
  });
});

describe('fieldsOfNodes', () => {
  it('names what the rows of a page are asked for, and nothing of the page', () => {
    const page = asked('{ list { edges { cursor node { id client { name } } } edges { node { title } } totalCount } }');
    expect([...fieldsOfNodes(page)]).toEqual(['id', 'client', 'title']);
    expect([...selectedFields(page)]).toEqual(['edges', 'totalCount']);
  });
});
