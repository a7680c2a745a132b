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
export function planInventory(given: { pageSize: number; deviceCounts: number[]; treeCount: number }): Plan {
  const pages = (rows: number) => Math.max(1, Math.ceil(rows / given.pageSize));
  const tree = pages(given.treeCount);
  const apart = given.deviceCounts.reduce((sum, count) => sum + pages(count), 0);
  if (apart < tree)
    return {
      scope: 'COMPANIES',
      calls: apart,
      reason: `${given.deviceCounts.length} due companies one by one take ${apart} calls, the whole tree ${tree}.`,
    };
  return {
    scope: 'TREE',
    calls: tree,
    reason: `One walk of the whole tree takes ${tree} calls, ${given.deviceCounts.length} due companies one by one ${apart}.`,
  };
}
