import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import type { Request, Response } from 'express';
import { expect, it } from 'vitest';
import { Loader, type RequestContext } from '../../../src/graphql/context.js';
import { answerHttp, forgetAnswers } from '../../../src/server/answer-http.js';

it('lets go of what a request has read when its answer is sent', async () => {
  const responses: { body?: unknown }[] = [];
  const watch: ApolloServerPlugin<RequestContext> = {
    requestDidStart: async ({ response }) => {
      responses.push(response);
    },
  };
  const server = new ApolloServer<RequestContext>({
    typeDefs: 'type Query { name: String }',
    resolvers: {
      Query: { name: (_source, _args, { loaders }: RequestContext) => loaders.get('names')?.load(1 as never) },
    },
    plugins: [forgetAnswers, watch],
  });
  await server.start();
  const names = new Loader<number, string>(async (ids) => ids.map((id) => `name ${id}`));
  const context = { loaders: new Map([['names', names]]), answered: [] as (() => void)[] } as unknown as RequestContext;
  const sent: string[] = [];
  const response = { setHeader: () => undefined, end: (text: string) => sent.push(text) };

  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, url: '/graphql', body: { query: '{ name }' } };
  await answerHttp(server, context, request as unknown as Request, response as unknown as Response);

  expect(JSON.parse(sent[0] ?? '')).toEqual({ data: { name: 'name 1' } });
  expect(responses.map(({ body }) => body)).toEqual([undefined]);
  expect(context.loaders.size).toBe(0);
  await server.stop();
});
