import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { GraphQLError, getOperationAST, type OperationTypeNode, parse } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { RequestContext } from '../../graphql/context.js';
import { limits } from '../../graphql/limits.js';

export const eventStream = 'text/event-stream';

/** Media types that a single answer may have, as headers name them. */
const single = ['application/json', 'application/graphql-response+json', 'application/*', '*/*'];

/** The kind of the operation that a request asks for; null where it cannot be read. Says nothing about whether it is valid. */
export function kindOf({ query, operationName }: SubscribePayload): OperationTypeNode | null {
  try {
    return getOperationAST(parse(query, { maxTokens: limits.tokens }), operationName)?.operation ?? null;
  } catch {
    return null;
  }
}

/**
 * Whether a request is answered as server-sent events: a subscription where they are named, anything else where nothing else is
 * accepted. `accepted` lists the media types of the header `accept`.
 */
export function isAnsweredInEvents(
  accepted: readonly string[],
  method: string,
  kind: OperationTypeNode | null,
): boolean {
  if (!accepted.includes(eventStream) || (method === 'GET' && kind === 'mutation')) return false;
  return kind === 'subscription' || !accepted.some((type) => single.includes(type));
}

/** How a request wanted the events of its subscription; null for a single answer. */
function wantedTransport(accepted: readonly string[], extensions: SubscribePayload['extensions']): string | null {
  if (extensions?.subscription !== undefined || accepted.some((type) => type.includes('callback')))
    return 'by HTTP callback';
  return accepted.some((type) => type.startsWith('multipart/')) ? 'as multipart/mixed' : null;
}

/** The error of a subscription over a transport that serves none; takes what the request accepts and its extensions. */
export function refusedTransport(accepted: readonly string[], extensions: SubscribePayload['extensions']) {
  const wanted = wantedTransport(accepted, extensions) ?? 'in a single answer';
  return new GraphQLError(
    `A subscription is not served ${wanted}. Use WebSocket (graphql-transport-ws), or server-sent events with the header "accept: ${eventStream}".`,
    { extensions: { code: 'SUBSCRIPTION_TRANSPORT' } },
  );
}

/** Refuses subscriptions that are to be answered otherwise than as events. */
export const refuseSubscriptions: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation, request }) => {
      if (operation?.operation !== 'subscription') return;
      const accepted = (request.http?.headers.get('accept') ?? '').split(',').map((type) => type.trim().toLowerCase());
      const refused = refusedTransport(accepted, request.extensions);
      // The content type is set here: for a request that accepts no JSON, Apollo would answer with another error.
      const headers = new HeaderMap([['content-type', 'application/json; charset=utf-8']]);
      const extensions: Record<string, unknown> = { ...refused.extensions, http: { status: 406, headers } };
      throw new GraphQLError(refused.message, { extensions });
    },
  }),
};
