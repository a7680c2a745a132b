import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Payload } from '../../graphql/errors.js';
import type { RuleActionKind } from '../action/action-kinds.js';
import { Alert } from '../list/alert.type.js';
import { RuleActionKindEnum } from '../rule/rule.type.js';
import { mostConsidered, mostListed, mostRerouted } from './reroute-alerts.js';

@ObjectType('BitdefenderReroutedAction', { description: 'Action that a rule wants for an alert.' })
export class ReroutedAction {
  @Field(() => RuleActionKindEnum, { description: 'Kind of the action.' })
  kind!: RuleActionKind;

  @Field(() => ID, { description: 'Id of the rule.' })
  ruleId!: string;

  @Field(() => String, { description: 'Name of the rule.' })
  ruleName!: string;
}

@ObjectType('BitdefenderReroutedAlert', {
  description: 'Open alert for which rules want actions that were not requested yet.',
})
export class ReroutedAlert {
  @Field(() => Alert, { description: 'The alert.' })
  alert!: Alert;

  @Field(() => [ReroutedAction], { description: 'Actions that would be requested, in the order of the rules.' })
  actions!: ReroutedAction[];
}

@ObjectType('BitdefenderReroutedActions', { description: 'Actions of one kind that rules want for open alerts.' })
export class ReroutedActions {
  @Field(() => RuleActionKindEnum, { description: 'Kind of the action.' })
  kind!: RuleActionKind;

  @Field(() => Int, {
    description: 'Number of alerts. Those of the same malware in a client share one action within an hour.',
  })
  alerts!: number;
}

@ObjectType('BitdefenderAlertReroutingPreview', {
  description: 'What `rerouteBitdefenderAlerts` would do. Nothing was stored or carried out.',
})
export class ReroutingPreview {
  @Field(() => Int, {
    description: `Number of open alerts about threats that were evaluated: the newest ${mostConsidered} at most.`,
  })
  considered!: number;

  @Field(() => Boolean, { description: 'Whether all open alerts were evaluated; false if there are more than that.' })
  complete!: boolean;

  @Field(() => Int, {
    description: `Number of alerts for which actions would be requested; ${mostRerouted} of them by each call.`,
  })
  acting!: number;

  @Field(() => Int, {
    description:
      "Number of those that would be published for the platform's rules; 0 while this service's rules decide.",
  })
  publishing!: number;

  @Field(() => Int, { description: 'Number of alerts that a mute or a rule silences now.' })
  silenced!: number;

  @Field(() => Int, {
    description: 'Number of alerts of which a maintenance window holds actions: nothing is requested for them.',
  })
  held!: number;

  @Field(() => [ReroutedActions], { description: 'Actions that would be requested, by kind.' })
  actions!: ReroutedActions[];

  @Field(() => [ReroutedAlert], {
    description: `The first alerts for which actions would be requested, newest first, at most ${mostListed}.`,
  })
  alerts!: ReroutedAlert[];
}

@InputType('RerouteBitdefenderAlertsInput', { description: 'Open alerts to run through the rules once more.' })
export class RerouteInput {
  @Field(() => ID, { nullable: true, description: 'Client: only its alerts; all clients if left out.' })
  clientId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Rule: only actions that it wants; all rules if left out.' })
  ruleId?: string | null;
}

@ObjectType()
export abstract class ReroutePayload extends Payload {
  @Field(() => Int, {
    nullable: true,
    description: 'Number of alerts for which actions were requested; null if refused.',
  })
  rerouted?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of alerts that are left for another call; null if refused.',
  })
  remaining?: number | null;
}
