/** How the inventory is walked: the whole tree at once, or each due company on its own. */
export interface Plan {
  scope: 'TREE' | 'COMPANIES';
  /** The expected number of calls. */
  calls: number;
  /** One sentence for users that explains the choice. */
  reason: string;
}

/**
 * Returns the walk with fewer calls. `deviceCounts` are the numbers of devices in each due company at the last walk,
 * `treeCount` the number of all rows of the tree, companies included. On a tie it is the tree, which also shows new companies.
 */
export function planInventory(given: {
  pageSize: number;
  deviceCounts: number[];
  treeCount: number;
  /** Whether the tree is walked whatever it costs: only that shows all that was added, moved or removed. */
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
      reason: `The whole tree: ${counted(tree, 'call')}; its last full walk was hours ago.`,
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
