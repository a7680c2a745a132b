import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ClientReference } from '../../graphql/core-types.js';
import { Payload } from '../../graphql/errors.js';
import { connectionType } from '../../graphql/paging.js';

@ObjectType('BitdefenderAlertMute', {
  description: 'Silence until a time, for alerts to which all of client, device and threat name that are given fit.',
})
export class AlertMute {
  @Field(() => ID, { description: 'Our id of the mute.' })
  id!: string;

  @Field(() => ClientReference, { nullable: true, description: 'Muted client; null for every client.' })
  client!: ClientReference | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name of the device when it was muted; null for any device.',
  })
  hostName!: string | null;

  @Field(() => String, { nullable: true, description: 'The whole name of the threat, in any case; null for any.' })
  threatName!: string | null;

  @Field(() => String, { description: 'Why.' })
  reason!: string;

  @Field(() => Date, { description: 'Since when.' })
  createdAt!: Date;

  @Field(() => String, { description: 'Who muted: the subject of the token.' })
  createdBy!: string;

  @Field(() => Date, { description: 'Until when; the time at which it was ended, if somebody did so.' })
  until!: Date;

  @Field(() => String, { nullable: true, description: 'Subject of the user who ended it early; null if no one did.' })
  endedBy!: string | null;

  @Field(() => Boolean, { description: 'Whether it is in effect.' })
  active!: boolean;

  deviceId!: string | null;
}

/** A page of mutes. */
export const AlertMuteConnection = connectionType('BitdefenderAlertMute', () => AlertMute);

@InputType('BitdefenderAlertMuteFilter', { description: 'Filter of mutes.' })
export class AlertMuteFilter {
  @Field(() => Boolean, { defaultValue: false, description: 'Also those that are over.' })
  ended!: boolean;

  @Field(() => ID, { nullable: true, description: 'Only those that name this client, or a device of it.' })
  clientId?: string | null;
}

@InputType('MuteBitdefenderAlertsInput', {
  description:
    'Alerts to mute, by at least one of client, device and threat name. An alert must match every value that is set.',
})
export class MuteAlertsInput {
  @Field(() => ID, { nullable: true, description: 'Alerts of this client.' })
  clientId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Alerts of this device, also once BD gives it another id.' })
  deviceId?: string | null;

  @Field(() => String, { nullable: true, description: 'Alerts of this threat: its whole name, in any case.' })
  threatName?: string | null;

  @Field(() => Date, { description: 'Until when: within a year.' })
  until!: Date;

  @Field(() => String, { description: 'Why, for those who wonder at the silence; up to 500 characters.' })
  reason!: string;
}

@InputType('EndBitdefenderAlertMuteInput', { description: 'A mute to end now.' })
export class EndMuteInput {
  @Field(() => ID, { description: 'The mute.' })
  muteId!: string;
}

@ObjectType()
export abstract class MutePayload extends Payload {
  @Field(() => AlertMute, { nullable: true, description: 'The mute; null when it was refused.' })
  mute?: AlertMute | null;
}
