import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Payload } from '../graphql/errors.js';
import { graphEnum } from '../graphql/graph-enum.js';
import { connectionType } from '../graphql/paging.js';

export const CompanyEventKind = graphEnum('BitdefenderCompanyEventKind', 'What happened to a company in BD.', {
  APPEARED: 'It was seen for the first time.',
  RENAMED: 'Its name changed.',
  MOVED: 'It lies under another company or folder.',
  SUSPENDED: 'It was suspended.',
  RESUMED: 'It is suspended no more.',
  VANISHED: 'BD shows it no more; it is polled no more, and its data stay.',
  RETURNED: 'BD shows it again.',
});
export type CompanyEventKind = keyof typeof CompanyEventKind;

@ObjectType('BitdefenderCompanyEvent', { description: 'Something that happened to a company in BD.' })
export class CompanyEvent {
  @Field(() => ID, { description: 'Our id of the event.' })
  id!: string;

  @Field(() => CompanyEventKind, { description: 'What happened.' })
  kind!: CompanyEventKind;

  @Field(() => String, { nullable: true, description: 'The name, or the place in the tree, before.' })
  before!: string | null;

  @Field(() => String, { nullable: true, description: 'The name, or the place in the tree, after.' })
  after!: string | null;

  @Field(() => GraphQLDateTimeISO, { description: 'When a sync saw it.' })
  at!: Date;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When somebody had seen it; null while it is new.' })
  dismissedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Who had seen it: the subject of the token.' })
  dismissedBy!: string | null;

  companyId!: string;
}

/** A page of events. */
export const CompanyEventConnection = connectionType('BitdefenderCompanyEvent', () => CompanyEvent);

@InputType('DismissBitdefenderCompanyEventsInput', { description: 'Which events have been seen.' })
export class DismissEventsInput {
  @Field(() => [ID], { description: 'Our ids of the events, at most 500.' })
  eventIds!: string[];
}

@ObjectType('DismissBitdefenderCompanyEventsPayload', { description: 'How many events were dismissed.' })
export class DismissEventsPayload extends Payload {
  @Field(() => Int, { nullable: true, description: 'Those that were new until now; repeated ones do not count.' })
  dismissed?: number;
}
