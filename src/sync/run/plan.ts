/** How the inventory is walked: the whole tree at once, or each due company on its own. */
export interface Plan {
  scope: 'TREE' | 'COMPANIES';
  /** The fewest calls this takes. */
  calls: number;
  /** One sentence for the person who wonders why. */
  reason: string;
}

/**
 * Picks the walk with the fewer calls. `deviceCounts` are the devices last seen in each due company, `treeCount` all rows
 * of the tree, companies included. A tie goes to the tree, which also shows new companies.
 */
export function planInventory(given: {
  pageSize: number;
  deviceCounts: number[];
  treeCount: number;
  /** Nothing else shows what came, moved and went: the tree is then walked whatever it costs. */
  treeDue?: boolean;
}): Plan {
  const pages = (rows: number) => Math.max(1, Math.ceil(rows / given.pageSize));
  const tree = pages(given.treeCount);
  const apart = given.deviceCounts.reduce((sum, count) => sum + pages(count), 0);
  const companies = counted(given.deviceCounts.length, 'due company', 'due companies');
  if (given.treeDue)
    return {
      scope: 'TREE',
      calls: tree,
      reason: `The whole tree: ${counted(tree, 'call')}; it was not seen for hours.`,
    };
  if (apart < tree)
    return {
      scope: 'COMPANIES',
      calls: apart,
      reason: `${companies} one by one: ${counted(apart, 'call')}; the whole tree: ${counted(tree, 'call')}.`,
    };
  return {
    scope: 'TREE',
    calls: tree,
    reason: `The whole tree: ${counted(tree, 'call')}; ${companies} one by one: ${counted(apart, 'call')}.`,
  };
}

function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}
