import type { ApolloServerPlugin } from '@apollo/server';
import { type ExecutionArgs, type ExecutionResult, GraphQLError, getOperationAST } from 'graphql';
import { withBudget, withBudgets } from '../database/request-budget.js';
import { giveWay } from '../domain/give-way.js';
import { wrapEvents } from '../domain/wrap-events.js';
import type { RequestContext } from '../graphql/context.js';
import { beyondLimits, budgetOf } from '../graphql/limits.js';

const isTooLarge = ({ extensions }: { extensions?: Record<string, unknown> }) =>
  extensions?.code === 'REQUEST_TOO_LARGE';

/** Rejects requests over HTTP that exceed the limits. Requests that come together are read in turns: a long text takes some milliseconds for each step. */
export const limitsPlugin: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async ({ contextValue: { viewer } }) => ({
    parsingDidStart: async () => giveWay(viewer.tenantId),
    validationDidStart: async () => giveWay(viewer.tenantId),
    didResolveOperation: async ({ schema, document, request, operation, contextValue }) => {
      await giveWay(viewer.tenantId);
      Object.assign(contextValue.budget, budgetOf(operation?.operation));
      const refusal = beyondLimits(schema, document, request.variables ?? {}, request.operationName);
      // Apollo's own choice would be 500.
      if (refusal)
        throw new GraphQLError(refusal.message, { extensions: { ...refusal.extensions, http: { status: 400 } } });
      await giveWay(viewer.tenantId);
    },
    // Found too large while it was executed: half an answer would look like a whole one.
    willSendResponse: async ({ response: { body, http } }) => {
      if (body.kind !== 'single') return;
      const tooLarge = body.singleResult.errors?.find(isTooLarge);
      if (tooLarge === undefined) return;
      const { message, extensions } = tooLarge;
      body.singleResult = { errors: [{ message, ...(extensions && { extensions }) }] };
      http.status = 400;
    },
  }),
};

/** Half an answer would look like a whole one. */
export function wholeOrNothing<Result extends ExecutionResult>(result: Result): ExecutionResult {
  const tooLarge = result.errors?.find(isTooLarge);
  return tooLarge === undefined
    ? result
    : { errors: [new GraphQLError(tooLarge.message, { extensions: tooLarge.extensions })] };
}

export type Answered = ExecutionResult | AsyncGenerator<ExecutionResult>;

/** Rejects requests over WebSocket that exceed the limits; each event of a subscription has a budget of its own. */
export function withinLimits(run: (args: ExecutionArgs) => Answered | Promise<Answered>) {
  return async (args: ExecutionArgs): Promise<Answered> => {
    const refusal = beyondLimits(args.schema, args.document, args.variableValues ?? {}, args.operationName);
    if (refusal) return { errors: [refusal] };
    const create = () => budgetOf(getOperationAST(args.document, args.operationName)?.operation);
    const answered = await withBudget(create(), () => run(args));
    if (!(Symbol.asyncIterator in answered)) return answered;
    const { tenantId } = (args.contextValue as RequestContext).viewer;
    // One change may be an event of a thousand subscriptions, which must not come all at once.
    const inTurns = wrapEvents(answered, {
      step: async (move) => {
        await giveWay(tenantId);
        return move();
      },
    });
    return withBudgets(create, inTurns);
  };
}
