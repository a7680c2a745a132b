import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Problem } from '../../connection/connection.type.js';
import { ClientReference } from '../../graphql/core-types.js';
import { Payload } from '../../graphql/errors.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import { connectionType } from '../../graphql/paging.js';

export const RunState = graphEnum('BitdefenderSyncState', 'How far a sync is.', {
  QUEUED: 'It waits for its turn.',
  RUNNING: 'It is under way.',
  SUCCEEDED: 'Every stream succeeded.',
  PARTIAL: 'Some streams failed; the others took in what they found.',
  FAILED: 'Nothing could be read.',
  CANCELLED: 'The connection was ended meanwhile.',
});
export type RunState = keyof typeof RunState;

export const Trigger = graphEnum('BitdefenderSyncTrigger', 'What asked for a sync.', {
  SCHEDULE: 'Its time had come.',
  MANUAL: 'A person pressed Sync now.',
});
export type Trigger = keyof typeof Trigger;

export const StreamName = graphEnum('BitdefenderSyncStreamName', 'A part of a sync.', {
  INVENTORY: 'Companies and devices with policy and last scan.',
  MATCHING: 'Devices against the agents of OpsMerge core.',
  INCIDENTS: 'Incidents changed since the last time.',
  QUARANTINE: 'Items put into quarantine since the last time.',
  DETAILS: 'Infection, signatures and last seen, a slice of the devices at a time.',
});
export type StreamName = keyof typeof StreamName;

@ObjectType('BitdefenderSkipReason', { description: 'Rows that could not be used, by reason.' })
export class SkipReason {
  @Field(() => String, { description: 'Why.' })
  reason!: string;

  @Field(() => Int, { description: 'How many.' })
  count!: number;
}

@ObjectType('BitdefenderSyncStream', { description: 'How one part of a sync went.' })
export class SyncStream {
  @Field(() => StreamName, { description: 'Which part.' })
  stream!: StreamName;

  @Field(() => RunState, { description: 'RUNNING, SUCCEEDED or FAILED.' })
  state!: RunState;

  @Field(() => Int, { description: 'Calls made to BD.' })
  calls!: number;

  @Field(() => Int, { description: 'Rows read; for matching, clients.' })
  fetched!: number;

  @Field(() => Int, { description: 'Rows that said something new and were written.' })
  stored!: number;

  @Field(() => Int, { description: 'Devices that have an agent.' })
  matched!: number;

  @Field(() => Int, { description: 'Rows that could not be used or read; what is known of them is kept.' })
  skipped!: number;

  @Field(() => [SkipReason], { description: 'The same, by reason.' })
  skippedByReason!: SkipReason[];

  @Field(() => [String], { description: 'Oddities that were survived, such as totals that disagree.' })
  warnings!: string[];

  @Field(() => Problem, { nullable: true, description: 'Why it failed.' })
  problem!: Problem | null;

  @Field(() => GraphQLDateTimeISO, { description: 'When it began.' })
  startedAt!: Date;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When it ended.' })
  endedAt!: Date | null;
}

@ObjectType('BitdefenderSyncRun', { description: "One pass over a connection's due companies." })
export class SyncRun {
  @Field(() => ID, { description: 'Our id of the run.' })
  id!: string;

  @Field(() => ID, { description: 'The connection.' })
  connectionId!: string;

  @Field(() => RunState, { description: 'How far it is.' })
  state!: RunState;

  @Field(() => Trigger, { description: 'What asked for it.' })
  trigger!: Trigger;

  @Field(() => String, { description: '`schedule`, or the subject of the person who asked.' })
  requestedBy!: string;

  @Field(() => Int, { description: 'How often it was begun: more than once after a crash.' })
  attempt!: number;

  @Field(() => String, { nullable: true, description: 'How the inventory was walked, and why.' })
  plan!: string | null;

  @Field(() => Int, { description: 'Calls made to BD.' })
  calls!: number;

  @Field(() => Float, {
    description: 'How much of it is done, 0 to 1: each part counts alike, the one under way by the rows BD announced.',
  })
  shareDone!: number;

  @Field(() => ClientReference, { nullable: true, description: 'The client that a person asked to sync.' })
  client!: ClientReference | null;

  @Field(() => GraphQLDateTimeISO, { description: 'When it was asked for.' })
  queuedAt!: Date;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When it began.' })
  startedAt!: Date | null;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When it ended.' })
  endedAt!: Date | null;

  @Field(() => [SyncStream], {
    description: 'Its parts, in the order in which they run; those not begun are left out.',
  })
  streams!: SyncStream[];
}

/** A page of runs. */
export const SyncRunConnection = connectionType('BitdefenderSyncRun', () => SyncRun);

@InputType('SyncBitdefenderClientInput', { description: 'What to sync now.' })
export class SyncClientInput {
  @Field(() => ID, { description: 'The client whose companies are read at once.' })
  clientId!: string;
}

@ObjectType('SyncBitdefenderClientPayload', { description: 'The runs that were queued, or why none was.' })
export class SyncClientPayload extends Payload {
  @Field(() => [SyncRun], {
    nullable: true,
    description: 'One for each connection that shows a company of the client.',
  })
  runs?: SyncRun[];
}
