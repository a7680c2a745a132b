import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Payload } from '../graphql/errors.js';
import { graphEnum } from '../graphql/graph-enum.js';
import { connectionType } from '../graphql/paging.js';

export const CompanyEventKind = graphEnum('BitdefenderCompanyEventKind', 'Kind of an event of a company in BD.', {
  APPEARED: 'A new company.',
  RENAMED: 'The name changed.',
  MOVED: 'The company was moved under another company or folder.',
  SUSPENDED: 'The company was suspended.',
  RESUMED: 'The suspension ended.',
  VANISHED: 'BD no longer lists the company. It is no longer polled; its data are kept.',
  RETURNED: 'BD lists the company again.',
});
export type CompanyEventKind = keyof typeof CompanyEventKind;

@ObjectType('BitdefenderCompanyEvent', { description: 'An event of a company in BD.' })
export class CompanyEvent {
  @Field(() => ID, { description: 'ID of the event.' })
  id!: string;

  @Field(() => CompanyEventKind, { description: 'Kind of the event.' })
  kind!: CompanyEventKind;

  @Field(() => String, {
    nullable: true,
    description: 'Previous name or, for MOVED, previous parent (ID in BD); null if the event has none.',
  })
  before!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'New name or, for MOVED, new parent (ID in BD); null if the event has none.',
  })
  after!: string | null;

  @Field(() => Date, { description: 'Time when the service found the event.' })
  at!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'Time when the event was dismissed; null if it was not.',
  })
  dismissedAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Subject of the user who dismissed the event; null if it was not dismissed.',
  })
  dismissedBy!: string | null;

  companyId!: string;
}

/** A page of events. */
export const CompanyEventConnection = connectionType('BitdefenderCompanyEvent', () => CompanyEvent);

@InputType('DismissBitdefenderCompanyEventsInput', { description: 'Events to dismiss.' })
export class DismissEventsInput {
  @Field(() => [ID], { description: 'IDs of the events, 1 to 500, each once.' })
  eventIds!: string[];
}

@ObjectType()
export abstract class DismissEventsPayload extends Payload {
  @Field(() => Int, {
    nullable: true,
    description: 'Number of events that were not dismissed before; null if the request was refused.',
  })
  dismissed?: number;
}
