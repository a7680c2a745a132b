import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Payload, versionDescription, versionInputDescription } from '../../graphql/errors.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import { SeverityEnum } from '../../graphql/severity.type.js';
import { ThreatActionEnum, ThreatStatusEnum } from '../../threat/list/threat.type.js';
import { type RuleActionKind, ruleActionDescriptions, ruleActionFields } from '../action/action-kinds.js';
import { DegradationEnum } from '../degradation/degradation.type.js';
import { AlertKindEnum } from '../list/alert.type.js';

export const ScopeKind = graphEnum('BitdefenderRuleScopeKind', 'Clients a rule applies to.', {
  ALL: 'Every client.',
  ONLY: 'Only the listed clients.',
  ALL_BUT: 'Every client except those listed.',
});
export type ScopeKind = keyof typeof ScopeKind;

export const MachineKind = graphEnum('BitdefenderMachineKind', 'Kind of a machine, by its operating system.', {
  SERVER: 'A server.',
  WORKSTATION: 'A workstation or laptop.',
  UNKNOWN: 'Unknown operating system.',
});
export type MachineKind = keyof typeof MachineKind;

export const RuleActionKindEnum = graphEnum('BitdefenderRuleActionKind', 'What a rule does.', ruleActionDescriptions);

export const Next = graphEnum('BitdefenderRuleNext', 'What happens after a rule matched.', {
  STOP: 'No further rule is evaluated.',
  CONTINUE: 'The next rule is evaluated too.',
});
export type Next = keyof typeof Next;

@ObjectType('BitdefenderRuleScope', { description: 'Clients a rule applies to.' })
@InputType('BitdefenderRuleScopeInput', { description: 'Clients a rule applies to.' })
export class Scope {
  @Field(() => ScopeKind, { description: 'Kind of the scope.' })
  kind!: ScopeKind;

  @Field(() => [ID], { description: 'Clients listed for ONLY and ALL_BUT, known to OpsMerge; empty for ALL.' })
  clientIds!: string[];

  @Field(() => [ID], {
    nullable: true,
    description:
      'Sites of the clients listed for ONLY, at least one of each: the rule is for threats on machines whose agent is at one of them. Null for the clients as a whole. It then matches no machine without an agent or at no site, and nothing that is about no single machine, such as outbreaks, notices and degraded protection: these are left to rules for whole clients.',
  })
  siteIds?: string[] | null;
}

@ObjectType('BitdefenderRuleHours', { description: "Hours of the week, in the tenant's time zone." })
@InputType('BitdefenderRuleHoursInput', { description: "Hours of the week, in the tenant's time zone." })
export class Hours {
  @Field(() => [Int], { description: 'Days, 1 (Monday) to 7 (Sunday).' })
  days!: number[];

  @Field(() => String, { description: 'Start, HH:mm (inclusive).' })
  from!: string;

  @Field(() => String, {
    description:
      'End, HH:mm (exclusive). Before `from`, it is on the next day; equal to `from`, the range is the whole day.',
  })
  to!: string;
}

@ObjectType('BitdefenderRuleConditions', { description: 'Conditions of a rule. All that are set must hold.' })
@InputType('BitdefenderRuleConditionsInput', { description: 'Conditions of a rule. All that are set must hold.' })
export class Conditions {
  @Field(() => [AlertKindEnum], {
    nullable: true,
    description: 'Kinds of alerts. Defaults to threats only.',
  })
  kinds?: AlertKindEnum[] | null;

  @Field(() => SeverityEnum, { nullable: true, description: 'Minimum severity (inclusive).' })
  minimumSeverity?: SeverityEnum | null;

  @Field(() => SeverityEnum, { nullable: true, description: 'Maximum severity (inclusive).' })
  maximumSeverity?: SeverityEnum | null;

  @Field(() => [String], { nullable: true, description: 'Families of threats, such as RANSOMWARE or ADWARE.' })
  families?: string[] | null;

