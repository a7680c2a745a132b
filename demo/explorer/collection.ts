import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  concatAST,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type OperationTypeNode,
  parse,
  print,
  separateOperations,
  type Token,
  TokenKind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { isPermitted, permissions } from '../../src/auth/permissions.js';
import { operationsFolder } from './files.js';
import { type ExplorerRole, explorerRoles } from './roles.js';

/** An operation that a visitor can open. */
export interface CollectedOperation {
  name: string;
  kind: OperationTypeNode;
  /** What it is for. */
  about: string;
  /** Its text with the fragments it uses, which can be sent alone. */
  text: string;
  /** Who may use all that it asks this service for. */
  roles: ExplorerRole[];
}

/** The operations of a screen. */
export interface CollectedScreen {
  name: string;
  about: string;
  operations: CollectedOperation[];
}

/** The operations of the screens, a screen for each file of `operations/`. */
export async function readCollection(schema: GraphQLSchema): Promise<CollectedScreen[]> {
  const files = (await readdir(operationsFolder)).filter((file) => file.endsWith('.graphql')).toSorted();
  const documents = await Promise.all(
    files.map(async (file) => ({ file, document: parse(await readFile(join(operationsFolder, file), 'utf8')) })),
  );
  const texts = separateOperations(concatAST(documents.map(({ document }) => document)));
  return documents
    .map(({ file, document }) => ({
      name: basename(file, '.graphql'),
      about: commentOf(document.loc?.startToken.next),
      operations: operationsOf(document).map((operation) => collect(operation, texts, schema)),
    }))
    .filter(({ operations }) => operations.length > 0);
}

const operationsOf = (document: DocumentNode): OperationDefinitionNode[] =>
  document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);

function collect(
  operation: OperationDefinitionNode,
  texts: Record<string, DocumentNode>,
  schema: GraphQLSchema,
): CollectedOperation {
  const name = operation.name?.value ?? '';
  const fragments = texts[name]?.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION) ?? [];
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
  const about = commentOf(operation.loc?.startToken.prev);
  return {
    name,
    kind: operation.operation,
    about,
    text: `# ${about}\n${print(document)}\n`,
    roles: rolesFor(document, schema),
  };
}

/** Who may use each field of a document that has a permission of its own. */
function rolesFor(document: DocumentNode, schema: GraphQLSchema): ExplorerRole[] {
  const asked = new Set<string>();
  const types = new TypeInfo(schema);
  const noteField = ({ name }: FieldNode) => void asked.add(`${types.getParentType()?.name}.${name.value}`);
  visit(document, visitWithTypeInfo(types, { Field: noteField }));
  const permitted = (role: ExplorerRole) =>
    [...asked].every((field) => !(field in permissions) || isPermitted({ roles: [role], scopes: [] }, field));
  return explorerRoles.filter(permitted);
}

/** The text of a comment; none where the token is another. */
const commentOf = (token: Token | null | undefined): string =>
  token?.kind === TokenKind.COMMENT ? token.value.trim() : '';
