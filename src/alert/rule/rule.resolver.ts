import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { readKinds } from '../../database/later-values.js';
import type { RuleConditions, RuleScope } from '../../domain/alert-rule.js';
import type { RequestContext } from '../../graphql/context.js';
import { PayloadMutation, payloadOf } from '../../graphql/errors.js';
import { readAction, readStoredActions } from '../action/action-kinds.js';
import { countedBy, degradationTexts } from '../degradation/degradations.js';
import type { AlertReader } from '../list/alert.reader.js';
import type { AlertRule } from './alert-rule.js';
import { RulePreviewPayload } from './preview-rule.type.js';
import { type RuleRow, type RuleService, ruleVersion } from './rule.service.js';
import {
  DeleteRuleInput,
  type Next,
  ReorderRulesInput,
  Rule,
  RulePayload,
  RulesPayload,
  SaveRuleInput,
  type Scope,
  SetRuleEnabledInput,
} from './rule.type.js';

/** What a preview lists of degraded machines; the rest is counted. */
const shownDegradations = 100;

@Resolver(() => Rule)
export class RuleResolver {
  constructor(
    private readonly service: RuleService,
    private readonly alerts: AlertReader,
  ) {}

  @Query(() => [Rule], { description: 'Alert rules of the tenant, in the order of their evaluation.' })
  async bitdefenderAlertRules(@Ctx() { viewer }: RequestContext): Promise<Rule[]> {
    return (await this.service.list(viewer.tenantId)).map(ruleOf);
  }

  @Query(() => RulePreviewPayload, {
    description: 'Evaluates a rule on past alerts as if it had been enabled. Stores nothing and carries out nothing.',
  })
  previewBitdefenderAlertRule(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => SaveRuleInput, {
      description: 'Rule to try: in place of `ruleId`, or evaluated last if that is left out.',
    })
    input: SaveRuleInput,
    @Arg('days', () => Int, { defaultValue: 30, description: 'Number of days to go back, 1 to 90.' }) days: number,
  ): Promise<RulePreviewPayload> {
    return payloadOf(async () => {
      const { sampleIds, found, ...preview } = await this.service.preview(
        viewer,
        input.ruleId ?? null,
        ruleFrom(input),
        days,
      );
      const alerts = await this.alerts.byIds(viewer.tenantId, sampleIds);
      const samples = sampleIds.flatMap((id) => alerts.get(id) ?? []);
      const degradations = found.slice(0, shownDegradations).map(({ clientId, cause, count }) => ({
        client: { id: clientId },
        cause,
        severity: degradationTexts[cause].severity,
        machines: countedBy(cause) === 'MACHINES' ? count : 0,
        companies: countedBy(cause) === 'COMPANIES' ? count : 0,
      }));
      return { preview: { ...preview, samples, degradations, degradationCount: found.length } };
    });
  }

  @PayloadMutation(RulePayload, { description: 'Creates or changes a rule. Past alerts are not affected.' })
  saveBitdefenderAlertRule(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => SaveRuleInput, { description: 'The rule.' }) input: SaveRuleInput,
  ): Promise<RulePayload> {
    return payloadOf(async () => {
      return { rule: ruleOf(await this.service.save(viewer, targetOf(input), ruleFrom(input))) };
    });
  }

  @PayloadMutation(RulePayload, { description: 'Enables or disables a rule. Past alerts are not affected.' })
  setBitdefenderAlertRuleEnabled(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => SetRuleEnabledInput, { description: 'Rule and its new setting.' }) input: SetRuleEnabledInput,
  ): Promise<RulePayload> {
    return payloadOf(async () => ({
      rule: ruleOf(await this.service.setEnabled(viewer, input.ruleId, input.enabled)),
    }));
  }

  @PayloadMutation(RulePayload, { description: 'Deletes a rule. What it triggered before is kept.' })
  deleteBitdefenderAlertRule(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => DeleteRuleInput, { description: 'Rule to delete.' }) input: DeleteRuleInput,
  ): Promise<RulePayload> {
    return payloadOf(async () => {
      await this.service.remove(viewer, input.ruleId);
      return { rule: null };
    });
  }

  @PayloadMutation(RulesPayload, { description: 'Sets the order in which rules are evaluated.' })
  reorderBitdefenderAlertRules(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => ReorderRulesInput, { description: 'The order.' }) input: ReorderRulesInput,
  ): Promise<RulesPayload> {
    return payloadOf(async () => {
      const rules = await this.service.reorder(viewer, input.ruleIds, input.previousRuleIds ?? null);
      return { rules: rules.map(ruleOf) };
    });
  }
}

const targetOf = ({ ruleId = null, version = null }: SaveRuleInput) => ({ ruleId, version });

function ruleOf(row: RuleRow): Rule {
  const { id, name, enabled, position, scope, conditions, actions, next } = row;
  return {
    id,
    name,
    enabled,
    position,
    scope: scope as Scope,
    conditions: readKinds(conditions) as Rule['conditions'],
    actions: readStoredActions(actions).actions,
    next: next as Next,
    version: ruleVersion(row),
  };
}

function ruleFrom({
  name,
  enabled,
  scope,
  conditions,
  actions,
  next,
}: SaveRuleInput): Omit<AlertRule, 'id' | 'position'> {
  return {
    name,
    enabled,
    scope: given(scope) as RuleScope,
    conditions: given(conditions) as RuleConditions,
    actions: actions.map((action) => readAction(action.kind, { ...action })),
    next,
  };
}

/** Only what was given: a condition left out asks for nothing. */
function given(input: object): object {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null && value !== undefined));
}
