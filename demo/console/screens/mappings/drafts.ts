import type { MapBitdefenderCompaniesInput, UnmapBitdefenderCompaniesInput } from '../../../../operations/documents.ts';
import type { UserError } from '../../parts/user-errors.ts';

interface Named {
  id: string;
  name: string;
}

/** A mapping that was chosen and is not saved yet. */
export interface Draft {
  company: Named;
  /** As it was read. */
  from: Named | null;
  /** Null unmaps the company. */
  to: Named | null;
}

/** By the id of the company. */
export type Drafts = ReadonlyMap<string, Draft>;

export const noDrafts: Drafts = new Map();

/** The drafts with another one; what is as it was read is left out. */
export function withDraft(drafts: Drafts, draft: Draft): Drafts {
  const next = new Map(drafts);
  if ((draft.from?.id ?? null) === (draft.to?.id ?? null)) next.delete(draft.company.id);
  else next.set(draft.company.id, draft);
  return next;
}

/** A client that a company is likely to be, with a score of 1 to 99. */
export interface Suggestion {
  company: Named;
  client: Named;
  score: number;
}

/** The best suggestion of each company. */
export function bestSuggestions<Found extends Suggestion>(suggestions: readonly Found[]): ReadonlyMap<string, Found> {
  const best = new Map<string, Found>();
  for (const suggestion of suggestions)
    if (suggestion.score > (best.get(suggestion.company.id)?.score ?? 0)) best.set(suggestion.company.id, suggestion);
  return best;
}

/** The drafts with all suggestions of at least this score; what somebody chose already stays. */
export function withSuggestions(drafts: Drafts, suggestions: readonly Suggestion[], least: number): Drafts {
  let next = drafts;
  for (const { company, client, score } of bestSuggestions(suggestions).values())
    if (score >= least && !next.has(company.id)) next = withDraft(next, { company, from: null, to: client });
  return next;
}

/** Those that take something from a client, which is shown before they are saved. */
export const draftsToPreview = (drafts: Drafts): Draft[] => [...drafts.values()].filter(({ from }) => from !== null);

/** What is sent to save drafts: each with the client that was read, so that nobody else's change is lost. */
export function inputsOf(drafts: Drafts): {
  map: MapBitdefenderCompaniesInput | null;
  unmap: UnmapBitdefenderCompaniesInput[];
} {
  const all = [...drafts.values()];
  const mappings = all.flatMap(({ company, from, to }) =>
    to ? [{ companyId: company.id, clientId: to.id, expectedClientId: from?.id ?? null }] : [],
  );
  const removed = Map.groupBy(
    all.filter(({ to }) => to === null),
    ({ from }) => from?.id ?? null,
  );
  return {
    map: mappings.length > 0 ? { mappings } : null,
    unmap: [...removed].map(([expectedClientId, group]) => ({
      companyIds: group.map(({ company }) => company.id),
      expectedClientId,
    })),
  };
}

/** The drafts that are left: those of which nothing was answered. */
export const withoutAnswered = (drafts: Drafts, ...answered: readonly Pick<ReadonlySet<string>, 'has'>[]): Drafts =>
  new Map([...drafts].filter(([id]) => answered.every((ids) => !ids.has(id))));

interface Answer {
  outcomes?: readonly { companyId: string; userErrors: readonly UserError[] }[] | null;
  userErrors: readonly UserError[];
}

/** Which companies were changed, and why others were not, by their ids; under `''` why a whole request was not carried out. */
export function resultOf(answers: readonly (Answer | null | undefined)[]): {
  saved: ReadonlySet<string>;
  refused: ReadonlyMap<string, string>;
} {
  const saved = new Set<string>();
  const refused = new Map<string, string>();
  for (const answer of answers) {
    for (const { message } of answer?.userErrors ?? []) refused.set('', message);
    for (const { companyId, userErrors } of answer?.outcomes ?? []) {
      const [first] = userErrors;
      if (first) refused.set(companyId, first.message);
      else saved.add(companyId);
    }
  }
  return { saved, refused };
}
