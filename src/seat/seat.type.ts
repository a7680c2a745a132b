import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { AgentReference, ClientReference } from '../graphql/core-types.js';
import { graphEnum } from '../graphql/graph-enum.js';
import { connectionType, pageArguments } from '../graphql/paging.js';
import { Problem } from '../integration/integration.type.js';
import type { SeatCategory } from './reconcile-seats.js';
import type { Removal } from './seat-span.js';

export const SeatCategoryEnum = graphEnum(
  'BitdefenderSeatCategory',
  'Why a seat is counted for a machine, or why none is. A counted machine has the first one that applies of REMOVED, DUPLICATE, STALE and PROTECTED.',
  {
    PROTECTED: 'Counted: protected, and seen within the expected number of days (`notSeenDays`).',
    STALE: 'Counted: protected, but without contact for more than the expected number of days (`notSeenDays`).',
    DUPLICATE: 'Counted: another entry of a machine that is counted already, such as one from before a reinstallation.',
    REMOVED: 'Counted: protected in the month, but deleted, moved to another company or unmanaged before its end.',
    UNMANAGED: 'Not counted: discovered by Bitdefender on the network, without protection and without an agent.',
    UNPROTECTED: 'Not counted: has an OpsMerge agent, and Bitdefender does not protect it.',
  } satisfies Record<SeatCategory, string>,
);

export const RemovalEnum = graphEnum('BitdefenderSeatRemoval', 'How a machine left its company.', {
  DELETED: 'Bitdefender lists it no longer, or in the group of deleted devices.',
  MOVED: 'It is in another company.',
  UNMANAGED: "Bitdefender's agent was removed from it.",
} satisfies Record<Removal, string>);

export const SubscriptionEnum = graphEnum('BitdefenderSubscription', 'Kind of a licence.', {
  TRIAL: 'Trial.',
  YEARLY: 'Licence key for a fixed term.',
  MONTHLY: 'Monthly subscription.',
  UNKNOWN: 'Another one: see `subscriptionType`.',
});
export type SubscriptionEnum = keyof typeof SubscriptionEnum;

/** The numbers that a company and a month have in common; not a type of the graph itself. */
@ObjectType()
abstract class SeatNumbers {
  @Field(() => String, { description: 'Month in UTC, formatted YYYY-MM.' })
  month!: string;

  @Field(() => Int, { description: 'Number of counted machines that are PROTECTED.' })
  protected!: number;

  @Field(() => Int, { description: 'Number of counted machines that are STALE.' })
  stale!: number;

  @Field(() => Int, { description: 'Number of counted entries that are a DUPLICATE.' })
  duplicates!: number;

  @Field(() => Int, { description: 'Number of counted machines that were REMOVED before the end of the month.' })
  removed!: number;

  @Field(() => Int, { description: 'Number of PROTECTED and STALE machines without an OpsMerge agent.' })
  withoutAgent!: number;

  @Field(() => Int, { description: 'Number of machines that are UNMANAGED: not counted.' })
  unmanaged!: number;

  @Field(() => Int, { description: 'Number of machines that are UNPROTECTED: not counted.' })
  unprotected!: number;
}

@ObjectType('BitdefenderSeats', {
  description:
    'Seats of one company in one month: the number that GravityZone counts, and the machines that explain it. `counted` is the sum of `protected`, `stale`, `duplicates`, `removed` and `unexplained`.',
})
export class Seats extends SeatNumbers {
  @Field(() => ID, { description: 'ID of the company and month: see `bitdefenderSeatMachines`.' })
  id!: string;

  @Field(() => String, { description: 'Name of the company when the month was last looked at.' })
  companyName!: string;

