import type { ExecutionArgs, ExecutionResult, GraphQLSchema } from 'graphql';
import { mapEvents } from '../../domain/wrap-events.js';
import type { RequestContext } from '../../graphql/context.js';
import type { Feed } from '../../live/feed.js';
import { endOf, type Follower, itemsOf } from '../../live/follower.js';
import type { ChangeWatch } from '../../live/watch-changes.js';
import { inRequest, type RequestLabel } from '../../telemetry/request-context.js';
import { outcomeOf } from '../observe-operations.js';
import type { Execution } from '../shared-executions.js';
import type { Outlet, Written } from './outlet.js';
import { sharingKey } from './sharing-key.js';

/** The answer to an event, for all who get the same. */
interface Answer extends Execution, Written {
  hasFailed: boolean;
}

/** What belongs to one subscription alone. */
export interface Subscriber {
  label: RequestLabel;
  /** Where its answers are sent as text; without it, they are given as they are. */
  outlet?: Outlet | undefined;
}

interface Parts {
  /** Executes an event for all with the same rights. */
  execute(args: ExecutionArgs, event: object): Promise<Execution>;
  /** A result as clients get it, as JSON. */
  textOf(result: ExecutionResult): string;
  subscriberOf(args: ExecutionArgs): Subscriber;
}

/**
 * The answers of subscriptions to the changes of a log: each change is read, executed and written as JSON once for all subscriptions of a tenant
 * with the same schema, document, operation, variables and rights. Their positions, back pressure and ends are each one's own.
 */
export function createSharedFeeds({ execute, textOf, subscriberOf }: Parts) {
  const feeds = new WeakMap<GraphQLSchema, Map<string, Feed<Answer>>>();

  /** The feed of all that are like this subscription, from the first to the last. */
  function feedFor(args: ExecutionArgs, watch: ChangeWatch<object>): Feed<Answer> {
    const ofSchema = feeds.get(args.schema) ?? new Map<string, Feed<Answer>>();
    feeds.set(args.schema, ofSchema);
    const key = sharingKey(args, (args.contextValue as RequestContext).viewer);
    const known = ofSchema.get(key);
    if (known !== undefined) return known;
    const feed = watch.openFeed<Answer>({
      async prepare(event) {
        const execution = await execute(args, event);
        const json = Buffer.from(textOf(execution.result));
        const hasFailed = outcomeOf(execution.result.errors) === 'failed';
        return { item: { ...execution, json, hasFailed }, bytes: json.length };
      },
      onEmpty: () => void ofSchema.delete(key),
    });
    ofSchema.set(key, feed);
    return feed;
  }

  return (args: ExecutionArgs, watch: ChangeWatch<object>): AsyncGenerator<ExecutionResult> => {
    const { label, outlet } = subscriberOf(args);
    const { noteAccess } = args.contextValue as RequestContext;
    const noteAccesses = ({ accesses }: Answer) => inRequest(label, () => accesses.forEach(noteAccess));
    const follow = (follower: Follower<Answer>) => watch.follow(feedFor(args, watch), follower);
    if (outlet === undefined)
      return mapEvents(itemsOf(follow), async (answer) => {
        noteAccesses(answer);
        return answer.result;
      });
    return endOf((fail) =>
      follow({
        take(answers) {
          outlet.sent.events += answers.length;
          for (const answer of answers) {
            if (answer.accesses.length > 0) noteAccesses(answer);
            if (answer.hasFailed) outlet.sent.hasFailed = true;
          }
          outlet.take(answers);
        },
        flush: outlet.flush,
        ready: outlet.ready,
        fail,
      }),
    );
  };
}
