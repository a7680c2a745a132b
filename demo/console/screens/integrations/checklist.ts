import type { TestIntegrationMutation } from '../../../../operations/documents.ts';

/** What a test of a key found. */
export type KeyTest = NonNullable<NonNullable<TestIntegrationMutation['testBitdefenderIntegration']>['test']>;

/** The steps from an address to companies, in the order in which one needs the other. */
export const checks = [
  'address',
  'reached',
  'tls',
  'gravityzone',
  'key',
  'apis',
  'companies',
  'ownCompany',
  'clock',
] as const;
export type CheckName = (typeof checks)[number];

/** How a step went; UNKNOWN is one that was not reached. */
export type CheckState = 'OK' | 'WARNING' | 'FAILED' | 'UNKNOWN';

export interface Check {
  name: CheckName;
  state: CheckState;
  /** What went wrong, and what helps, as the service says it. */
  problem?: { message: string; hint: string };
}

/** Further apart than this, times of detections are off. */
const mostSecondsApart = 120;

const failsAt: Readonly<Record<string, CheckName>> = {
  INVALID_ENDPOINT: 'address',
  HOST_NOT_FOUND: 'address',
  FORBIDDEN_ADDRESS: 'address',
  FOREIGN_LINK: 'address',
  CONNECTION_REFUSED: 'reached',
  TIMEOUT: 'reached',
  CIRCUIT_OPEN: 'reached',
  PROXY: 'reached',
  TLS_SELF_SIGNED: 'tls',
  TLS_WRONG_HOST: 'tls',
  TLS_EXPIRED: 'tls',
  TLS_FAILED: 'tls',
  BAD_CERTIFICATE: 'tls',
  BAD_KEY: 'key',
  WRONG_REGION: 'key',
  COMPANY_SUSPENDED: 'key',
  OTHER_GRAVITYZONE: 'ownCompany',
  API_NOT_ENABLED: 'apis',
  NO_LICENCE: 'apis',
  NO_COMPANIES: 'companies',
};

/** The step that a problem belongs to: what is not known of the way there is that GravityZone did not answer as it should. */
export const checkOf = (code: string): CheckName => failsAt[code] ?? 'gravityzone';

/** The last of the steps that everything after them needs. */
const lastNeeded = checks.indexOf('key');

/** The checklist of a test: each step with how it went. */
export function checklistOf(test: KeyTest): Check[] {
  const problems = new Map(test.problems.map((problem) => [checkOf(problem.code), problem]));
  const failed = checks.findIndex((name, index) => index <= lastNeeded && problems.has(name));
  return checks.map((name, index) => {
    const problem = problems.get(name);
    if (failed >= 0 && index > failed) return { name, state: 'UNKNOWN' };
    if (problem) return { name, state: test.ok ? 'WARNING' : 'FAILED', problem };
    return { name, state: stateOf(name, test) };
  });
}

function stateOf(name: CheckName, test: KeyTest): CheckState {
  switch (name) {
    case 'apis':
      return test.missingApis.length > 0 ? 'WARNING' : 'OK';
    case 'companies':
      return test.companyCount > 0 ? 'OK' : 'WARNING';
    case 'ownCompany':
      return test.companyName === null ? 'UNKNOWN' : 'OK';
    case 'clock':
      if (test.clockAheadSeconds === null) return 'UNKNOWN';
      return Math.abs(test.clockAheadSeconds) > mostSecondsApart ? 'WARNING' : 'OK';
    default:
      return 'OK';
  }
}

/** The checklist of a refusal, which says where it failed and nothing of what comes after. */
export function checklistOfRefusal({ code, message }: { code: string; message: string }): Check[] {
  const failed = checks.indexOf(checkOf(code));
  return checks.map((name, index) => {
    if (index === failed) return { name, state: 'FAILED', problem: { message, hint: '' } };
    return { name, state: index < failed ? 'OK' : 'UNKNOWN' };
  });
}