  @Field(() => ClientReference, {
    nullable: true,
    description: 'Client that the company was mapped to when the month was last looked at.',
  })
  client!: ClientReference | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Number of seats that GravityZone counts for the company alone, without the companies below it; null if it is not known, as `problem` says.',
  })
  counted!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The same number with the companies below it, as GravityZone reports it; null if it could not be read.',
  })
  countedWithBelow!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Number of counted seats that no known machine explains; less than 0 if fewer are counted than machines are known. Null if `counted` is.',
  })
  unexplained!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of seats in use, as the licence shows it at the time; null if it shows none.',
  })
  usedSlots!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of seats of the licence; null for one without a fixed number, or if it could not be read.',
  })
  totalSlots!: number | null;

  @Field(() => SubscriptionEnum, { nullable: true, description: 'Kind of the licence; null if it could not be read.' })
  subscription!: SubscriptionEnum | null;

  @Field(() => Int, {
    nullable: true,
    description: "Bitdefender's own number of the kind of the licence; null if it could not be read.",
  })
  subscriptionType!: number | null;

  @Field(() => Date, {
    nullable: true,
    description: 'End of the licence; null for one without an end, or if it could not be read.',
  })
  expiresAt!: Date | null;

  @Field(() => Problem, {
    nullable: true,
    description: 'Why the seats or the licence could not be read; null if both were.',
  })
  problem!: Problem | null;

  @Field(() => Boolean, {
    description: 'Whether the month was read once more after its end. It no longer changes.',
  })
  closed!: boolean;

  @Field(() => Date, { description: 'Time at which it was last looked at.' })
  asOf!: Date;

  companyId!: string;
}

@ObjectType('BitdefenderSeatMonth', {
  description: 'Seats of all companies in one month. Companies whose seats are not known are in `notRead` alone.',
})
export class SeatMonth extends SeatNumbers {
  @Field(() => Int, { description: 'Number of companies that were looked at.' })
  companies!: number;

  @Field(() => Int, { description: 'Number of these companies whose seats are not known.' })
  notRead!: number;

  @Field(() => Int, { description: 'Number of seats that GravityZone counts.' })
  counted!: number;

  @Field(() => Int, {
    description: 'Sum of the differences of the companies, each without its sign: nothing is balanced.',
  })
  unexplained!: number;
}

@ObjectType('BitdefenderSeatMachine', { description: 'Machine behind the seats of a company in a month.' })
export class SeatMachineType {
  @Field(() => ID, { description: 'ID of the device, or of the agent if it has no seat.' })
  id!: string;

  @Field(() => SeatCategoryEnum, { description: 'Why a seat is counted for it, or why none is.' })
  category!: SeatCategory;

  @Field(() => String, { description: 'Name when the month was last looked at.' })
  name!: string;

  @Field(() => AgentReference, {
    nullable: true,
    description: 'OpsMerge agent it was matched with at that time; null if it had none.',
  })
  agent!: AgentReference | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the entry that represents the same machine; null unless it is a DUPLICATE.',
  })
  sameAsName!: string | null;

  @Field(() => RemovalEnum, { nullable: true, description: 'How it left its company; null unless it was REMOVED.' })
  removal!: Removal | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Time at which it was noticed to be REMOVED or, of a STALE one, last seen; null for others.',
  })
  since!: Date | null;

  deviceId!: string | null;
  sameAsId!: string | null;
}

@ObjectType('BitdefenderSeatReading', { description: 'How the seats of an integration are read: once a day.' })
export class SeatReading {
  @Field(() => Date, {
    nullable: true,
    description: 'Start of the last time that all its companies were looked at; null before it.',
  })
  lookedAt!: Date | null;

  @Field(() => Date, { description: 'Time at which they are looked at next.' })
  nextAt!: Date;

  @Field(() => Problem, {
    nullable: true,
    description: 'Why seats could not be read, such as a key that is not that of a partner; null if they could.',
  })
  problem!: Problem | null;
}

export const SeatsConnection = connectionType('BitdefenderSeats', () => Seats, { replicated: true });
export const SeatMachineConnection = connectionType('BitdefenderSeatMachine', () => SeatMachineType, {
  replicated: true,
});

@ArgsType()
export class SeatsArgs extends pageArguments() {
  @Field(() => String, { nullable: true, description: 'Month in UTC, formatted YYYY-MM; this month if null.' })
  month?: string | null;

  @Field(() => ID, { nullable: true, description: 'Seats of the companies of this client; of all if null.' })
  clientId?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether to list only companies whose counted seats differ from `protected`, or are not known.',
  })
  differing!: boolean;
}

@ArgsType()
export class SeatMachinesArgs extends pageArguments() {
  @Field(() => ID, { description: 'ID of the seats of a company in a month.' })
  seatsId!: string;

  @Field(() => SeatCategoryEnum, { nullable: true, description: 'Machines of this category; all if null.' })
  category?: SeatCategory | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether to list only PROTECTED and STALE machines without an OpsMerge agent.',
  })
  withoutAgent!: boolean;
}
