import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { graphEnum } from '../graphql/graph-enum.js';
import { connectionType } from '../graphql/paging.js';

export const JobKind = graphEnum('BitdefenderJobKind', 'What a job does.', {
  MAINTENANCE: 'What is put in order once a day, such as removing what is older than it is kept.',
  REMATCH_CLIENTS: 'Devices and agents of every client are matched anew, by the new match mode.',
  RERATE_THREATS: 'Open threats get the severity that the new bands give their scores.',
  RESEAL_KEYS: 'Seals API keys and webhook secrets with the newest master key, after master keys were changed.',
});
export type JobKind = keyof typeof JobKind;

export const JobState = graphEnum('BitdefenderJobState', 'How far a job is.', {
  QUEUED: 'It waits for its turn.',
  RUNNING: 'It is under way.',
  SUCCEEDED: 'It is done.',
  FAILED: 'It was tried several times and given up.',
});
export type JobState = keyof typeof JobState;

@ObjectType('BitdefenderJob', { description: 'Long work in the background, and how far it is.' })
export class Job {
  @Field(() => ID, { description: 'Our id of the job.' })
  id!: string;

  @Field(() => JobKind, { description: 'What it does.' })
  kind!: JobKind;

  @Field(() => JobState, { description: 'How far it is.' })
  state!: JobState;

  @Field(() => Int, { description: 'How many of `total` are done.' })
  done!: number;

  @Field(() => Int, { nullable: true, description: 'How many there are to do; null until that is known.' })
  total!: number | null;

  @Field(() => String, { nullable: true, description: 'Why its last try failed.' })
  error!: string | null;

  @Field(() => String, { description: '`schedule`, or the subject of the person whose change asked for it.' })
  requestedBy!: string;

  @Field(() => GraphQLDateTimeISO, { description: 'When it was asked for.' })
  requestedAt!: Date;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When it began.' })
  startedAt!: Date | null;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When it ended.' })
  endedAt!: Date | null;
}

/** A page of jobs. */
export const JobConnection = connectionType('BitdefenderJob', () => Job);
