import { Field, ID, Int, ObjectType } from 'type-graphql';
import { ClientReference } from '../../graphql/core-types.js';
import { Payload } from '../../graphql/errors.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import { SeverityEnum } from '../../graphql/severity.type.js';
import type { RuleActionKind } from '../action/action-kinds.js';
import { DegradationEnum } from '../degradation/degradation.type.js';
import { Alert } from '../list/alert.type.js';
import { RuleActionKindEnum } from './rule.type.js';

export const HeldBackBy = graphEnum(
  'BitdefenderRuleHeldBackBy',
  'Why a rule would not have acted on an alert that it matches.',
  {
    HISTORY: 'The threat is from before the company was mapped.',
    MUTE: 'A mute covers it.',
    STOP: 'An earlier rule stops the evaluation.',
    SUPPRESSION: 'Another rule suppresses the alert.',
  },
);
export type HeldBackBy = keyof typeof HeldBackBy;

@ObjectType('BitdefenderRuleHeldBack', { description: 'Alerts that a rule matches but would not have acted on.' })
export class RuleHeldBack {
  @Field(() => HeldBackBy, { description: 'Reason why it would not have acted.' })
  by!: `${HeldBackBy}`;

  @Field(() => ID, { nullable: true, description: 'Id of the other rule; null if no rule is the reason.' })
  ruleId!: string | null;

  @Field(() => String, { nullable: true, description: 'Its name.' })
  ruleName!: string | null;

  @Field(() => Int, { description: 'Number of alerts.' })
  alerts!: number;
}

@ObjectType('BitdefenderRulePreviewActions', { description: 'Actions of one kind that a rule would have triggered.' })
export class RulePreviewActions {
  @Field(() => RuleActionKindEnum, { description: 'Kind of the action.' })
  kind!: RuleActionKind;

  @Field(() => Int, { description: 'Number of alerts.' })
  alerts!: number;

  @Field(() => Int, {
    description: 'Number of actions. Alerts of the same malware in a client within an hour share one.',
  })
  actions!: number;
}

@ObjectType('BitdefenderRulePreviewDegradation', {
  description:
    'Machines or companies of one client that are degraded in one way, of which a rule would raise an alert.',
})
export class RulePreviewDegradation {
  @Field(() => ClientReference, { description: 'The client.' })
  client!: ClientReference;

  @Field(() => DegradationEnum, { description: 'In which way they are degraded.' })
  cause!: DegradationEnum;

  @Field(() => SeverityEnum, { description: 'Severity of the alert.' })
  severity!: SeverityEnum;

  @Field(() => Int, { description: 'Number of machines; 0 for LICENCE_ENDING.' })
  machines!: number;

  @Field(() => Int, { description: 'Number of companies whose licence ends; 0 for any other cause.' })
  companies!: number;
}

@ObjectType('BitdefenderRulePreview', {
  description: 'What a rule would have triggered if it had been enabled. Nothing was carried out.',
})
export class RulePreviewType {
  @Field(() => Date, { description: 'Start of the range by the last detection (exclusive).' })
  since!: Date;

  @Field(() => Int, { description: 'Number of alerts evaluated.' })
  considered!: number;

  @Field(() => Int, { description: 'Number of alerts for which all conditions hold.' })
  matched!: number;

  @Field(() => Int, { description: 'Number of matched alerts on which it would have acted.' })
  acted!: number;

  @Field(() => [RuleHeldBack], { description: 'Why it would not have acted on the others, most frequent first.' })
  heldBack!: RuleHeldBack[];

  @Field(() => [RulePreviewActions], { description: 'Actions it would have triggered.' })
  actions!: RulePreviewActions[];

  @Field(() => Int, {
    description: 'Number of alerts on which other rules would no longer act, because this rule stops or suppresses.',
  })
  prevented!: number;

  @Field(() => [Alert], { description: 'Latest alerts that matched, at most 10.' })
  samples!: Alert[];

  @Field(() => [RulePreviewDegradation], {
    description:
      'What it would raise an alert of at the next look, most severe first, at most 100; empty for a rule that is not about degraded protection.',
  })
  degradations!: RulePreviewDegradation[];

  @Field(() => Int, { description: 'Number of alerts of degraded protection that it would raise.' })
  degradationCount!: number;
}

@ObjectType('PreviewBitdefenderAlertRulePayload', { description: 'Outcome of `previewBitdefenderAlertRule`.' })
export class RulePreviewPayload extends Payload {
  @Field(() => RulePreviewType, { nullable: true, description: 'Preview; null if the input was refused.' })
  preview?: RulePreviewType | null;
}
