import { Field, ID, ObjectType } from 'type-graphql';
import { graphEnum } from '../../graphql/graph-enum.js';
import { Alert, AlertState } from './alert.type.js';

export const AlertChangeKindEnum = graphEnum('BitdefenderAlertChangeKind', 'What happened to an alert.', {
  RAISED: 'It is new.',
  UPDATED: 'Its title, its severity, or what suppresses or holds it is another; it stands as before.',
  ACKNOWLEDGED: 'A person took it over.',
  SNOOZED: 'A person put it aside.',
  RESOLVED: 'It is done.',
  REOPENED: 'It wants attention again.',
  ASSIGNED: 'Assigned to another technician, or unassigned.',
  TICKETED: 'Its ticket was created, or has got on.',
});
export type AlertChangeKindEnum = keyof typeof AlertChangeKindEnum;

@ObjectType('BitdefenderAlertChange', { description: 'Something that happened to an alert, and who did it.' })
export class AlertChangeType {
  @Field(() => String, { description: 'Pass it as `after` to get what came later.' })
  cursor!: string;

  @Field(() => AlertChangeKindEnum, { description: 'Kind of the change.' })
  kind!: AlertChangeKindEnum;

  @Field(() => Date, { description: 'When.' })
  at!: Date;

  @Field(() => String, {
    description: '`bitdefender`, `opsmerge` (a time had come), or the subject of the person who did it.',
  })
  actor!: string;

  @Field(() => AlertState, { nullable: true, description: 'How it stood before; null of one that is new.' })
  from!: AlertState | null;

  @Field(() => AlertState, { nullable: true, description: 'How it stood then; null where its state is not concerned.' })
  to!: AlertState | null;

  @Field(() => Date, { nullable: true, description: 'Until when it was put aside.' })
  snoozedUntil!: Date | null;

  @Field(() => ID, { nullable: true, description: 'Assignee after the change; null if unassigned. Only for ASSIGNED.' })
  assigneeId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Note of the person, or what a maintenance window holds or released; null if there is none.',
  })
  note!: string | null;

  @Field(() => Alert, { description: 'The alert as it is now.' })
  alert!: Alert;
}
