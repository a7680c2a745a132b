import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  concatAST,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
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
import { type VisitorRole, visitorRoles } from '../pages/choices.js';
import { operationsFolder } from '../project.js';
import type { CollectedOperation, CollectedScreen } from './setting.js';

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
function rolesFor(document: DocumentNode, schema: GraphQLSchema): VisitorRole[] {
  const asked = new Set<string>();
  const types = new TypeInfo(schema);
  const noteField = ({ name }: FieldNode) => void asked.add(`${types.getParentType()?.name}.${name.value}`);
  visit(document, visitWithTypeInfo(types, { Field: noteField }));
  const permitted = (role: VisitorRole) =>
    [...asked].every((field) => !(field in permissions) || isPermitted({ roles: [role], scopes: [] }, field));
  return visitorRoles.filter(permitted);
}

/** The text of a comment; none where the token is another. */
const commentOf = (token: Token | null | undefined): string =>
  token?.kind === TokenKind.COMMENT ? token.value.trim() : '';
