import { type GraphQLSchema, getNamedType, isInputObjectType } from 'graphql';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.js';
import { uuidOrNone } from '../database/uuid.js';
import { type OpsMerge, OpsMergeError } from '../opsmerge/opsmerge.js';
import { UserInputError } from './errors.js';
import { argumentsOf, inputFields, type Place } from './input-places.js';

/** Whether the tenant has what an id names; takes the id as text, a UUID where it is one of ours. */
const exists: Readonly<Record<string, (tenantId: string, id: RawBuilder<string>) => RawBuilder<boolean>>> = {
  companyId: (tenantId, id) => isIn('company', tenantId, id),
  deviceId: (tenantId, id) => isIn('device', tenantId, id),
  outbreakId: (tenantId, id) => isIn('outbreak', tenantId, id),
  runId: (tenantId, id) => isIn('sync_run', tenantId, id),
  threatId: (tenantId, id) => isIn('threat', tenantId, id),
  siteId: (tenantId, id) => sql<boolean>`exists (select from agent where tenant_id = ${tenantId} and site_id = ${id})`,
  // A mute or a rule, and a rule that is deleted may have left alerts.
  suppressedById: (tenantId, id) => sql<boolean>`(${isIn('alert_mute', tenantId, id)}
    or ${isIn('alert_rule', tenantId, id)}
    or exists (select from alert where tenant_id = ${tenantId} and suppressed_by_id = ${id}::uuid))`,
  // Others are core's to know.
  clientId: (tenantId, id) =>
    sql<boolean>`exists (select from company where tenant_id = ${tenantId} and client_id = ${id})`,
};

const isIn = (table: string, tenantId: string, id: RawBuilder<string>) =>
  sql<boolean>`exists (select from ${sql.table(table)} where tenant_id = ${tenantId} and id = ${id}::uuid)`;

/** Ids that core gave. */
const ofCore: ReadonlySet<string> = new Set(['clientId', 'siteId']);

/** Ids of which nobody here can say whether they exist. */
const unverifiable: ReadonlySet<string> = new Set(['assigneeId']);

/** One thing that an argument names: the path of the argument, and the id. */
export interface Subject {
  field: string[];
  id: string;
}

/** Throws UserInputError with the code NOT_FOUND for the first of these that the tenant does not have. */
export type RefuseUnknown = (tenantId: string, subjects: readonly Subject[]) => Promise<void>;

/**
 * Looks things up by the names of the arguments that name them. A client without a company is looked up in core; one that core
 * cannot be asked about is taken to exist.
 */
export function createRefuseUnknown(parts: { database: Database; opsMerge: OpsMerge }): RefuseUnknown {
  /** Those of these ids of one kind that the tenant does not have. */
  async function unknown(tenantId: string, name: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const known = exists[name];
    if (known === undefined) return new Set();
    const stored = ids.map((id) => (ofCore.has(name) ? id : uuidOrNone(id)));
    const { rows } = await sql<{ place: number }>`
      select given.place::int from unnest(${stored}::text[]) with ordinality as given (id, place)
      where not ${known(tenantId, sql.ref('given.id'))}`.execute(parts.database.query);
    const missing = rows.map(({ place }) => ids[place - 1] ?? '');
    return new Set(name === 'clientId' && missing.length > 0 ? await unknownToCore(tenantId, missing) : missing);
  }

  async function unknownToCore(tenantId: string, clientIds: readonly string[]): Promise<string[]> {
    try {
      const known = await parts.opsMerge.clientsExist(tenantId, [...clientIds]);
      return clientIds.filter((id) => !known.has(id));
    } catch (error) {
      if (error instanceof OpsMergeError) return [];
      throw error;
    }
  }

  return async (tenantId, subjects) => {
    for (const [name, named] of Map.groupBy(subjects, subjectName)) {
      const missing = await unknown(
        tenantId,
        name,
        named.map(({ id }) => id),
      );
      const first = named.find(({ id }) => missing.has(id));
      if (first)
        throw new UserInputError(
          'NOT_FOUND',
          `There is no such ${nounOf(name)}: nothing would ever be reported.`,
          first.field,
        );
    }
  };
}

/** What a subject's id names, by the last name of its path; behind that of a list stands a place. */
const subjectName = ({ field }: Subject) => nameOf(field.findLast((part) => !/^\d+$/.test(part)) ?? '');

/** The name by which a thing is looked up: a list of ids is named after what it lists. */
const nameOf = (name: string) => name.replace(/Ids$/, 'Id');

const nounOf = (name: string) => (name === 'suppressedById' ? 'mute or rule' : name.replace(/Id$/, ''));

/**
 * For each subscription: a function that returns what its arguments name. Throws when one takes an id of which it is not known
 * how it is looked up.
 */
export function subjectsOfSubscriptions(
  schema: GraphQLSchema,
): Map<string, (args: Readonly<Record<string, unknown>>) => Subject[]> {
  const type = schema.getSubscriptionType();
  const fields = type ? argumentsOf(type) : [];
  for (const { places } of fields) places.forEach(checkPlace);
  return new Map(fields.map(({ field, places }) => [field, (args) => subjectsIn(places, args, [])]));
}

function checkPlace(place: Place): void {
  const { name, type } = place.definition;
  if (getNamedType(type).name === 'ID' && exists[nameOf(name)] === undefined && !unverifiable.has(name))
    throw new Error(`What does ${place.coordinate} name? See src/graphql/known-subjects.ts.`);
  inputFields(type).forEach(checkPlace);
}

function subjectsIn(places: readonly Place[], values: Readonly<Record<string, unknown>>, path: string[]): Subject[] {
  return places.flatMap(({ definition: { name, type } }) => {
    const value = values[name];
    if (value === null || value === undefined) return [];
    const field = [...path, name];
    const named = getNamedType(type);
    if (isInputObjectType(named)) return subjectsIn(inputFields(named), value as Record<string, unknown>, field);
    if (named.name !== 'ID' || unverifiable.has(name)) return [];
    return Array.isArray(value)
      ? value.map((id, index) => ({ field: [...field, `${index}`], id: String(id) }))
      : [{ field, id: String(value) }];
  });
}
