import { NetError } from '../../net/errors.js';
import { cleanText } from '../rows/clean-text.js';
import { GravityZoneError, type ReasonCode } from './errors.js';

interface Answer {
  status: number;
  /** Parsed JSON, or undefined when the body is not JSON. */
  body: unknown;
  /** Whether the body is a web page. */
  isPage: boolean;
  /** Whether the request went to a host of Bitdefender's own cloud, whose API answers without pages and redirects. */
  toBitdefender: boolean;
  retryAfterSeconds: number | null;
  location: string | null;
  method: string;
}

interface RemoteError {
  code: number | null;
  details: string;
}

const throttledRestSeconds = 60;

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function remoteError(body: unknown): RemoteError | null {
  const error = property(body, 'error');
  if (typeof error !== 'object' || error === null) return null;
  const code = property(error, 'code');
  const details = property(property(error, 'data'), 'details') ?? property(error, 'message');
  return {
    code: typeof code === 'number' ? code : null,
    details: typeof details === 'string' ? cleanText(details, 300) : '',
  };
}

/** The same meaning comes with several codes, so a known text takes precedence over the code. */
function reasonOfDetails({ details }: RemoteError): ReasonCode | null {
  if (/too many requests|rate limit/i.test(details)) return 'THROTTLED';
  if (/not allowed to access the selected api/i.test(details)) return 'API_NOT_ENABLED';
  if (/licen[cs]e/i.test(details)) return 'NO_LICENCE';
  if (/suspended/i.test(details)) return 'COMPANY_SUSPENDED';
  if (/region|another instance/i.test(details)) return 'WRONG_REGION';
  if (/invalid api key/i.test(details)) return 'BAD_KEY';
  return null;
}

function reasonOfCode({ code }: RemoteError): ReasonCode {
  switch (code) {
    case -32003:
      return 'THROTTLED';
    case -32001:
      return 'API_NOT_ENABLED';
    case -32601:
      return 'METHOD_NOT_FOUND';
    case -32602:
    case -32002:
      return 'INVALID_PARAMETERS';
    case -32700:
    case -32600:
      return 'MALFORMED_ANSWER';
    default:
      return 'SERVER_ERROR';
  }
}

const reasonsOfStatuses: Record<number, ReasonCode> = {
  404: 'NOT_GRAVITYZONE',
  405: 'NOT_GRAVITYZONE',
  407: 'PROXY',
  408: 'TIMEOUT',
  429: 'THROTTLED',
  511: 'PROXY',
};

/**
 * The reason that the status alone decides. GravityZone itself refuses in JSON-RPC: whatever else refuses comes from a proxy
 * or firewall in between, which has not even seen the key.
 */
function reasonOfStatus({ status, isPage, toBitdefender }: Answer, error: RemoteError | null): ReasonCode | null {
  const known = reasonsOfStatuses[status];
  if (known !== undefined) return known;
  if (status >= 500) return 'SERVER_ERROR';
  if (status >= 300 && status < 400) return toBitdefender ? 'PROXY' : 'NOT_GRAVITYZONE';
  if (status === 401 || status === 403) {
    if (error === null) return 'PROXY';
    return reasonOfDetails(error) ?? (status === 401 ? 'BAD_KEY' : 'API_NOT_ENABLED');
  }
  if (!isPage) return null;
  return status >= 400 || toBitdefender ? 'PROXY' : 'NOT_GRAVITYZONE';
}

function sentence(reason: ReasonCode, answer: Answer, details: string): string | undefined {
  const api = /selected api: *([\w /-]+)/i.exec(details)?.[1];
  if (reason === 'API_NOT_ENABLED' && api !== undefined) return `The ${api.trim()} API is not enabled for the API key.`;
  if (reason === 'NOT_GRAVITYZONE' && answer.location !== null) {
    return 'The server redirects the request to another address instead of answering it.';
  }
  if (reason === 'INVALID_PARAMETERS' && details !== '') {
    return `GravityZone rejected the parameters of the request: ${details}`;
  }
  if (reason === 'SERVER_ERROR' && answer.status >= 500) {
    return `GravityZone failed to respond because of an internal error (HTTP ${answer.status}).`;
  }
  return undefined;
}

