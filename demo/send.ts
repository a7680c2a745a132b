import type { Identity, TokenIssuer } from './tokens.js';

/** Where requests go: to the gateway, or to the subgraph where there is none. */
export interface Addressed {
  app: { url: string };
  gateway: { url: string } | null;
  tokens: TokenIssuer;
}

/** Sends a request and gives back its data. */
export type Send = <Data>(query: string, variables?: object) => Promise<Data>;

/** Sends requests through the gateway as somebody; throws what the gateway says went wrong. */
export async function sendAs({ app, gateway, tokens }: Addressed, identity: Identity): Promise<Send> {
  const token = await tokens.issue(identity);
  const url = gateway?.url ?? app.url;
  return async <Data>(query: string, variables: object = {}): Promise<Data> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await response.json()) as { data?: Data; errors?: { message: string }[] };
    if (answer.data === undefined || answer.errors !== undefined)
      throw new Error(answer.errors?.map(({ message }) => message).join('; ') ?? 'no data');
    return answer.data;
  };
}
