import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';

/** Sends requests for a path on to a service as they are, as an ingress does, and gives true; leaves all others. */
export function forwardTo(service: string, path: string) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (pathname !== path) return false;
    const { host: _ours, ...headers } = request.headers;
    const forwarded = ask(new URL(path, service), { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, response, () => undefined);
    });
    forwarded.once('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
    response.once('close', () => forwarded.destroy());
    pipeline(request, forwarded, () => undefined);
    return true;
  };
}
