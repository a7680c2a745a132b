import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Payload } from '../../graphql/errors.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import { SeverityEnum, ThreatActionEnum, ThreatStatusEnum } from '../../threat/list/threat.type.js';
import { type RuleActionKind, ruleActionDescriptions, ruleActionFields } from '../action/action-kinds.js';
import { AlertKindEnum } from '../list/alert.type.js';

export const ScopeKind = graphEnum('BitdefenderRuleScopeKind', 'Whose alerts a rule is asked about.', {
  ALL: 'Those of every client.',
  ONLY: 'Those of the clients named.',
  ALL_BUT: 'Those of every client but the ones named.',
});
export type ScopeKind = keyof typeof ScopeKind;

export const MachineKind = graphEnum('BitdefenderMachineKind', 'What a machine is, as its operating system tells.', {
  SERVER: 'A server.',
  WORKSTATION: 'A workstation or laptop.',
  UNKNOWN: 'Not told.',
});
export type MachineKind = keyof typeof MachineKind;

export const RuleActionKindEnum = graphEnum('BitdefenderRuleActionKind', 'What a rule does.', ruleActionDescriptions);

export const Next = graphEnum('BitdefenderRuleNext', 'What comes after a rule that matched.', {
  STOP: 'No further rule is asked.',
  CONTINUE: 'The next rule is asked too.',
});
export type Next = keyof typeof Next;

@ObjectType('BitdefenderRuleScope', { description: 'Whose alerts a rule is asked about.' })
@InputType('BitdefenderRuleScopeInput', { description: 'Whose alerts a rule is asked about.' })
export class Scope {
  @Field(() => ScopeKind, { description: 'All clients, some, or all but some.' })
  kind!: ScopeKind;

  @Field(() => [ID], { description: 'The clients meant by ONLY and ALL_BUT, which OpsMerge must know; empty for ALL.' })
  clientIds!: string[];
}

@ObjectType('BitdefenderRuleHours', { description: "Hours of the week, in the tenant's time zone." })
@InputType('BitdefenderRuleHoursInput', { description: "Hours of the week, in the tenant's time zone." })
export class Hours {
  @Field(() => [Int], { description: 'Days, 1 (Monday) to 7 (Sunday).' })
  days!: number[];

  @Field(() => String, { description: 'From this time, HH:mm.' })
  from!: string;

  @Field(() => String, {
    description: 'To this time, HH:mm; before `from` it is of the next day, equal means the whole day.',
  })
  to!: string;
}

@ObjectType('BitdefenderRuleConditions', { description: 'What a rule asks for; all that is given must hold.' })
@InputType('BitdefenderRuleConditionsInput', { description: 'What a rule asks for; all that is given must hold.' })
export class Conditions {
  @Field(() => [AlertKindEnum], {
    nullable: true,
    description: 'What alerts are about. Left out, the rule is about threats alone.',
  })
  kinds?: AlertKindEnum[] | null;

  @Field(() => SeverityEnum, { nullable: true, description: 'This severity and above.' })
  minimumSeverity?: SeverityEnum | null;

  @Field(() => SeverityEnum, { nullable: true, description: 'This severity and below.' })
  maximumSeverity?: SeverityEnum | null;

  @Field(() => [String], { nullable: true, description: 'Families of threats, such as RANSOMWARE or ADWARE.' })
  families?: string[] | null;

