import { type ConstDirectiveNode, Kind, type NameNode, parseConstValue } from 'graphql';

/** A value of an argument of a directive. */
type Value = string | number | boolean | readonly string[];

const nameNode = (value: string): NameNode => ({ kind: Kind.NAME, value });

/** The node of a directive with its arguments; those that are undefined are left out. */
export function directive(name: string, args: Readonly<Record<string, Value | undefined>>): ConstDirectiveNode {
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  return {
    kind: Kind.DIRECTIVE,
    name: nameNode(name),
    arguments: given.map(([argument, value]) => ({
      kind: Kind.ARGUMENT,
      name: nameNode(argument),
      value: parseConstValue(JSON.stringify(value)),
    })),
  };
}

/** A node with directives behind those that it has. */
export const withDirectives = <Node extends { readonly directives?: readonly ConstDirectiveNode[] | undefined }>(
  node: Node,
  added: readonly ConstDirectiveNode[],
): Node => (added.length === 0 ? node : { ...node, directives: [...(node.directives ?? []), ...added] });
