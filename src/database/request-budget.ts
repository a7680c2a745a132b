import { AsyncLocalStorage } from 'node:async_hooks';
import { GraphQLError } from 'graphql';
import type { KyselyPlugin } from 'kysely';
import { giveWay } from '../domain/give-way.js';
import { wrapEvents } from '../domain/wrap-events.js';

/** What a request may still use. */
export interface Budget {
  /** Fields of rows: counted where a list is handed out. */
  fields: number;
  /** Counted where SQL is sent. */
  statements: number;
  /** What was handed out in its present turn of the event loop, and when the next begins if some of it waits for that. */
  turn?: { fields: number; next?: Promise<void> };
}

/** For an answer that is as long as it is. */
export const unlimited: Budget = { fields: Number.POSITIVE_INFINITY, statements: Number.POSITIVE_INFINITY };

type Counted = 'fields' | 'statements';

const advice: Record<Counted, string> = {
  fields: 'The answer would have too many fields: ask for smaller pages, or for less inside of each row.',
  statements:
    'The request needs too many queries of the database: ask for fewer fields with other names or filters at once.',
};

/** Thrown where a request would use more than its budget. What it has done so far is dropped. */
class RequestTooLargeError extends GraphQLError {
  constructor(kind: Counted) {
    super(advice[kind], { extensions: { code: 'REQUEST_TOO_LARGE' } });
  }
}

const budgets = new AsyncLocalStorage<Budget>();

/** Runs `work`, and whatever it starts, within a budget. */
export function withBudget<Result>(budget: Budget, work: () => Result): Result {
  return budgets.run(budget, work);
}

/** Each step of `events` within a budget of its own. */
export function withBudgets<Event>(create: () => Budget, events: AsyncGenerator<Event>): AsyncGenerator<Event> {
  return wrapEvents(events, { step: (move) => withBudget(create(), move) });
}

/** Takes from the budget of the present request, if there is one; throws when it is used up. */
export function spend(kind: Counted, amount: number): void {
  const budget = budgets.getStore();
  if (budget === undefined) return;
  budget[kind] -= amount;
  if (budget[kind] >= 0) return;
  // What else the request has begun ends at its next step.
  budget.fields = -1;
  budget.statements = -1;
  throw new RequestTooLargeError(kind);
}

/** Throws where the present request has used up its budget. */
export function refuseIfSpent(): void {
  if (isSpent()) throw new RequestTooLargeError('fields');
}

/** How many fields of one request are completed in one turn of the event loop. */
const fieldsPerTurn = 1_250;

/**
 * To be asked before something is handed out that the executor completes at once: a promise that resolves when it may be, or undefined if it may be
 * now. What is handed out together stays together, so that loaders load for all of it in one statement; how much that is depends on the
 * request alone.
 */
export function nextTurn(fields: number, owner: string): Promise<void> | undefined {
  const budget = budgets.getStore();
  if (budget === undefined) return undefined;
  budget.turn ??= { fields: 0 };
  const { turn } = budget;
  turn.fields += fields;
  if (turn.fields <= fieldsPerTurn || turn.fields === fields) return turn.next;
  turn.fields = fields;
  const next = (turn.next ?? Promise.resolve()).then(() => giveWay(owner));
  turn.next = next;
  void next.then(() => {
    if (turn.next === next) delete turn.next;
  });
  return next;
}

/**
 * Calls back once nothing of the present request waits for its turn, and whatever it has begun meanwhile has gone as far as it can: what loaders
 * load then they load for all of it in one statement, however busy the process is.
 */
export function afterTurns(work: () => void): void {
  const proceed = () => (budgets.getStore()?.turn?.next === undefined ? work() : afterTurns(work));
  void Promise.resolve(budgets.getStore()?.turn?.next).then(() => process.nextTick(proceed));
}

/** Whether a request waits for what is done now. */
export function isAwaited(): boolean {
  return budgets.getStore() !== undefined;
}

/** Whether the present request has used up its budget: its answer will be refused, whatever else it gives. */
export function isSpent(): boolean {
  return (budgets.getStore()?.fields ?? 0) < 0;
}

/** Counts each statement before it is sent. */
export const countStatements: KyselyPlugin = {
  transformQuery({ node }) {
    spend('statements', 1);
    return node;
  },
  transformResult: async ({ result }) => result,
};