  @Field(() => [ThreatActionEnum], { nullable: true, description: 'What BD did about it.' })
  actions?: ThreatActionEnum[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the threat may still be at work.' })
  stillActive?: boolean | null;

  @Field(() => [ThreatStatusEnum], {
    nullable: true,
    description: 'The status. Left out, the rule is about unresolved threats: what arrives closed asks for nobody.',
  })
  statuses?: ThreatStatusEnum[] | null;

  @Field(() => String, { nullable: true, description: 'The host name, with * for any characters and ? for one.' })
  hostnamePattern?: string | null;

  @Field(() => [MachineKind], { nullable: true, description: 'Kinds of machines.' })
  machineKinds?: MachineKind[] | null;

  @Field(() => [ID], { nullable: true, description: 'Companies, by our ids; they must be there.' })
  companyIds?: string[] | null;

  @Field(() => Hours, { nullable: true, description: 'Hours of the week.' })
  hours?: Hours | null;
}

@ObjectType('BitdefenderRuleAction', { description: 'Action of a rule. Which values it has depends on its kind.' })
@InputType('BitdefenderRuleActionInput', {
  description: 'Action of a rule. Which values it requires depends on its kind; those of other kinds are ignored.',
})
export class Action {
  @Field(() => RuleActionKindEnum, { description: 'Kind of the action.' })
  kind!: RuleActionKind;

  readonly [value: string]: unknown;
}
for (const [name, { type, description }] of ruleActionFields)
  Field(type, { nullable: true, description })(Action.prototype, name);

@ObjectType('BitdefenderAlertRule', { description: 'What an alert triggers.' })
export class Rule {
  @Field(() => ID, { description: 'Our id of the rule.' })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => Boolean, { description: 'Whether it is asked.' })
  enabled!: boolean;

  @Field(() => Int, { description: 'Its place: lower ones are asked first.' })
  position!: number;

  @Field(() => Scope, { description: 'Whose alerts it is asked about.' })
  scope!: Scope;

  @Field(() => Conditions, { description: 'What it asks for.' })
  conditions!: Conditions;

  @Field(() => [Action], { description: 'What it does.' })
  actions!: Action[];

  @Field(() => Next, { description: 'Whether further rules are asked when it matched.' })
  next!: Next;
}

@InputType('SaveBitdefenderAlertRuleInput', {
  description: 'A rule as it shall be from now on; what it did before stays.',
})
export class SaveRuleInput {
  @Field(() => ID, { nullable: true, description: 'The rule to change; a new one, asked last, if left out.' })
  ruleId?: string | null;

  @Field(() => String, { description: 'Its name, up to 200 characters.' })
  name!: string;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether it is asked.' })
  enabled!: boolean;

  @Field(() => Scope, { description: 'Whose alerts it is asked about.' })
  scope!: Scope;

  @Field(() => Conditions, { description: 'What it asks for.' })
  conditions!: Conditions;

  @Field(() => [Action], { description: 'What it does, at least one thing.' })
  actions!: Action[];

  @Field(() => Next, { defaultValue: Next.STOP, description: 'Whether further rules are asked when it matched.' })
  next!: Next;
}

@InputType('SetBitdefenderAlertRuleEnabledInput', { description: 'Switches a rule on or off.' })
export class SetRuleEnabledInput {
  @Field(() => ID, { description: 'The rule.' })
  ruleId!: string;

  @Field(() => Boolean, { description: 'Whether it is asked from now on; what it did before stays.' })
  enabled!: boolean;
}

@InputType('DeleteBitdefenderAlertRuleInput', { description: 'A rule to delete.' })
export class DeleteRuleInput {
  @Field(() => ID, { description: 'The rule; what it did before stays.' })
  ruleId!: string;
}

@InputType('ReorderBitdefenderAlertRulesInput', { description: 'The order in which rules are asked.' })
export class ReorderRulesInput {
  @Field(() => [ID], { description: 'Every rule of the tenant, once, the first to be asked first.' })
  ruleIds!: string[];
}

@ObjectType('BitdefenderAlertRulePayload', { description: 'The rule as it is now, or why it was not changed.' })
export class RulePayload extends Payload {
  @Field(() => Rule, { nullable: true, description: 'The rule; null when it was deleted or refused.' })
  rule?: Rule | null;
}

@ObjectType('BitdefenderAlertRulesPayload', { description: 'The rules in their new order, or why it was not changed.' })
export class RulesPayload extends Payload {
  @Field(() => [Rule], { nullable: true, description: 'All rules of the tenant, in order.' })
  rules?: Rule[];
}
