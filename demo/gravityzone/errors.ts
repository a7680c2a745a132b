/** An answer as GravityZone would send it. */
export interface Reply {
  status: number;
  body: unknown;
  /** Sent as it is, with this content type, instead of JSON. */
  html?: string;
  headers?: Record<string, string>;
}

/** Thrown by a method to answer with an error envelope. */
export class RemoteError extends Error {
  constructor(
    readonly code: number,
    override readonly message: string,
    readonly details: string,
    readonly status = 200,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}

export const invalidParams = (details: string): RemoteError => new RemoteError(-32602, 'Invalid params', details);
export const methodNotFound = (): RemoteError =>
  new RemoteError(-32601, 'Method not found', 'The requested API method not found.');
export const badKey = (): RemoteError =>
  new RemoteError(-32000, 'Server error', 'Invalid API key. Please generate an API key in Control Center.', 401);
export const apiNotEnabled = (api: string): RemoteError =>
  new RemoteError(-32000, 'Server error', `API Key is not allowed to access the selected API: ${api}`, 403);
export const noLicence = (): RemoteError =>
  new RemoteError(-32001, 'Authorization error', 'The company does not have a valid license for this operation');
export const suspended = (): RemoteError =>
  new RemoteError(-32001, 'Authorization error', 'The company of this account is suspended', 403);

export const notFoundPage: Reply = {
  status: 404,
  body: null,
  html: '<html><body><h1>404 Not Found</h1></body></html>',
};

/** The header comes doubled, as seen live. */
export function throttled(calls: number, seconds: number, retryAfter: number): RemoteError {
  const details = `Rate limit exceeded. Maximum ${calls} requests per ${seconds} seconds allowed.`;
  return new RemoteError(-32003, 'Too many requests', details, 429, { 'Retry-After': `${retryAfter}, ${retryAfter}` });
}
