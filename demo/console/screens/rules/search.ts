import { textOf } from '../../app/search.ts';

/** What stands in the address while a new rule is written. */
export const newRule = 'new';

/** What the address of the rules holds: the rule in the editor. */
export interface RulesSearch {
  rule?: string | undefined;
}

export const rulesSearch = (raw: Record<string, unknown>): RulesSearch => ({ rule: textOf(raw, 'rule') });

/** What the address of the mutes holds. */
export interface MutesSearch {
  /** Also those that are over. */
  ended: boolean;
}

export const mutesSearch = (raw: Record<string, unknown>): MutesSearch => ({
  ended: raw.ended === true || raw.ended === 'true',
});
