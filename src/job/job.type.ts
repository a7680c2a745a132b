import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../graphql/paging.js';

export enum JobKind {
  MAINTENANCE = 'MAINTENANCE',
  REMATCH_CLIENTS = 'REMATCH_CLIENTS',
  RERATE_THREATS = 'RERATE_THREATS',
  RESEAL_KEYS = 'RESEAL_KEYS',
}
registerEnumType(JobKind, {
  name: 'BitdefenderJobKind',
  description: 'What a job does.',
  valuesConfig: {
    REMATCH_CLIENTS: { description: 'Devices and agents of every client are matched anew, by the new match mode.' },
    RERATE_THREATS: { description: 'Open threats get the severity that the new bands give their scores.' },
    MAINTENANCE: { description: 'What is put in order once a day, such as removing what is older than it is kept.' },
    RESEAL_KEYS: {
      description: 'Seals API keys and webhook secrets with the newest master key, after master keys were changed.',
    },
  },
});

export enum JobState {
  QUEUED = 'QUEUED',
  RUNNING = 'RUNNING',
  SUCCEEDED = 'SUCCEEDED',
  FAILED = 'FAILED',
}
registerEnumType(JobState, {
  name: 'BitdefenderJobState',
  description: 'How far a job is.',
  valuesConfig: {
    QUEUED: { description: 'It waits for its turn.' },
    RUNNING: { description: 'It is under way.' },
    SUCCEEDED: { description: 'It is done.' },
    FAILED: { description: 'It was tried several times and given up.' },
  },
});

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
