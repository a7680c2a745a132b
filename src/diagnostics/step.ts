import type { ReasonCode } from '../gravityzone/transport/errors.js';

/** The steps to a response of GravityZone, in order. */
export type Step = 'DNS' | 'CONNECT' | 'TLS' | 'HTTP' | 'KEY';

const steps: Record<ReasonCode, Step> = {
  HOST_NOT_FOUND: 'DNS',
  INVALID_ENDPOINT: 'DNS',
  FORBIDDEN_ADDRESS: 'CONNECT',
  CONNECTION_REFUSED: 'CONNECT',
  TIMEOUT: 'CONNECT',
  CIRCUIT_OPEN: 'CONNECT',
  TLS_SELF_SIGNED: 'TLS',
  TLS_WRONG_HOST: 'TLS',
  TLS_EXPIRED: 'TLS',
  TLS_FAILED: 'TLS',
  PROXY: 'HTTP',
  NOT_GRAVITYZONE: 'HTTP',
  THROTTLED: 'HTTP',
  SERVER_ERROR: 'HTTP',
  MALFORMED_ANSWER: 'HTTP',
  METHOD_NOT_FOUND: 'HTTP',
  INVALID_PARAMETERS: 'HTTP',
  CANCELLED: 'HTTP',
  BAD_KEY: 'KEY',
  WRONG_REGION: 'KEY',
  API_NOT_ENABLED: 'KEY',
  NO_LICENCE: 'KEY',
  NO_COMPANIES: 'KEY',
  COMPANY_SUSPENDED: 'KEY',
  FOREIGN_LINK: 'CONNECT',
  REPORT_TOO_LARGE: 'HTTP',
};

/** The step at which a failure with this code happened; null for failures of this service itself. */
export function stepOf(code: string): Step | null {
  if (code === 'KEY_UNREADABLE') return 'KEY';
  return Object.hasOwn(steps, code) ? steps[code as ReasonCode] : null;
}
