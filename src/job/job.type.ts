import { Field, ID, Int, ObjectType } from 'type-graphql';
import { graphEnum } from '../graphql/graph-enum.js';
import { connectionType } from '../graphql/paging.js';

export const JobKind = graphEnum('BitdefenderJobKind', 'Kind of a background job.', {
  MAINTENANCE: 'Daily maintenance, such as deleting data past their retention.',
  REMATCH_CLIENTS: 'Matching of the devices and agents of every client again, after the match mode changed.',
  RERATE_THREATS: 'Re-rating of open threats, after the severity bands changed.',
  RESEAL_KEYS: 'Encryption of API keys and webhook secrets with the newest master key, after master keys changed.',
});
export type JobKind = keyof typeof JobKind;

export const JobState = graphEnum('BitdefenderJobState', 'State of a background job.', {
  QUEUED: 'Waiting to start.',
  RUNNING: 'In progress.',
  SUCCEEDED: 'Completed.',
  FAILED: 'Failed on every attempt, and not retried.',
});
export type JobState = keyof typeof JobState;

@ObjectType('BitdefenderJob', { description: 'Background job with its progress.' })
export class Job {
  @Field(() => ID, { description: 'ID of the job.' })
  id!: string;

  @Field(() => JobKind, { description: 'Kind of the job.' })
  kind!: JobKind;

  @Field(() => JobState, { description: 'State of the job.' })
  state!: JobState;

  @Field(() => Int, { description: 'Number of completed items, out of `total`.' })
  done!: number;

  @Field(() => Int, { nullable: true, description: 'Number of items; null until it is known.' })
  total!: number | null;

  @Field(() => String, { nullable: true, description: 'Error of the last failed attempt; null if it did not fail.' })
  error!: string | null;

  @Field(() => String, { description: 'Subject of the user whose change requested the job, or `schedule`.' })
  requestedBy!: string;

  @Field(() => Date, { description: 'Time of the request.' })
  requestedAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'Start of the first attempt; null while the job is queued.',
  })
  startedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'End of the job; null until it ends.' })
  endedAt!: Date | null;
}

/** A page of jobs. */
export const JobConnection = connectionType('BitdefenderJob', () => Job);
