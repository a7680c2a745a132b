import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ClientReference } from '../../graphql/core-types.js';
import { Payload } from '../../graphql/errors.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import { connectionType } from '../../graphql/paging.js';
import { Problem } from '../../integration/integration.type.js';

export const RunState = graphEnum('BitdefenderSyncState', 'State of a sync run.', {
  QUEUED: 'Waiting to start.',
  RUNNING: 'In progress.',
  SUCCEEDED: 'All streams succeeded.',
  PARTIAL: 'Some streams failed; the others stored what they read.',
  FAILED: 'No data could be read.',
  CANCELLED: 'Stopped because the integration was disconnected.',
});
export type RunState = keyof typeof RunState;

export const Trigger = graphEnum('BitdefenderSyncTrigger', 'Trigger of a sync run.', {
  SCHEDULE: 'Started by the schedule.',
  MANUAL: 'Requested by a person with Sync now.',
});
export type Trigger = keyof typeof Trigger;

export const StreamName = graphEnum('BitdefenderSyncStreamName', 'Stream of a sync run.', {
  INVENTORY: 'Companies, and devices with their policy and last scan.',
  MATCHING: 'Matching of devices with the agents in OpsMerge core.',
  INCIDENTS: 'Incidents changed since the last successful read.',
  QUARANTINE: 'Items quarantined since the last successful read.',
  DETAILS: 'Infection, signatures and last-seen time, for up to 200 devices per run.',
  EXCHANGE_QUARANTINE: 'Items quarantined on Exchange servers; only where there are protected ones.',
  REPORT: 'Events of a scheduled Security audit report; only where an admin has named one.',
});
export type StreamName = keyof typeof StreamName;

@ObjectType('BitdefenderSkipReason', { description: 'Number of skipped rows with the same reason.' })
export class SkipReason {
  @Field(() => String, { description: 'Code of the reason.' })
  reason!: string;

  @Field(() => Int, { description: 'Number of rows.' })
  count!: number;
}

@ObjectType('BitdefenderSyncStream', { description: 'Outcome of one stream of a sync run.' })
export class SyncStream {
  @Field(() => StreamName, { description: 'Name of the stream.' })
  stream!: StreamName;

  @Field(() => RunState, { description: 'State of the stream: RUNNING, SUCCEEDED or FAILED.' })
  state!: RunState;

  @Field(() => Int, { description: 'Number of calls to Bitdefender.' })
  calls!: number;

  @Field(() => Int, { description: 'Number of rows read; for MATCHING, number of clients.' })
  fetched!: number;

  @Field(() => Int, { description: 'Number of rows that were new or changed, and stored.' })
  stored!: number;

  @Field(() => Int, { description: 'Number of devices matched with an agent.' })
  matched!: number;

  @Field(() => Int, {
    description: 'Number of rows that could not be read or used; what is already stored of them is kept.',
  })
  skipped!: number;

  @Field(() => [SkipReason], { description: 'Numbers of skipped rows by reason.' })
  skippedByReason!: SkipReason[];

  @Field(() => [String], { description: 'Irregularities that did not stop the stream, such as totals that disagree.' })
  warnings!: string[];

  @Field(() => Problem, { nullable: true, description: 'Reason of the failure; null unless the stream failed.' })
  problem!: Problem | null;

  @Field(() => Date, { description: 'Start of the stream.' })
  startedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'End of the stream; null while it is running.' })
  endedAt!: Date | null;
}

@ObjectType('BitdefenderSyncRun', { description: 'Sync run: one pass over the due companies of an integration.' })
export class SyncRun {
  @Field(() => ID, { description: 'ID of the run.' })
  id!: string;

  @Field(() => ID, { description: 'ID of the integration.' })
  integrationId!: string;

  @Field(() => RunState, { description: 'State of the run.' })
  state!: RunState;

  @Field(() => Trigger, { description: 'Trigger of the run.' })
  trigger!: Trigger;

  @Field(() => String, { description: 'Subject of the user who requested the run, or `schedule`.' })
  requestedBy!: string;

  @Field(() => Int, { description: 'Number of times the run was started; more than 1 after a crash.' })
  attempt!: number;

  @Field(() => String, {
    nullable: true,
    description: 'How the inventory is read, and why; null until the run starts.',
  })
  plan!: string | null;

  @Field(() => Int, { description: 'Number of calls to Bitdefender.' })
  calls!: number;

  @Field(() => Float, {
    description:
      'Progress, 0 to 1. All streams have equal weight; the current one is measured by the row count that Bitdefender reports.',
  })
  shareDone!: number;

  @Field(() => ClientReference, {
    nullable: true,
    description: 'Client that a user requested to sync; null for scheduled runs.',
  })
  client!: ClientReference | null;

  @Field(() => Date, { description: 'Time of the request.' })
  queuedAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'Start of the last attempt; null while the run is queued.',
  })
  startedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'End of the run; null until it ends.' })
  endedAt!: Date | null;

  @Field(() => [SyncStream], {
    description: 'Streams that have started, in the order in which they run.',
  })
  streams!: SyncStream[];
}

/** A page of runs. */
export const SyncRunConnection = connectionType('BitdefenderSyncRun', () => SyncRun);

@InputType('SyncBitdefenderClientInput', { description: 'Input of syncBitdefenderClient.' })
export class SyncClientInput {
  @Field(() => ID, { description: 'ID of the client to sync.' })
  clientId!: string;
}

@ObjectType()
export abstract class SyncClientPayload extends Payload {
  @Field(() => [SyncRun], {
    nullable: true,
    description: 'Queued runs, one for each integration with a company of the client; null in case of errors.',
  })
  runs?: SyncRun[];
}
