import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
} from 'graphql';
import { portalDefinitions } from '../portal-definitions.js';
import { directive, withDirectives } from './directives.js';

/** The tag of what portal users may see, by which a registry makes a contract of it. */
const tag = directive('tag', { name: 'portal' });

type Tagged = DefinitionNode & { name: { value: string }; directives?: readonly ConstDirectiveNode[] };

/**
 * Definitions in which everything that portal users may see has the tag `portal`: the fields of the query that `isAllowed` lets through, and the
 * types they lead to, as a whole. A tag of a type holds for all in it, that of a field not for its arguments: these have their own.
 */
export function withPortalTags(typeDefs: DocumentNode, isAllowed: (queryField: string) => boolean): DocumentNode {
  const { definitions } = portalDefinitions(typeDefs, isAllowed);
  const names = new Set(definitions.flatMap((node) => ('name' in node && node.name ? [node.name.value] : [])));
  const tagged = (field: FieldDefinitionNode): FieldDefinitionNode => ({
    ...withDirectives(field, [tag]),
    ...(field.arguments && { arguments: field.arguments.map((argument) => withDirectives(argument, [tag])) }),
  });
  return {
    ...typeDefs,
    definitions: typeDefs.definitions.map((node) => {
      if (!isTagged(node) || !names.has(node.name.value)) return node;
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION || node.name.value !== 'Query') return withDirectives(node, [tag]);
      const fields = node.fields?.map((field) => (isAllowed(field.name.value) ? tagged(field) : field));
      return { ...node, ...(fields && { fields }) };
    }),
  };
}

/** Directives may have the name of a type. */
const isTagged = (node: DefinitionNode): node is Tagged =>
  node.kind !== Kind.DIRECTIVE_DEFINITION && 'name' in node && node.name !== undefined;
