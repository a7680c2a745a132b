import { type GraphQLInputType, type GraphQLSchema, getNamedType } from 'graphql';
import { onlyUuids } from '../database/uuid.js';
import { inputFields, inputGroups, inputPlaces, type Place } from './input-places.js';

/** Names of arguments and input fields with ids that this service gives: UUIDs, which are the same in either case. */
const own: ReadonlySet<string> = new Set([
  'id',
  'ids',
  'alertId',
  'companyId',
  'companyIds',
  'integrationId',
  'decisionId',
  'deviceId',
  'eventIds',
  'linkId',
  'muteId',
  'outbreakId',
  'previousRuleIds',
  'ruleId',
  'ruleIds',
  'runId',
  'seatsId',
  'suppressedById',
  'threatId',
  'webhookId',
  'windowId',
]);

/** Names of those with ids of others, such as clients and agents of core: each character counts. */
const foreign: ReadonlySet<string> = new Set([
  'agentId',
  'assigneeId',
  'clientId',
  'clientIds',
  'expectedClientId',
  'portalHiddenClientIds',
  'siteId',
  'siteIds',
  'teamId',
  // Of the audit: may be either. Its reader compares it in both ways.
  'subject',
]);

/** The types that others refer to, by whose ids they are. */
const ownTypes: ReadonlySet<string> = new Set([
  'BitdefenderAlert',
  'BitdefenderCompany',
  'BitdefenderDevice',
  'BitdefenderIntegration',
  'BitdefenderThreat',
]);

/** An id of our own as it is stored: a UUID in lower case. Any other text is returned as it is: nothing has it as its id. */
export const normalisedId = (id: string): string => onlyUuids([id])[0] ?? id;

/** The id of a reference to an entity of this type, as it is stored. */
export const referencedId = (type: string, id: string): string => (ownTypes.has(type) ? normalisedId(id) : id);

/** Whether an argument or input field takes ids of our own. Throws for one with ids of which it is not known whose they are. */
export function takesOwnIds({ coordinate, definition: { name, type } }: Place): boolean {
  if (getNamedType(type).name !== 'ID') return false;
  if (own.has(name)) return true;
  if (!foreign.has(name)) throw new Error(`Whose ids does ${coordinate} take? See src/graphql/own-ids.ts.`);
  return false;
}

export type Arguments = Readonly<Record<string, unknown>>;

/**
 * For each field with arguments, by "Type.field": a function that returns its arguments with every id of our own as it is
 * stored. What it is given stays as it is. Throws when the schema takes ids of which it is not known whose they are.
 */
export function createIdNormalisers(schema: GraphQLSchema): Map<string, (args: Arguments) => Arguments> {
  for (const place of inputPlaces(schema)) takesOwnIds(place);
  const groups = inputGroups(schema).filter(({ name }) => name.includes('.'));
  return new Map(groups.map(({ name, places }) => [name, (args: Arguments) => normalisedFields(places, args)]));
}

function normalisedFields(places: readonly Place[], values: Arguments): Arguments {
  const result: Record<string, unknown> = { ...values };
  for (const place of places) {
    const { name, type } = place.definition;
    if (Object.hasOwn(result, name)) result[name] = normalisedValue(place, type, result[name]);
  }
  return result;
}

function normalisedValue(place: Place, type: GraphQLInputType, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (Array.isArray(value)) return value.map((item) => normalisedValue(place, type, item));
  if (typeof value === 'string') return takesOwnIds(place) ? normalisedId(value) : value;
  const fields = inputFields(type);
  return fields.length === 0 ? value : normalisedFields(fields, value as Arguments);
}
