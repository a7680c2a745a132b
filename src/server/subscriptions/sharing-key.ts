import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  type ExecutionArgs,
  getOperationAST,
  type OperationDefinitionNode,
  print,
  visit,
} from 'graphql';
import { rightsOf, type Viewer } from '../../auth/viewer.js';

/** The argument that says where a subscription begins, and nothing about its events. */
const startArgument = 'after';

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** The variables that are used for where a subscription begins, and for nothing else. */
function startVariables(document: DocumentNode, { selectionSet }: OperationDefinitionNode): ReadonlySet<string> {
  const starts = new Map<string, number>();
  for (const field of selectionSet.selections)
    for (const { name, value } of (field.kind === 'Field' && field.arguments) || [])
      if (name.value === startArgument && value.kind === 'Variable') count(starts, value.name.value);
  const uses = new Map<string, number>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => count(uses, name.value),
  });
  return new Set([...starts].flatMap(([name, times]) => (uses.get(name) === times ? name : [])));
}

/**
 * What the answers of a subscription depend on, beside the schema: those with the same key get the same answers to the same events. Where it begins
 * is not a part of it, so that clients that come back from cursors of their own share again.
 */
export function sharingKey({ document, operationName, variableValues }: ExecutionArgs, viewer: Viewer): string {
  const operation = getOperationAST(document, operationName);
  const starts = operation ? startVariables(document, operation) : new Set<string>();
  const variables = Object.entries(variableValues ?? {}).filter(([name]) => !starts.has(name));
  const text = document.loc?.source.body ?? print(document);
  const asked = JSON.stringify([text, operationName, variables, Object.values(rightsOf(viewer))]);
  return createHash('sha256').update(asked).digest('base64');
}
