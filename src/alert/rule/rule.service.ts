import { randomUUID } from 'node:crypto';
import type { Selectable, Transaction } from 'kysely';
import { recordAudit } from '../../audit/audit.js';
import type { Viewer } from '../../auth/viewer.js';
import type { Database, Tables } from '../../database/database.js';
import { uuidOrNone } from '../../database/uuid.js';
import { versionOf } from '../../domain/version.js';
import { refuseOutdated, UserInputError } from '../../graphql/errors.js';
import type { OpsMerge } from '../../opsmerge/opsmerge.js';
import type { Degraded } from '../degradation/follow-degradation.js';
import { previewDegradation } from '../degradation/preview-degradation.js';
import type { AlertRule } from './alert-rule.js';
import type { RulePreview } from './preview-rule.js';
import { previewRule } from './preview-rule.reader.js';
import { ruleColumns } from './rule-columns.js';
import { unknownClients, unknownReferences } from './unknown-references.js';
import { type RuleProblem, validateRule } from './validate-rule.js';

/** How far back a preview goes. */
const maximumDays = 90;

/** Each alert is evaluated against every rule. */
const maximumRules = 200;

export type RuleRow = Selectable<Tables['alertRule']>;

/** Alert rules. A change counts from now on; what a rule did before stays. Throws UserInputError for input that is refused. */
export interface RuleService {
  list(tenantId: string): Promise<RuleRow[]>;
  /** Changes the rule of this id, if `version` is the one that is stored, or adds a new one at the end. */
  save(
    viewer: Viewer,
    target: { ruleId: string | null; version: string | null },
    rule: Omit<AlertRule, 'id' | 'position'>,
  ): Promise<RuleRow>;
  /**
   * What the rule would have done in the last days, 1 to 90, and the degraded machines, most severe first, of which it would raise an alert
   * now; like `save`, but for writing.
   */
  preview(
    viewer: Viewer,
    ruleId: string | null,
    rule: Omit<AlertRule, 'id' | 'position'>,
    days: number,
  ): Promise<RulePreview & { since: Date; found: Degraded[] }>;
  setEnabled(viewer: Viewer, ruleId: string, enabled: boolean): Promise<RuleRow>;
  remove(viewer: Viewer, ruleId: string): Promise<void>;
  /** Takes the whole order, every rule of the tenant once, and the one it replaces. */
  reorder(viewer: Viewer, ruleIds: string[], previousRuleIds: string[] | null): Promise<RuleRow[]>;
}

/** The version of a rule: of all that `save` overwrites, so not of its position. */
export const ruleVersion = ({ name, enabled, scope, conditions, actions, next }: RuleRow): string =>
  versionOf({ name, enabled, scope, conditions, actions, next });

