import type { RuleScope } from '../../domain/alert-rule.js';

/**
 * The scope of a rule while a client is merged into another, and afterwards. A rule for the merged client alone is for the other from the
 * first moment, and for both while the data follow. One that leaves the merged client out does not leave the other out: a merge silences
 * nothing that acted before. Returns the scope as given where nothing changes.
 */
export function scopeDuringMerge(scope: RuleScope, from: string, into: string): RuleScope {
  if (scope.kind !== 'ONLY' || !scope.clientIds.includes(from) || scope.clientIds.includes(into)) return scope;
  return { ...scope, clientIds: [...scope.clientIds, into] };
}

/** The scope once all data have followed. A rule that left out the merged client alone is one for all clients. */
export function scopeAfterMerge(scope: RuleScope, from: string, into: string): RuleScope {
  if (!scope.clientIds.includes(from)) return scope;
  const { kind, clientIds } = scopeDuringMerge(scope, from, into);
  const left = clientIds.filter((clientId) => clientId !== from);
  return kind === 'ALL_BUT' && left.length === 0
    ? { ...scope, kind: 'ALL', clientIds: [] }
    : { ...scope, kind, clientIds: left };
}

/** Clients without a portal: a merge opens none. Whoever saw nothing would see the data of both. */
export function hiddenAfterMerge(hidden: readonly string[], from: string, into: string): readonly string[] {
  if (!hidden.includes(from)) return hidden;
  return [...new Set(hidden.map((clientId) => (clientId === from ? into : clientId)))];
}

/** The same once core has taken the merge back: the other one may be hidden because this one was. */
export const hiddenAfterReturn = (hidden: readonly string[], from: string, into: string): readonly string[] =>
  hidden.includes(into) && !hidden.includes(from) ? [...hidden, from] : hidden;
