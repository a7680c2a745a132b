import type { FieldNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql';

type Fragments = GraphQLResolveInfo['fragments'];
type Asked = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;

const known = new WeakMap<FieldNode, ReadonlySet<string>>();

/**
 * The names of the fields that a page of a list is asked for in its rows. Those that a condition (`@skip`, `@include`) may leave out are among
 * them: what is read from a row may be more than what is shown, never less.
 */
export function fieldsOfNodes({ fieldNodes, fragments }: Asked): ReadonlySet<string> {
  const [only, ...others] = fieldNodes;
  const remembered = only && others.length === 0 ? known.get(only) : undefined;
  if (remembered) return remembered;
  const edges = fieldNodes.flatMap(({ selectionSet }) => fieldsOf(selectionSet, fragments, 'edges'));
  const nodes = edges.flatMap(({ selectionSet }) => fieldsOf(selectionSet, fragments, 'node'));
  const names = new Set(
    nodes.flatMap(({ selectionSet }) => fieldsOf(selectionSet, fragments).map(({ name }) => name.value)),
  );
  if (only && others.length === 0) known.set(only, names);
  return names;
}

/** The fields of a selection with those of its fragments: all, or those of one name. */
function fieldsOf(selected: SelectionSetNode | undefined, fragments: Fragments, name?: string): FieldNode[] {
  return (selected?.selections ?? []).flatMap((each) => {
    if (each.kind === 'Field') return name === undefined || each.name.value === name ? [each] : [];
    const inside = each.kind === 'InlineFragment' ? each.selectionSet : fragments[each.name.value]?.selectionSet;
    return fieldsOf(inside, fragments, name);
  });
}
