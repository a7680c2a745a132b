import { badInput } from './viewer.js';

/** What a list is asked for. */
export interface PageArguments {
  first: number;
  after?: string | null;
}

/** A page of a list, as Relay's connection; the cursor of an entry is its id. */
export function connectionOf<T extends { id: string }>(all: T[], { first, after }: PageArguments) {
  if (first < 1 || first > 500) throw badInput('first is from 1 to 500');
  const start = after ? all.findIndex(({ id }) => id === after) + 1 : 0;
  if (after && start === 0) throw badInput('after is not a cursor of this list');
  const nodes = all.slice(start, start + first);
  return {
    edges: nodes.map((node) => ({ cursor: node.id, node })),
    pageInfo: {
      hasNextPage: start + nodes.length < all.length,
      hasPreviousPage: start > 0,
      startCursor: nodes.at(0)?.id ?? null,
      endCursor: nodes.at(-1)?.id ?? null,
    },
  };
}
