import { useCallback, useMemo, useState } from 'react';
import { useClient } from 'urql';
import {
  ReorderRulesDocument,
  type RuleChoicesQuery,
  RulePreviewDocument,
  type RulePreviewQuery,
  type RulesPageQuery,
  type SaveBitdefenderAlertRuleInput,
  SetRuleEnabledDocument,
} from '../../../../operations/documents.ts';
import { type Problem, problemOf } from '../../graph/problem.ts';
import { useAction } from '../../graph/use-action.ts';
import type { UserError } from '../../parts/user-errors.ts';
import { movedIds, type Rule } from './rule-form.ts';
import type { RuleNames } from './rule-words.ts';

/** What is wrong with a change of the list. */
type Refusals = readonly { message: string }[];

/** The order of the rules, and whether each is on. */
export function useRules(rules: readonly Rule[], refresh: () => void) {
  const reordering = useAction(ReorderRulesDocument);
  const switching = useAction(SetRuleEnabledDocument);
  const [refusals, setRefusals] = useState<Refusals>([]);
  const ids = rules.map(({ id }) => id);
  const move = async (id: string, step: -1 | 1) => {
    const ruleIds = movedIds(ids, id, step);
    if (!ruleIds) return false;
    const answer = await reordering.run({ input: { ruleIds, previousRuleIds: ids } });
    setRefusals(answer?.reorderBitdefenderAlertRules?.userErrors ?? []);
    refresh();
    return answer !== null;
  };
  const setEnabled = async (ruleId: string, enabled: boolean) => {
    const answer = await switching.run({ ruleId, enabled });
    setRefusals(answer?.setBitdefenderAlertRuleEnabled?.userErrors ?? []);
    refresh();
  };
  return { move, setEnabled, refusals, busy: reordering.busy || switching.busy };
}

export type Preview = NonNullable<NonNullable<RulePreviewQuery['previewBitdefenderAlertRule']>['preview']>;

/** What came of trying a rule. */
export interface Trial {
  /** What was tried. */
  input: SaveBitdefenderAlertRuleInput;
  preview: Preview | null;
  userErrors: readonly UserError[];
  problem: Problem | null;
}

/** Tries a rule on past alerts, when asked to. */
export function useTrial() {
  const client = useClient();
  const [trial, setTrial] = useState<Trial | null>(null);
  const [busy, setBusy] = useState(false);
  const tryIt = useCallback(
    async (input: SaveBitdefenderAlertRuleInput) => {
      setBusy(true);
      const { data, error } = await client
        .query<RulePreviewQuery>(RulePreviewDocument.toString(), { input }, { requestPolicy: 'network-only' })
        .toPromise();
      setBusy(false);
      const answer = data?.previewBitdefenderAlertRule;
      setTrial({
        input,
        preview: answer?.preview ?? null,
        userErrors: answer?.userErrors ?? [],
        problem: problemOf(error),
      });
    },
    [client],
  );
  return { trial, busy, tryIt };
}

type Named = readonly { id: string; name: string }[];
const byId = (list: Named | undefined) => new Map(list?.map(({ id, name }) => [id, name]));

/** The names of what rules refer to: from the choices, and for clients and companies from the rules themselves. */
export function useRuleNames(page: RulesPageQuery | undefined, choices: RuleChoicesQuery | undefined): RuleNames {
  return useMemo(() => {
    const rules = page?.bitdefenderAlertRules ?? [];
    return {
      clients: byId([
        ...(choices?.clients.edges.map(({ node }) => node) ?? []),
        ...rules.flatMap((rule) => rule.clients),
      ]),
      companies: byId([
        ...(choices?.bitdefenderCompanies?.edges.map(({ node }) => node) ?? []),
        ...rules.flatMap((rule) => rule.companies),
      ]),
      sites: byId(rules.flatMap((rule) => rule.sites)),
      users: byId(choices?.users),
      teams: byId(choices?.teams),
      channels: byId(choices?.channels),
      onCalls: byId(choices?.onCalls),
      webhooks: byId(page?.bitdefenderWebhooks ?? []),
    };
  }, [page, choices]);
}
