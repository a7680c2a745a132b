import { type DefinitionNode, type DocumentNode, Kind } from 'graphql';

/** Every reader of a schema knows these; if this subgraph printed them, it would have to define them. */
const wellKnown = new Set(['key', 'external', 'requires', 'deprecated', 'include', 'skip', 'specifiedBy', 'oneOf']);

const roots = ['Query', 'Mutation', 'Subscription'];

/**
 * The same definitions in an order that does not depend on which module was loaded first: schema extensions, the root types with their
 * fields by name, then everything else by name. Definitions of well-known directives are left out.
 */
export function orderDefinitions(document: DocumentNode): DocumentNode {
  const definitions = document.definitions
    .filter((node) => !(node.kind === Kind.DIRECTIVE_DEFINITION && wellKnown.has(node.name.value)))
    .map(withOrderedFields)
    .sort((a, b) => rank(a) - rank(b) || compare(nameOf(a), nameOf(b)));
  return { ...document, definitions };
}

function withOrderedFields(node: DefinitionNode): DefinitionNode {
  if (node.kind !== Kind.OBJECT_TYPE_DEFINITION || !roots.includes(node.name.value)) return node;
  return { ...node, fields: [...(node.fields ?? [])].sort((a, b) => compare(a.name.value, b.name.value)) };
}

function nameOf(node: DefinitionNode): string {
  return 'name' in node && node.name ? node.name.value : '';
}

function rank(node: DefinitionNode): number {
  const root = roots.indexOf(nameOf(node));
  if (root >= 0) return root;
  return nameOf(node) === '' ? -1 : roots.length;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
