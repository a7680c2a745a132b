import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Payload } from '../../graphql/errors.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import type { RuleActionKind } from '../action/action-kinds.js';
import { Alert } from '../list/alert.type.js';
import { RuleActionKindEnum } from './rule.type.js';

export const HeldBackBy = graphEnum(
  'BitdefenderRuleHeldBackBy',
  'What would have kept a rule from an alert that it matches.',
  {
    HISTORY: 'The threat is from before the company was mapped.',
    MUTE: 'A mute covers it.',
    STOP: 'A rule before it ends the asking.',
    SUPPRESSION: 'Another rule suppresses the alert.',
  },
);
export type HeldBackBy = keyof typeof HeldBackBy;

@ObjectType('BitdefenderRuleHeldBack', { description: 'Alerts that a rule matches and would not have acted on.' })
export class RuleHeldBack {
  @Field(() => HeldBackBy, { description: 'What keeps it from them.' })
  by!: `${HeldBackBy}`;

  @Field(() => ID, { nullable: true, description: 'The other rule, if it is one.' })
  ruleId!: string | null;

  @Field(() => String, { nullable: true, description: 'Its name.' })
  ruleName!: string | null;

  @Field(() => Int, { description: 'How many alerts.' })
  alerts!: number;
}

@ObjectType('BitdefenderRulePreviewActions', { description: 'What a rule would have done of one kind.' })
export class RulePreviewActions {
  @Field(() => RuleActionKindEnum, { description: 'What is done.' })
  kind!: RuleActionKind;

  @Field(() => Int, { description: 'For how many alerts.' })
  alerts!: number;

  @Field(() => Int, {
    description:
      'How many tickets, notifications or pages: alerts of one malware in a client within the hour share one.',
  })
  actions!: number;
}

@ObjectType('BitdefenderRulePreview', { description: 'What a rule would have done, had it been on. Nothing was done.' })
export class RulePreviewType {
  @Field(() => GraphQLDateTimeISO, { description: 'Alerts of threats last detected after this were gone through.' })
  since!: Date;

  @Field(() => Int, { description: 'How many alerts were gone through.' })
  considered!: number;

  @Field(() => Int, { description: 'For how many of them everything holds that the rule asks for.' })
  matched!: number;

  @Field(() => Int, { description: 'On how many of those it would have acted.' })
  acted!: number;

  @Field(() => [RuleHeldBack], { description: 'What would have kept it from the others, the most frequent first.' })
  heldBack!: RuleHeldBack[];

  @Field(() => [RulePreviewActions], { description: 'What it would have done.' })
  actions!: RulePreviewActions[];

  @Field(() => Int, {
    description: 'On how many alerts other rules act today and would not have, since this one stops or suppresses.',
  })
  prevented!: number;

  @Field(() => [Alert], { description: 'The last ones that matched, at most ten.' })
  samples!: Alert[];
}

@ObjectType('BitdefenderRulePreviewPayload', { description: 'What a rule would have done, or what is wrong with it.' })
export class RulePreviewPayload extends Payload {
  @Field(() => RulePreviewType, { nullable: true, description: 'What it would have done.' })
  preview?: RulePreviewType | null;
}