/**
 * The error that a response stands for; null when it carries a result. The HTTP status is judged first, then the text of
 * the error, then its code; most failures arrive with HTTP 200 (API reference 4).
 */
export function classifyAnswer(answer: Answer): GravityZoneError | null {
  const error = remoteError(answer.body);
  const code = reasonOfStatus(answer, error) ?? (error && (reasonOfDetails(error) ?? reasonOfCode(error)));
  if (code !== null) {
    return new GravityZoneError(code, {
      message: sentence(code, answer, error?.details ?? ''),
      method: answer.method,
      retryAfterSeconds: code === 'THROTTLED' ? (answer.retryAfterSeconds ?? throttledRestSeconds) : undefined,
    });
  }
  if (answer.status !== 200) return new GravityZoneError('MALFORMED_ANSWER', { method: answer.method });
  return null;
}

const reasonsOfSocketCodes: Record<string, ReasonCode> = {
  ENOTFOUND: 'HOST_NOT_FOUND',
  EAI_AGAIN: 'HOST_NOT_FOUND',
  EAI_NODATA: 'HOST_NOT_FOUND',
  ENODATA: 'HOST_NOT_FOUND',
  ECONNREFUSED: 'CONNECTION_REFUSED',
  EHOSTUNREACH: 'CONNECTION_REFUSED',
  ENETUNREACH: 'CONNECTION_REFUSED',
  EADDRNOTAVAIL: 'CONNECTION_REFUSED',
  ETIMEDOUT: 'TIMEOUT',
  UND_ERR_CONNECT_TIMEOUT: 'TIMEOUT',
  UND_ERR_HEADERS_TIMEOUT: 'TIMEOUT',
  UND_ERR_BODY_TIMEOUT: 'TIMEOUT',
  ECONNRESET: 'SERVER_ERROR',
  EPIPE: 'SERVER_ERROR',
  UND_ERR_SOCKET: 'SERVER_ERROR',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'MALFORMED_ANSWER',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'MALFORMED_ANSWER',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'TLS_SELF_SIGNED',
  SELF_SIGNED_CERT_IN_CHAIN: 'TLS_SELF_SIGNED',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'TLS_SELF_SIGNED',
  UNABLE_TO_GET_ISSUER_CERT: 'TLS_SELF_SIGNED',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'TLS_SELF_SIGNED',
  ERR_TLS_CERT_ALTNAME_INVALID: 'TLS_WRONG_HOST',
  CERT_HAS_EXPIRED: 'TLS_EXPIRED',
  CERT_NOT_YET_VALID: 'TLS_EXPIRED',
};

function socketCode(error: unknown): string {
  const code = property(error, 'code') ?? property(property(error, 'cause'), 'code');
  return typeof code === 'string' ? code : '';
}

/** The error for a request without a usable response: DNS, socket, TLS, size. */
export function classifyFailure(error: unknown, method: string): GravityZoneError {
  if (error instanceof GravityZoneError) {
    if (error.method !== null) return error;
    return new GravityZoneError(error.code, { message: error.message, hint: error.hint, method, cause: error });
  }
  if (error instanceof NetError)
    return new GravityZoneError(error.code, { message: error.message, method, cause: error });
  const code = socketCode(error);
  if (/HTTP_?PARSE|^HPE_/.test(code) || property(error, 'name') === 'HTTPParserError') {
    return new GravityZoneError('NOT_GRAVITYZONE', { method, cause: error });
  }
  const tls = /^ERR_(SSL|TLS|OSSL)|^EPROTO$|CERT|_SIGNATURE/.test(code) ? 'TLS_FAILED' : 'SERVER_ERROR';
  const reason = reasonsOfSocketCodes[code] ?? tls;
  const message =
    code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE'
      ? 'GravityZone sent a response that is too large to read.'
      : reason === 'SERVER_ERROR'
        ? 'The connection to GravityZone was interrupted.'
        : undefined;
  return new GravityZoneError(reason, { message, method, cause: error });
}
