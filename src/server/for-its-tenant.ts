import type { ExecutionArgs } from 'graphql';
import { asTenant, stepsAsTenant } from '../database/tenancy.js';
import type { RequestContext } from '../graphql/context.js';
import type { Answered } from './enforce-limits.js';

/** Runs an operation over WebSocket, with all events of a subscription, for the tenant of who asks. */
export function forItsTenant(run: (args: ExecutionArgs) => Answered | Promise<Answered>) {
  return async (args: ExecutionArgs): Promise<Answered> => {
    const { tenantId } = (args.contextValue as RequestContext).viewer;
    const answered = await asTenant(tenantId, () => run(args));
    return Symbol.asyncIterator in answered ? stepsAsTenant(tenantId, answered) : answered;
  };
}
