import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('Client', { description: "A customer of the MSP: OpsMerge core's, extended here." })
export class ClientReference {
  @Field(() => ID, { description: 'The id of the client in OpsMerge core.' })
  id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType('Agent', { description: "The OpsMerge agent on a machine: core's, extended here." })
export class AgentReference {
  @Field(() => ID, { description: 'The id of the agent in OpsMerge core.' })
  id!: string;

  @Directive('@external')
  @Field(() => String, { description: 'The host name, from core.' })
  hostname?: string;

  @Directive('@external')
  @Field(() => ClientReference, { description: 'The client, from core.' })
  client?: ClientReference;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Ticket', { description: "A ticket: OpsMerge core's, only pointed at here." })
export class TicketReference {
  @Field(() => ID, { description: 'The id of the ticket in OpsMerge core.' })
  id!: string;
}
