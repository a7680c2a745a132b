import { LRUCache } from 'lru-cache';

/** Stands in a statement that PostgreSQL is to plan for its values each time: such as a search, whose best plan depends on the text. */
export const planEachTime = '/* plan each time */';

/** The names under which statements are prepared. */
export interface StatementNames {
  /** The name to prepare a statement under; undefined for one that was not sent lately, or is planned each time. */
  nameOf(text: string): string | undefined;
  /** Whether a statement is still worth keeping on a connection. */
  isKept(name: string): boolean;
  /** Grows whenever a name is dropped. */
  readonly dropped: number;
}

/** How many statements are remembered, and how many characters of them: one of a list takes about 140 kB on each connection of PostgreSQL. */
const bounds = { statements: 100, characters: 250_000 };

/**
 * Names statements by their text, from the second time on that they are sent: what is sent once would be prepared in vain. A name is never
 * given to a second text.
 */
export function createStatementNames({ statements, characters } = bounds): StatementNames {
  const kept = new Set<string>();
  let dropped = 0;
  let last = 0;
  const known = new LRUCache<string, { name?: string }>({
    max: statements,
    maxSize: characters,
    sizeCalculation: (_, text) => text.length,
    dispose: ({ name }) => {
      if (name !== undefined && kept.delete(name)) dropped += 1;
    },
  });
  return {
    nameOf(text) {
      const statement = known.get(text);
      if (statement === undefined) {
        if (!text.includes(planEachTime)) known.set(text, {});
        return undefined;
      }
      if (statement.name === undefined) {
        last += 1;
        statement.name = `s${last}`;
        kept.add(statement.name);
      }
      return statement.name;
    },
    isKept: (name) => kept.has(name),
    get dropped() {
      return dropped;
    },
  };
}
