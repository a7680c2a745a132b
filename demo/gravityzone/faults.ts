import type { Reply } from './errors.js';

export type FaultKind =
  | 'badKey'
  | 'wrongRegion'
  | 'forbidden'
  | 'noLicence'
  | 'suspended'
  | 'notFoundPage'
  | 'throttledPage'
  | 'throttledJson'
  | 'serverError'
  | 'serverErrorJson'
  | 'timeout'
  | 'trickle'
  | 'reset'
  | 'malformedJson'
  | 'otherJson'
  | 'otherId'
  | 'noItems'
  | 'oversize'
  | 'redirect'
  | 'proxy'
  | 'proxyLogin';

export interface Fault {
  kind: FaultKind;
  /** Only calls of this method; any by default. */
  method?: string;
  /** Only calls for this page. */
  page?: number;
  /** Only calls about this one row: an incident, a device or a company, by its id. */
  row?: string;
  /** How many calls it spoils; 1 by default, Infinity for as long as it is there. */
  times?: number;
  /** Seconds of Retry-After for the throttled kinds; 60 by default. */
  retryAfterSeconds?: number;
  /** Where `redirect` leads; by default to the metadata service of clouds. */
  location?: string;
}

/** Faults that wait for the calls they spoil as a whole; single rows are spoiled by `changeRows` of the simulator. */
export class Faults {
  #waiting: (Fault & { left: number })[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ ...fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The first fault for a call, used up by one. */
  take(method: string, params: Record<string, unknown>): Fault | null {
    const fault = this.#waiting.find(
      (candidate) =>
        (candidate.method === undefined || candidate.method === method) &&
        (candidate.page === undefined || candidate.page === params.page) &&
        (candidate.row === undefined || rowsOf(params).includes(candidate.row)),
    );
    if (fault === undefined) return null;
    fault.left -= 1;
    if (fault.left <= 0) this.#waiting = this.#waiting.filter((candidate) => candidate !== fault);
    return fault;
  }
}

/** Whatever a call names one row by: an incident, a device, a company, a report. */
function rowsOf({ id, endpointId, companyId, parentId, reportId }: Record<string, unknown>): unknown[] {
  return [id, endpointId, companyId, parentId, reportId];
}

function envelope(id: unknown, code: number, message: string, details: string): object {
  return { id, jsonrpc: '2.0', error: { code, message, data: { details } } };
}

/** The reply of a fault; null for the kinds that break the integration instead. */
export function replyOfFault(fault: Fault, id: unknown): Reply | null {
  const rest = String(fault.retryAfterSeconds ?? 60);
  const headers = { 'Retry-After': `${rest}, ${rest}` };
  switch (fault.kind) {
    case 'badKey': {
      const details = 'Invalid API key. Please generate an API key in Control Center.';
      return { status: 401, body: envelope(id, -32000, 'Server error', details) };
    }
    case 'wrongRegion':
      return { status: 401, body: envelope(id, -32000, 'Server error', 'The key belongs to another region.') };
    case 'forbidden': {
      const details = 'API Key is not allowed to access the selected API: Network';
      return { status: 403, body: envelope(id, -32000, 'Server error', details) };
    }
    case 'noLicence': {
      const details = 'The company does not have a valid license for this operation';
      return { status: 200, body: envelope(id, -32001, 'Authorization error', details) };
    }
    case 'suspended':
      return { status: 403, body: envelope(id, -32001, 'Authorization error', 'The company is suspended') };
    case 'notFoundPage':
      return { status: 404, body: null, html: '<html><body><h1>404 Not Found</h1></body></html>' };
    case 'throttledPage':
      return { status: 429, body: null, html: '<html><title>429 Too Many Requests</title></html>', headers };
    case 'throttledJson': {
      const details = 'Rate limit exceeded. Maximum 3 requests per 60 seconds allowed.';
      return { status: 429, body: envelope(id, -32003, 'Too many requests', details), headers };
    }
    case 'serverError':
      return { status: 502, body: null, html: '<html><title>502 Bad Gateway</title></html>' };
    case 'serverErrorJson':
      return { status: 200, body: envelope(id, -32000, 'Server error', 'Something went wrong.') };
    case 'malformedJson':
      return { status: 200, body: null, html: '{"id":"1","jsonrpc":"2.0","result":{"items":[' };
    case 'otherJson':
      return { status: 200, body: { hello: 'this is another server' } };
    case 'otherId':
      return { status: 200, body: { id: 'another', jsonrpc: '2.0', result: { total: 0, pagesCount: 0, items: [] } } };
    case 'noItems':
      return { status: 200, body: { id, jsonrpc: '2.0', result: { total: 3, page: 1 } } };
    case 'redirect':
      return {
        status: 302,
        body: null,
        html: '',
        headers: { Location: fault.location ?? 'https://169.254.169.254/latest/meta-data' },
      };
    case 'proxy':
      return { status: 407, body: null, html: '<html>Proxy Authentication Required</html>' };
    case 'proxyLogin':
      return { status: 401, body: null, html: '<html><title>Sign in to browse</title></html>' };
    case 'timeout':
    case 'trickle':
    case 'reset':
    case 'oversize':
      return null;
  }
}
