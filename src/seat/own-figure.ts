/** A company or folder in the tree of an integration. */
export interface TreeNode {
  bdId: string;
  parentBdId: string | null;
  kind: string;
}

/** The companies right below each company: those in its folders too, those of its companies not. */
export function companiesBelow(nodes: readonly TreeNode[]): Map<string, string[]> {
  const byId = new Map(nodes.map((node) => [node.bdId, node]));
  const below = new Map<string, string[]>();
  for (const { bdId, parentBdId, kind } of nodes) {
    if (kind !== 'COMPANY') continue;
    const parent = companyAbove(byId, parentBdId);
    if (parent === null || parent === bdId) continue;
    const siblings = below.get(parent);
    if (siblings === undefined) below.set(parent, [bdId]);
    else siblings.push(bdId);
  }
  return below;
}

function companyAbove(byId: ReadonlyMap<string, TreeNode>, from: string | null): string | null {
  // A tree that is read while it changes may have a circle.
  const seen = new Set<string>();
  for (let id = from; id !== null && !seen.has(id); ) {
    seen.add(id);
    const node = byId.get(id);
    if (node === undefined) return null;
    if (node.kind === 'COMPANY') return id;
    id = node.parentBdId;
  }
  return null;
}

/** Why a company has no figure of its own. */
export type FigureProblem = 'BELOW_NOT_READ' | 'BELOW_EXCEEDS';

export type OwnFigure = { counted: number; problem: null } | { counted: null; problem: FigureProblem };

/**
 * The seats of a company without the companies below it, since the figure of a parent includes them. One that was not read (null) leaves
 * it unknown, and so does more below than in the whole: a number that is not known is better than one that is not right.
 */
export function ownFigure(whole: number, below: readonly (number | null)[]): OwnFigure {
  let counted = whole;
  for (const figure of below) {
    if (figure === null) return { counted: null, problem: 'BELOW_NOT_READ' };
    counted -= figure;
  }
  return counted < 0 ? { counted: null, problem: 'BELOW_EXCEEDS' } : { counted, problem: null };
}
