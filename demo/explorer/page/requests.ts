import type { GraphiQLProps } from 'graphiql';
import { Kind, type OperationDefinitionNode, OperationTypeNode, parse } from 'graphql';
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
type Fields = Record<string, unknown>;

/** The operations of a text; none while it is not a document. */
function operationsOf(query: string): OperationDefinitionNode[] {
  try {
    return parse(query).definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  } catch {
    return [];
  }
}

async function send(request: object) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { ...(await authorization()), 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  return response.json();
}

/**
 * Sends what GraphiQL runs: subscriptions as server-sent events, the rest by POST. For a moment after another operation was opened GraphiQL still
 * gives the name and the document of the one before, so that only the text counts, and a name only where there are several.
 */
export const sendRequest: Fetcher = ({ query, variables, operationName }) => {
  const operations = operationsOf(query);
  const chosen = operations.length === 1 ? operations[0] : operations.find(({ name }) => name?.value === operationName);
  const request = { query, variables, ...(operations.length > 1 && operationName && { operationName }) };
  return chosen?.operation === OperationTypeNode.SUBSCRIPTION
    ? subscriptions.iterate<Fields, Fields>(request)
    : send(request);
};
