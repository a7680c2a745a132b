import type { Request } from 'express';
import {
  type ExecutionArgs,
  type GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  specifiedRules,
} from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { Viewer } from '../auth/viewer.js';
import type { SubgraphSchema } from '../graphql/schema.js';
import { readOperation } from './read-operation.js';

type Schemas = Pick<SubgraphSchema, 'full' | 'portal' | 'beyondPortal' | 'reportLink'>;

/**
 * Reads what a viewer asks for, with the schema that is to execute it: errors, or what is to be executed. Portal users get
 * their own, or the one that refuses field by field if they ask for more. What neither knows gets the errors of the portal's,
 * which name nothing else. A report link has one field, and no other is known.
 */
export function operationFor(
  { full, portal, beyondPortal, reportLink }: Schemas,
  viewer: Viewer,
  payload: SubscribePayload,
): ExecutionArgs | GraphQLError[] {
  if (viewer.roles.includes('report-link')) return readOperation(reportLink, payload);
  if (!viewer.roles.includes('portal')) return readOperation(full, payload);
  const read = readOperation(portal, payload);
  if (!Array.isArray(read)) return read;
  const beyond = readOperation(beyondPortal, payload, [...specifiedRules, NoSchemaIntrospectionCustomRule]);
  return Array.isArray(beyond) ? read : beyond;
}

const isText = (value: unknown) => value === undefined || value === null || typeof value === 'string';
const isObject = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value));

/** What a request over HTTP asks for, as it stands in its body or, for GET, in its URL; null for what is for Apollo to refuse. */
export function payloadOf({ method, body, query: search }: Request): SubscribePayload | null {
  if (method !== 'GET' && method !== 'POST') return null;
  const { query, operationName, variables, extensions } = readGiven(method === 'GET' ? search : body);
  if (typeof query !== 'string' || !isText(operationName) || !isObject(variables) || !isObject(extensions)) return null;
  return { query, operationName, variables, extensions } as SubscribePayload;
}

/** In a URL, objects are JSON. */
function readGiven(given: Record<string, unknown> | undefined): Record<string, unknown> {
  const read = (value: unknown): unknown => {
    try {
      return typeof value === 'string' ? JSON.parse(value) : value;
    } catch {
      return value;
    }
  };
  return { ...given, variables: read(given?.variables), extensions: read(given?.extensions) };
}

/** The schema for a request over HTTP. What cannot be read is for Apollo to refuse. */
export function schemaFor(schemas: Schemas, viewer: Viewer, { method, body, query: search }: Request): GraphQLSchema {
  if (viewer.roles.includes('report-link')) return schemas.reportLink;
  if (!viewer.roles.includes('portal')) return schemas.full;
  const { query, operationName } = ((method === 'GET' ? search : body) ?? {}) as Record<string, unknown>;
  if (typeof query !== 'string') return schemas.portal;
  const named = typeof operationName === 'string' ? { query, operationName } : { query };
  const read = operationFor(schemas, viewer, named);
  return Array.isArray(read) ? schemas.portal : read.schema;
}
