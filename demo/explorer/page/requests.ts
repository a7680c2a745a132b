import type { GraphiQLProps } from 'graphiql';
import { type DocumentNode, Kind, OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-sse';

/** The token of the chosen role. Requests wait for it. */
let token = Promise.resolve('');

/** Asks the demo's server; throws what it says went wrong. */
export async function ask<Answer>(path: string, options?: RequestInit): Promise<Answer> {
  const response = await fetch(path, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message);
  return answer;
}

/** Becomes a person of a role; what is sent from now on waits until that is done. */
export function signIn(role: string, clientId: string | null): Promise<unknown> {
  token = ask<{ token: string }>('/session/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role, clientId }),
  }).then((answer) => answer.token);
  return token;
}

const authorization = async () => ({ authorization: `Bearer ${await token}` });
const subscriptions = createClient({ url: '/graphql', headers: authorization, retryAttempts: 0 });

type Fetcher = GraphiQLProps['fetcher'];
type GraphRequest = Parameters<Fetcher>[0];
type Fields = Record<string, unknown>;

const isSubscription = ({ operationName }: GraphRequest, document: DocumentNode | undefined): boolean =>
  (document?.definitions ?? []).some(
    (node) =>
      node.kind === Kind.OPERATION_DEFINITION &&
      node.operation === OperationTypeNode.SUBSCRIPTION &&
      (!operationName || node.name?.value === operationName),
  );

async function send(request: GraphRequest) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { ...(await authorization()), 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  return response.json();
}

/** Sends what GraphiQL runs: subscriptions as server-sent events, the rest by POST. */
export const sendRequest: Fetcher = (request, options) => {
  if (!isSubscription(request, options?.documentAST)) return send(request);
  const { query, variables, operationName } = request;
  return subscriptions.iterate<Fields, Fields>({ query, variables, ...(operationName && { operationName }) });
};
