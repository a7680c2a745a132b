import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { Request, Response } from 'express';
import type { RequestContext } from '../graphql/context.js';

/** Answers a request over HTTP whose body was read. No answer comes in parts: the schema has neither `@defer` nor `@stream`. */
export async function answerHttp(
  server: ApolloServer<RequestContext>,
  context: RequestContext,
  { method, headers: given, url, body }: Request,
  response: Response,
): Promise<void> {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(given))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  const search = url.includes('?') ? url.slice(url.indexOf('?')) : '';
  const answer = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method, headers, search, body },
    context: async () => context,
  });
  if (answer.body.kind !== 'complete') throw new Error('An answer in parts.');
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  response.statusCode = answer.status ?? 200;
  response.end(answer.body.string);
}
