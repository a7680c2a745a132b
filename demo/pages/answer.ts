import type { IncomingMessage, ServerResponse } from 'node:http';

/** An answer before it is written. */
export interface Reply {
  status: number;
  type: string;
  body: Buffer | string;
  headers?: Record<string, string>;
}

/** A request for a page of this machine. */
export interface Asked {
  request: IncomingMessage;
  url: URL;
  /** `GET` for `HEAD` too, which only has no body. */
  method: string;
}

/** Answers a request for a page and gives true, or leaves it to the gateway. */
export type Pages = (request: IncomingMessage, response: ServerResponse) => boolean;

const textType = 'text/plain; charset=utf-8';
export const htmlType = 'text/html; charset=utf-8';

export const json = (value: unknown, status = 200): Reply => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(value),
});
export const refusal = (status: number, message: string): Reply => json({ message }, status);
export const redirect = (location: string): Reply => ({ status: 308, type: textType, body: '', headers: { location } });

/**
 * Answers the requests that `isOurs` says are for these pages. They are served to this machine only: a page of another origin gets nothing, nor
 * does one whose host name leads here.
 */
export function createPages(isOurs: (asked: Asked) => boolean, reply: (asked: Asked) => Promise<Reply>): Pages {
  return (request, response) => {
    const { method = '' } = request;
    const asked = {
      request,
      url: new URL(request.url ?? '/', 'http://127.0.0.1'),
      method: method === 'HEAD' ? 'GET' : method,
    };
    if (!isOurs(asked)) return false;
    const replied = isFromHere(request)
      ? reply(asked).catch((error: Error) => refusal(500, error.message))
      : Promise.resolve(refusal(403, 'Only pages of this machine are answered.'));
    void replied.then(({ status, type, body, headers }) => {
      response.writeHead(status, {
        'content-type': type,
        'content-security-policy': policy(),
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        // No page of these is for the indexes of search engines, least of all a report.
        'x-robots-tag': 'noindex, nofollow, noarchive',
        'x-content-type-options': 'nosniff',
        ...headers,
      });
      response.end(method === 'HEAD' ? undefined : body);
    });
    return true;
  };
}

/** Those of several pages, one after another. */
export const joinPages =
  (...all: Pages[]): Pages =>
  (request, response) =>
    all.some((pages) => pages(request, response));

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether a request names this machine as its host, and no page of another origin sent it. */
function isFromHere({ headers: { host = '', origin } }: IncomingMessage): boolean {
  return loopback.has(host.replace(/:\d+$/, '')) && (origin === undefined || origin === `http://${host}`);
}

/**
 * A content security policy: everything is served from here, no script, style or font of another host. Styles that scripts insert are those of
 * the components. Connections go here, and to what is named beside.
 */
export const policy = (...beside: string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    ["connect-src 'self'", ...beside].join(' '),
    "img-src 'self' data:",
    "font-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
