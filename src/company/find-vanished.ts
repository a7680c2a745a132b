/** What a complete walk of the whole tree asked for, and the ids of all rows it showed. */
export interface TreeWalk {
  askedKinds: readonly string[];
  shownIds: ReadonlySet<string>;
}

/**
 * Takes the companies and folders that were there before or have just come, BD's id of the key's own company, which no list
 * holds, and a complete walk of the whole tree. Gives back BD's ids of those that are gone: of a kind the walk asked for,
 * and not shown. A walk that shows none of them says nothing: the key of a single company is shown no tree at all.
 */
export function findVanished(
  known: { bdId: string; kind: string }[],
  ownCompanyBdId: string | null,
  { askedKinds, shownIds }: TreeWalk,
): string[] {
  if (!known.some(({ bdId }) => shownIds.has(bdId))) return [];
  return known
    .filter(({ bdId, kind }) => bdId !== ownCompanyBdId && askedKinds.includes(kind) && !shownIds.has(bdId))
    .map(({ bdId }) => bdId);
}
