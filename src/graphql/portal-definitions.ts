import { type DefinitionNode, type DocumentNode, Kind, visit } from 'graphql';

/**
 * The part of `typeDefs` that portal users get: the root queries that `isAllowed` lets through and every definition they lead to. There
 * are no mutations and no subscriptions in it. Schema extensions are kept.
 */
export function portalDefinitions(typeDefs: DocumentNode, isAllowed: (queryField: string) => boolean): DocumentNode {
  const byName = new Map<string, DefinitionNode>();
  for (const node of typeDefs.definitions) if ('name' in node && node.name) byName.set(node.name.value, node);
  const kept = new Map<string, DefinitionNode>();
  const keep = (name: string) => {
    const definition = byName.get(name);
    if (definition === undefined || kept.has(name)) return;
    const shown = name === 'Query' ? onlyAllowed(definition, isAllowed) : definition;
    kept.set(name, shown);
    visit(shown, { NamedType: (node) => keep(node.name.value) });
  };
  keep('Query');
  const extensions = typeDefs.definitions.filter(({ kind }) => kind === Kind.SCHEMA_EXTENSION);
  return { ...typeDefs, definitions: [...extensions, ...kept.values()] };
}

function onlyAllowed(query: DefinitionNode, isAllowed: (field: string) => boolean): DefinitionNode {
  if (query.kind !== Kind.OBJECT_TYPE_DEFINITION) return query;
  return { ...query, fields: query.fields?.filter((field) => isAllowed(field.name.value)) };
}
