import type { FieldNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql';

type Fragments = GraphQLResolveInfo['fragments'];
type Asked = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;

const known = {
  ofNodes: new WeakMap<FieldNode, ReadonlySet<string>>(),
  own: new WeakMap<FieldNode, ReadonlySet<string>>(),
};

/** What `find` gives for a field, remembered where it stands once in the document. */
function remembered(
  { fieldNodes: [only, ...others] }: Asked,
  ofField: WeakMap<FieldNode, ReadonlySet<string>>,
  find: () => string[],
): ReadonlySet<string> {
  const isOne = only !== undefined && others.length === 0;
  const names = (isOne && ofField.get(only)) || new Set(find());
  if (isOne) ofField.set(only, names);
  return names;
}

/**
 * The names of the fields that a page of a list is asked for in its rows. Those that a condition (`@skip`, `@include`) may leave out are among
 * them: what is read from a row may be more than what is shown, never less.
 */
export function fieldsOfNodes(asked: Asked): ReadonlySet<string> {
  const { fieldNodes, fragments } = asked;
  return remembered(asked, known.ofNodes, () => {
    const edges = fieldNodes.flatMap(({ selectionSet }) => fieldsOf(selectionSet, fragments, 'edges'));
    const nodes = edges.flatMap(({ selectionSet }) => fieldsOf(selectionSet, fragments, 'node'));
    return namesIn(nodes, fragments);
  });
}

/** The names of the fields that an object is asked for, with those that a condition may leave out. */
export function selectedFields(asked: Asked): ReadonlySet<string> {
  return remembered(asked, known.own, () => namesIn(asked.fieldNodes, asked.fragments));
}

const namesIn = (nodes: readonly FieldNode[], fragments: Fragments) =>
  nodes.flatMap(({ selectionSet }) => fieldsOf(selectionSet, fragments).map(({ name }) => name.value));

/** The fields of a selection with those of its fragments: all, or those of one name. */
function fieldsOf(selected: SelectionSetNode | undefined, fragments: Fragments, name?: string): FieldNode[] {
  return (selected?.selections ?? []).flatMap((each) => {
    if (each.kind === 'Field') return name === undefined || each.name.value === name ? [each] : [];
    const inside = each.kind === 'InlineFragment' ? each.selectionSet : fragments[each.name.value]?.selectionSet;
    return fieldsOf(inside, fragments, name);
  });
}
