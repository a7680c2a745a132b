import { type ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import type { Request, Response } from 'express';
import type { RequestContext } from '../graphql/context.js';

/**
 * For each request, Apollo gives the executor of a gateway a literal with a getter, whose hidden class V8 keeps until the next full garbage
 * collection, with all that Apollo holds of the request. What is large of it, the answer and the rows behind it, is taken away once the answer
 * was made (0065).
 */
export const forgetAnswers: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async ({ contextValue: { answered, loaders }, response }) => {
    answered.push(() => {
      Object.assign(response, { body: undefined });
      loaders.clear();
    });
  },
};

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
  for (const forget of context.answered) forget();
  if (answer.body.kind !== 'complete') throw new Error('An answer in parts.');
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  response.statusCode = answer.status ?? 200;
  response.end(answer.body.string);
}
