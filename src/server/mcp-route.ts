import express, {
  type Request as HttpRequest,
  type Response as HttpResponse,
  type RequestHandler,
  Router,
} from 'express';
import type { Viewer } from '../auth/viewer.js';
import { countRequests } from './admit-requests.js';
import type { Admission } from './request-limits.js';

/** One message of an assistant, and in whose name its calls are sent on. */
export interface McpMessage {
  caller: { url: string; authorization: string; viewer: Viewer };
  request: Request;
  message: unknown;
  /** Aborts when nobody waits for the answer any longer. */
  gone: AbortSignal;
}

/** Answers a message; null when it is gone. */
export type AnswerMcp = (message: McpMessage) => Promise<Response | null>;

/** What the route needs of the server around it. */
export interface McpRouteParts {
  /** The router to which requests are sent on, if there is one by now. */
  graphUrl: () => string | undefined;
  authenticated: RequestHandler;
  admission: Admission;
  answer: AnswerMcp;
}

const refuse = (response: HttpResponse, status: number, code: number, message: string) =>
  response.status(status).json({ jsonrpc: '2.0', id: null, error: { code, message } });

/**
 * The tools of assistants over streamable HTTP, with the token of the person. A call is sent on to the router as that person's request, so
 * everything that holds for `/graphql` holds for it.
 */
export function createMcpRoute({ graphUrl, authenticated, admission, answer: answerMcp }: McpRouteParts): Router {
  const route = Router();
  route.use((_request, response, next) => {
    if (graphUrl() === undefined)
      return refuse(response, 404, -32601, 'Assistants are not served here: MCP_GRAPH_URL is not set.');
    response.setHeader('cache-control', 'no-store');
    next();
  });
  // There are no sessions to follow or to end.
  route.use((request, response, next) => {
    if (request.method === 'POST') return next();
    response.setHeader('allow', 'POST');
    refuse(response, 405, -32000, 'Send messages with POST: there are no sessions.');
  });
  route.use(authenticated, countRequests(admission), express.json({ limit: '64kb' }), async (request, response) => {
    // Each message is counted as a request.
    if (Array.isArray(request.body)) return refuse(response, 400, -32600, 'Send one message at a time.');
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const caller = {
      url: graphUrl() ?? '',
      authorization: request.headers.authorization ?? '',
      viewer: response.locals.viewer as Viewer,
    };
    const answer = await answerMcp({
      ...{ caller, request: headOf(request), message: request.body, gone: gone.signal },
    });
    if (answer === null || response.closed) return;
    response.status(answer.status);
    for (const [name, value] of answer.headers) response.setHeader(name, value);
    response.end(await answer.text());
  });
  return route;
}

/** The request as the SDK takes it, without its body, which was read. The token stays behind: the SDK does not need it. */
function headOf({ headers }: HttpRequest): Request {
  const needed = ['accept', 'content-type', 'mcp-protocol-version'].flatMap((name) =>
    typeof headers[name] === 'string' ? [[name, headers[name]] as [string, string]] : [],
  );
  return new Request('http://127.0.0.1/mcp', { method: 'POST', headers: needed });
}
