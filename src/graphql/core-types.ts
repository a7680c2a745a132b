import { GraphQLScalarType } from 'graphql';
import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { StoredTime } from '../database/pool/stored-time.js';

// Entities of core, as far as this subgraph refers to them. They have no descriptions: of two, composers keep one or join both, and people should
// read core's.

@Directive('@key(fields: "id")')
@ObjectType('Client')
export class ClientReference {
  @Field(() => ID)
  id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType('Agent')
export class AgentReference {
  @Field(() => ID)
  id!: string;

  @Directive('@external')
  @Field(() => String)
  hostname?: string;

  @Directive('@external')
  @Field(() => ClientReference)
  client?: ClientReference;
}

@Directive('@key(fields: "id")')
@ObjectType('Ticket')
export class TicketReference {
  @Field(() => ID)
  id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType('Alert')
export class PlatformAlertReference {
  @Field(() => ID)
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('User')
export class UserReference {
  @Field(() => ID)
  id!: string;
}

/** Actors of this service's records that are no users. */
const others: ReadonlySet<string> = new Set(['bitdefender', 'opsmerge', 'maintenance', 'schedule']);

/** The user of a record's actor, which is the subject of a token; null for nobody, and for what is no user. */
export function userOf(actor: string | null): UserReference | null {
  return actor === null || others.has(actor) ? null : { id: actor };
}

/** Core's scalar of dates, under its name and specification, so that there is one in the supergraph. Every `Date` is one. */
export const DateTimeScalar = new GraphQLScalarType({
  ...GraphQLDateTimeISO.toConfig(),
  name: 'DateTime',
  description: null,
  serialize: (value) => (value instanceof StoredTime ? value.text : GraphQLDateTimeISO.serialize(value)),
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
});
