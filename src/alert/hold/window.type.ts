import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ClientReference } from '../../graphql/core-types.js';
import { Payload, versionDescription, versionInputDescription } from '../../graphql/errors.js';
import { mostWindows } from './validate-window.js';

@ObjectType('BitdefenderMaintenanceOccurrence', { description: 'Time in which a maintenance window is open.' })
export class Occurrence {
  @Field(() => Date, { description: 'When it opens.' })
  from!: Date;

  @Field(() => Date, { description: 'When it ends (exclusive).' })
  to!: Date;
}

@ObjectType('BitdefenderMaintenanceWindow', {
  description:
    'Time in which alerts are raised and no rule acts on them, once or each week. An alert must match all of client, device and rule that are given. What is not resolved when it ends goes through the rules then.',
})
export class MaintenanceWindowType {
  @Field(() => ID, { description: 'Id of the window.' })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => ClientReference, { nullable: true, description: 'Client whose alerts it holds; null for every client.' })
  client!: ClientReference | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the device when it was chosen; null for any device.',
  })
  hostName!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Rule whose actions alone it holds; null for those of all rules.',
  })
  ruleId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Date on which it opens, such as 2026-11-30, in its time zone; null if it repeats.',
  })
  date!: string | null;

  @Field(() => [Int], {
    nullable: true,
    description: 'Days of the week on which it opens, from 1 (Monday) to 7 (Sunday); null if it opens once.',
  })
  days!: number[] | null;

  @Field(() => String, { description: 'Time at which it opens, HH:mm, in its time zone.' })
  time!: string;

  @Field(() => Int, {
    description: 'Minutes for which it is open. They are elapsed time: a change of clocks does not alter them.',
  })
  minutes!: number;

  @Field(() => String, { description: 'IANA time zone of its date, days and time.' })
  timeZone!: string;

  @Field(() => String, {
    nullable: true,
    description: "Time zone it was given; null if it follows the tenant's.",
  })
  ownTimeZone!: string | null;

  @Field(() => Occurrence, {
    nullable: true,
    description: 'Since when, and until when, it is open now; null if it is not.',
  })
  open!: Occurrence | null;

  @Field(() => Boolean, { description: 'Whether it never opens again.' })
  over!: boolean;

  @Field(() => Date, { description: 'Time of the last change.' })
  changedAt!: Date;

  @Field(() => String, { description: 'Subject of the user who changed it last.' })
  changedBy!: string;

  @Field(() => String, { description: versionDescription })
  version!: string;

  deviceId!: string | null;
  endedAt!: Date | null;
}

@InputType('BitdefenderMaintenanceScheduleInput', {
  description: 'When a maintenance window is open: at one date, or on days of each week.',
})
export class ScheduleInput {
  @Field(() => String, {
    nullable: true,
    description: 'Date, such as 2026-11-30, within a year from now. Leave it out for a window that repeats.',
  })
  date?: string | null;

  @Field(() => [Int], {
    nullable: true,
    description:
      'Days of the week on which it opens, where Monday is 1 and Sunday is 7, each once. At most 7 items. Leave them out for a window that opens once.',
  })
  days?: number[] | null;

  @Field(() => String, {
    description:
      'Time at which it opens, HH:mm. Of an hour that clocks repeat, the first; an hour that they skip is moved on by as much as they skip.',
  })
  time!: string;

  @Field(() => Int, {
    description:
      'Minutes for which it is open: 5 to 20,160, which is 14 days. One that repeats leaves at least two hours before it opens again.',
  })
  minutes!: number;

  @Field(() => String, { nullable: true, description: "IANA time zone; the tenant's if left out." })
  timeZone?: string | null;
}

@InputType('SaveBitdefenderMaintenanceWindowInput', {
  description: `Maintenance window as it shall be from now on: for at least one of client, device and rule. A tenant has at most ${mostWindows}.`,
})
export class SaveWindowInput {
  @Field(() => ID, { nullable: true, description: 'Window to change; a new one if left out.' })
  windowId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `${versionInputDescription('maintenance window')} Not for a new one.`,
  })
  version?: string | null;

  @Field(() => String, { description: 'Its name, 1 to 100 characters. Tickets and notifications state it.' })
  name!: string;

  @Field(() => ID, { nullable: true, description: 'Only alerts of this client.' })
  clientId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only alerts of this device, also once BD gives it another id; not those about several machines.',
  })
  deviceId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only the actions of this rule; the other rules act.' })
  ruleId?: string | null;

  @Field(() => ScheduleInput, { description: 'When it is open.' })
  schedule!: ScheduleInput;
}

@InputType('DeleteBitdefenderMaintenanceWindowInput', { description: 'Maintenance window to delete.' })
export class DeleteWindowInput {
  @Field(() => ID, { description: 'The window. What it holds goes through the rules at once.' })
  windowId!: string;
}

@InputType('EndBitdefenderMaintenanceWindowInput', { description: 'Maintenance window that is open, to end now.' })
export class EndWindowInput {
  @Field(() => ID, { description: 'The window. One that repeats opens again as planned.' })
  windowId!: string;
}

@ObjectType()
export abstract class WindowPayload extends Payload {
  @Field(() => MaintenanceWindowType, {
    nullable: true,
    description: 'The maintenance window; null when it was deleted or refused.',
  })
  window?: MaintenanceWindowType | null;
}

@ObjectType('PreviewBitdefenderMaintenanceWindowPayload', {
  description: 'Outcome of `previewBitdefenderMaintenanceWindow`.',
})
export class WindowPreview extends Payload {
  @Field(() => String, {
    nullable: true,
    description: 'IANA time zone in which it was calculated; null if it was refused.',
  })
  timeZone?: string | null;

  @Field(() => [Occurrence], {
    nullable: true,
    description: 'The next times, at most 5; null if it was refused.',
  })
  occurrences?: Occurrence[] | null;
}