export function createRuleService({ database, opsMerge }: { database: Database; opsMerge: OpsMerge }): RuleService {
  const list = (queries: Database['query'] | Transaction<Tables>, tenantId: string) =>
    queries.selectFrom('alertRule').selectAll().where('tenantId', '=', tenantId).orderBy('position').execute();

  /** One change under the tenant's lock, with its entry in the audit. */
  function change<Result>(
    viewer: Viewer,
    action: string,
    work: (transaction: Transaction<Tables>, now: Date) => Promise<{ result: Result; subject: string; detail: object }>,
  ): Promise<Result> {
    const { tenantId, subject: actor } = viewer;
    return database.forTenant(tenantId, async (transaction) => {
      const at = new Date();
      const { result, subject, detail } = await work(transaction, at);
      await recordAudit(transaction, { tenantId, actor, action, subject, detail: { ...detail }, at });
      return result;
    });
  }

  return {
    list: (tenantId) => list(database.query, tenantId),

    async save(viewer, { ruleId, version }, rule) {
      refuseBad(rule);
      const { tenantId } = viewer;
      refuse(await unknownClients(opsMerge, tenantId, rule));
      return change(viewer, ruleId === null ? 'RULE_CREATED' : 'RULE_CHANGED', async (transaction, now) => {
        const rules = await list(transaction, tenantId);
        const before = rules.find(({ id }) => id === ruleId);
        if (ruleId !== null && before === undefined) throw notFound();
        if (before !== undefined) refuseOutdated(version, ruleVersion(before), 'rule');
        if (before === undefined && rules.length >= maximumRules)
          throw new UserInputError('TOO_MANY', `A tenant has at most ${maximumRules} rules: change or delete some.`, [
            'input',
          ]);
        refuse(await unknownReferences(transaction, tenantId, rule));
        const values = ruleColumns(rule, viewer.subject, now);
        const position = Math.max(0, ...rules.map((known) => known.position)) + 1;
        const result = await transaction
          .insertInto('alertRule')
          .values({ tenantId, id: before?.id ?? randomUUID(), position, ...values })
          .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doUpdateSet(values))
          .returningAll()
          .executeTakeFirstOrThrow();
        return { result, subject: result.id, detail: { before: before ?? null, after: rule } };
      });
    },

    async preview({ tenantId }, ruleId, rule, days) {
      refuseBad(rule);
      if (days < 1 || days > maximumDays)
        throw new UserInputError('BAD_DAYS', `Ask for 1 to ${maximumDays} days.`, ['days']);
      const { kinds = ['THREAT'] } = rule.conditions;
      if (!kinds.includes('THREAT') && !kinds.includes('DEGRADATION'))
        throw new UserInputError(
          'NOT_ABOUT_THREATS',
          'Only rules about threats, which are tried on the past, or about degraded protection can be tried.',
          ['input', 'conditions', 'kinds'],
        );
      if (ruleId !== null && !(await list(database.query, tenantId)).some(({ id }) => id === ruleId)) throw notFound();
      refuse(await unknownClients(opsMerge, tenantId, rule));
      refuse(await unknownReferences(database.query, tenantId, rule));
      const since = new Date(Date.now() - days * 24 * 3_600_000);
      const preview = await previewRule(database, tenantId, { ...rule, id: ruleId }, since);
      return { since, ...preview, found: await previewDegradation(database, tenantId, rule) };
    },

    setEnabled: (viewer, ruleId, enabled) =>
      change(viewer, enabled ? 'RULE_ENABLED' : 'RULE_DISABLED', async (transaction, now) => {
        const before = (await list(transaction, viewer.tenantId)).find(({ id }) => id === ruleId);
        const result = await transaction
          .updateTable('alertRule')
          .set({ enabled, changedAt: now, changedBy: viewer.subject })
          .where('tenantId', '=', viewer.tenantId)
          .where('id', '=', uuidOrNone(ruleId))
          .returningAll()
          .executeTakeFirst();
        if (before === undefined || result === undefined) throw notFound();
        const { name } = result;
        return {
          result,
          subject: result.id,
          detail: { name, before: { enabled: before.enabled }, after: { enabled } },
        };
      }),

    remove: (viewer, ruleId) =>
      change(viewer, 'RULE_DELETED', async (transaction) => {
        const removed = await transaction
          .deleteFrom('alertRule')
          .where('tenantId', '=', viewer.tenantId)
          .where('id', '=', uuidOrNone(ruleId))
          .returningAll()
          .executeTakeFirst();
        if (removed === undefined) throw notFound();
        return { result: undefined, subject: removed.id, detail: { before: removed, after: null } };
      }),

    reorder: (viewer, ruleIds, previousRuleIds) =>
      change(viewer, 'RULES_REORDERED', async (transaction) => {
        const { tenantId } = viewer;
        const rules = await list(transaction, tenantId);
        const read = previousRuleIds && versionOf(previousRuleIds);
        const stored = versionOf(rules.map(({ id }) => id));
        refuseOutdated(read, stored, 'order of the rules', ['input', 'previousRuleIds']);
        const complete = rules.length === ruleIds.length && rules.every(({ id }) => ruleIds.includes(id));
        if (!complete)
          throw new UserInputError('INCOMPLETE_ORDER', 'List every rule of the tenant once: read the list again.', [
            'input',
            'ruleIds',
          ]);
        for (const [index, id] of ruleIds.entries())
          await transaction
            .updateTable('alertRule')
            .set({ position: index + 1 })
            .where('tenantId', '=', tenantId)
            .where('id', '=', id)
            .execute();
        const before = rules.map(({ id }) => id);
        return { result: await list(transaction, tenantId), subject: tenantId, detail: { before, after: ruleIds } };
      }),
  };
}

const refuseBad = (rule: Omit<AlertRule, 'id' | 'position'>) => refuse(validateRule(rule));

function refuse([problem, ...others]: RuleProblem[]): void {
  if (problem === undefined) return;
  const refused = new UserInputError('BAD_RULE', problem.message, ['input', ...problem.field]);
  for (const { field, message } of others)
    refused.userErrors.push({ code: 'BAD_RULE', field: ['input', ...field], message });
  throw refused;
}

const notFound = () => new UserInputError('NOT_FOUND', 'There is no such rule.', ['input', 'ruleId']);
