import { readdirSync, readFileSync } from 'node:fs';
import { type DocumentNode, Kind, type OperationDefinitionNode, parse } from 'graphql';

const folder = 'operations';

/** The files of `operations/`, parsed, by their names. */
export function readScreens(): Map<string, DocumentNode> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
  return new Map(files.toSorted().map((name) => [name, parse(readFileSync(`${folder}/${name}`, 'utf8'))]));
}

/** The operations of a document, without its fragments. */
export const operationsOf = (document: DocumentNode): OperationDefinitionNode[] =>
  document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