  @Field(() => [ThreatActionEnum], { nullable: true, description: 'Actions taken by Bitdefender.' })
  actions?: ThreatActionEnum[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the threat may still be active.' })
  stillActive?: boolean | null;

  @Field(() => [ThreatStatusEnum], {
    nullable: true,
    description: 'Statuses of threats. Defaults to unresolved only.',
  })
  statuses?: ThreatStatusEnum[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Pattern of the host name: * for any characters, ? for one; case-insensitive.',
  })
  hostnamePattern?: string | null;

  @Field(() => [MachineKind], { nullable: true, description: 'Kinds of machines.' })
  machineKinds?: MachineKind[] | null;

  @Field(() => [ID], { nullable: true, description: 'Ids of companies, which must exist.' })
  companyIds?: string[] | null;

  @Field(() => [DegradationEnum], {
    nullable: true,
    description: 'Causes of degraded protection, for a rule about that kind of alerts alone. Null for all.',
  })
  causes?: DegradationEnum[] | null;

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

@ObjectType('BitdefenderAlertRule', { description: 'Rule that decides which actions an alert triggers.' })
export class Rule {
  @Field(() => ID, { description: 'Id of the rule.' })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => Boolean, { description: 'Whether the rule is enabled.' })
  enabled!: boolean;

  @Field(() => Int, { description: 'Position in the order of evaluation, lowest first.' })
  position!: number;

  @Field(() => Scope, { description: 'Clients it applies to.' })
  scope!: Scope;

  @Field(() => Conditions, { description: 'Conditions that must hold.' })
  conditions!: Conditions;

  @Field(() => [Action], {
    description:
      'Its actions. One of a kind unknown to this release is left out and does nothing; see the routing of its alerts.',
  })
  actions!: Action[];

  @Field(() => Next, { description: 'Whether further rules are evaluated after it matched.' })
  next!: Next;

  @Field(() => String, { description: versionDescription })
  version!: string;
}

@InputType('SaveBitdefenderAlertRuleInput', {
  description: 'New values of a rule. Past alerts are not affected.',
})
export class SaveRuleInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Rule to change. Left out, a new rule is created and evaluated last.',
  })
  ruleId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `${versionInputDescription('rule')} Not for a new rule or a preview.`,
  })
  version?: string | null;

  @Field(() => String, { description: 'Its name, up to 200 characters.' })
  name!: string;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether the rule is enabled.' })
  enabled!: boolean;

  @Field(() => Scope, { description: 'Clients it applies to.' })
  scope!: Scope;

  @Field(() => Conditions, { description: 'Conditions that must hold.' })
  conditions!: Conditions;

  @Field(() => [Action], { description: 'Its actions, at least one. They replace all stored ones.' })
  actions!: Action[];

  @Field(() => Next, { defaultValue: Next.STOP, description: 'Whether further rules are evaluated after it matched.' })
  next!: Next;
}

@InputType('SetBitdefenderAlertRuleEnabledInput', { description: 'Rule to enable or disable.' })
export class SetRuleEnabledInput {
  @Field(() => ID, { description: 'The rule.' })
  ruleId!: string;

  @Field(() => Boolean, { description: 'Whether the rule is enabled.' })
  enabled!: boolean;
}

@InputType('DeleteBitdefenderAlertRuleInput', { description: 'A rule to delete.' })
export class DeleteRuleInput {
  @Field(() => ID, { description: 'The rule; what it did before stays.' })
  ruleId!: string;
}

@InputType('ReorderBitdefenderAlertRulesInput', { description: 'New order of the rules.' })
export class ReorderRulesInput {
  @Field(() => [ID], { description: 'Ids of all rules of the tenant, each once, in the order of evaluation.' })
  ruleIds!: string[];

  @Field(() => [ID], {
    nullable: true,
    description:
      'Ids of all rules in the order in which they were read. Without them: VERSION_REQUIRED; if the order has changed since: CHANGED_MEANWHILE.',
  })
  previousRuleIds?: string[] | null;
}

@ObjectType()
export abstract class RulePayload extends Payload {
  @Field(() => Rule, { nullable: true, description: 'The rule; null when it was deleted or refused.' })
  rule?: Rule | null;
}

@ObjectType()
export abstract class RulesPayload extends Payload {
  @Field(() => [Rule], { nullable: true, description: 'All rules of the tenant, in order.' })
  rules?: Rule[];
}
