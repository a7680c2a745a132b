import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('Client', { description: 'A customer of the MSP, defined by OpsMerge core.' })
export class ClientReference {
  @Field(() => ID, { description: 'ID of the client in OpsMerge core.' })
  id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType('Agent', { description: 'An OpsMerge agent on a machine, defined by OpsMerge core.' })
export class AgentReference {
  @Field(() => ID, { description: 'ID of the agent in OpsMerge core.' })
  id!: string;

  @Directive('@external')
  @Field(() => String, { description: 'Host name of the machine, resolved by core.' })
  hostname?: string;

  @Directive('@external')
  @Field(() => ClientReference, { description: 'Client of the agent, resolved by core.' })
  client?: ClientReference;
}

@Directive('@key(fields: "id")')
@ObjectType('Ticket', { description: 'A ticket, defined by OpsMerge core.' })
export class TicketReference {
  @Field(() => ID, { description: 'ID of the ticket in OpsMerge core.' })
  id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType('Alert', { description: "An alert to which the platform's rules apply, defined by OpsMerge core." })
export class PlatformAlertReference {
  @Field(() => ID, { description: 'ID of the alert in OpsMerge core.' })
  id!: string;
}
