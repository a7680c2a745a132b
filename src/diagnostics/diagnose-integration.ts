import { isStale } from '../domain/staleness.js';
import type { Finding } from './diagnostics.type.js';
import { byMutation, finding, inGravityZone, nothingToChange } from './finding.js';
import { type Step, stepOf } from './step.js';

/** An integration and its last run, as stored. */
export interface IntegrationFacts {
  id: string;
  name: string;
  endpoint: string;
  state: string;
  lastErrorCode: string | null;
  lastErrorMessage: string | null;
  lastErrorHint: string | null;
  lastSucceededAt: Date | null;
  disconnectedAt: Date | null;
  naiveZone: string | null;
  naiveOffsetMinutes: number | null;
  zoneChangedAt: Date | null;
  zoneChangedFrom: number | null;
  zoneChangedTo: number | null;
  /** Companies that the key has access to, without the key's own. */
  companies: number;
  /** Companies that are mapped, including the key's own. */
  mappedCompanies: number;
  /** The streams that failed in the last run. */
  failures: { stream: string; code: string; message: string; hint: string }[];
}

/** A mapped company and the age of its data. */
export interface MappedCompanyFacts {
  id: string;
  name: string;
  integrationId: string;
  mappedAt: Date | null;
  lastSyncedAt: Date | null;
  staleAt: Date | null;
}

const missingApiCodes = ['API_NOT_ENABLED', 'METHOD_NOT_FOUND'];
const apis: Readonly<Record<string, string>> = {
  INVENTORY: 'network',
  DETAILS: 'network',
  INCIDENTS: 'incidents',
  QUARANTINE: 'quarantine',
  EXCHANGE_QUARANTINE: 'quarantine',
};
/** A company that was just mapped may still wait for its first run. */
const firstRunMilliseconds = 15 * 60_000;

/** The findings for an integration: why it, or a part of its data, does not work. */
export function diagnoseIntegration(facts: IntegrationFacts): Finding[] {
  const { id: integrationId, endpoint, state } = facts;
  if (state === 'DISCONNECTED')
    return [
      finding('PROBLEM', 'DISCONNECTED', {
        integrationId,
        message: `The integration "${facts.name}" was disconnected; its data are historical.`,
        evidence: { endpoint, disconnectedAt: facts.disconnectedAt, lastSucceededAt: facts.lastSucceededAt },
        remedy: byMutation('connectBitdefender', 'Connect it again. Mappings, rules and history are kept.'),
      }),
    ];
  if (state === 'FAILING') return [failing(facts)];
  const findings = facts.failures.map((failure) => failedStream(facts, failure));
  if (facts.companies === 0 && facts.mappedCompanies === 0)
    findings.push(
      finding('PROBLEM', 'NO_COMPANIES', {
        integrationId,
        message: 'The API key works, but has no access to a customer company.',
        evidence: { endpoint, companies: facts.companies },
        remedy: byMutation(
          'rotateBitdefenderKey',
          'Generate a key with an account of the partner company that has access to its managed companies.',
        ),
      }),
    );
  else if (facts.mappedCompanies === 0)
    findings.push(
      finding('PROBLEM', 'NOTHING_MAPPED', {
        integrationId,
        message: `No company of the integration "${facts.name}" is mapped to a client: no devices are matched, and no alerts are raised.`,
        evidence: { endpoint, companies: facts.companies },
        remedy: byMutation(
          'mapBitdefenderCompanies',
          'Map its companies to clients; bitdefenderMappingSuggestions suggests which.',
        ),
      }),
    );
  return findings;
}

/** The findings for companies whose data are stale at `now`; integrations in `broken` already explain why. */
export function diagnoseStaleness(companies: MappedCompanyFacts[], broken: ReadonlySet<string>, now: Date): Finding[] {
  const waits = ({ lastSyncedAt, mappedAt }: MappedCompanyFacts) =>
    lastSyncedAt === null && mappedAt !== null && now.getTime() - mappedAt.getTime() < firstRunMilliseconds;
  return companies
    .filter((company) => isStale(company.staleAt, now) && !waits(company) && !broken.has(company.integrationId))
    .map(({ id, name, integrationId, lastSyncedAt, staleAt }) =>
      finding('PROBLEM', 'STALE_SYNC', {
        integrationId,
        companyId: id,
        message:
          lastSyncedAt === null
            ? `The company "${name}" has never been synced completely.`
            : `The company "${name}" was last synced too long ago.`,
        evidence: { lastSyncedAt, staleAt },
        remedy: byMutation('syncBitdefenderClient', 'Sync the client now and check the result of the run.'),
      }),
    );
}

const stepSentences: Record<Step, string> = {
  DNS: 'The host name of GravityZone cannot be resolved',
  CONNECT: 'The GravityZone server cannot be reached',
  TLS: 'No trusted TLS connection to GravityZone can be established',
  HTTP: 'The server responds, but not as GravityZone does',
  KEY: 'GravityZone does not accept the API key',
};

function failing(facts: IntegrationFacts): Finding {
  const { id: integrationId, name, endpoint, lastErrorCode, lastErrorMessage, lastErrorHint } = facts;
  const step = stepOf(lastErrorCode ?? '') ?? 'HTTP';
  const remedy = lastErrorHint ?? 'Test the integration for details.';
  return finding('PROBLEM', `INTEGRATION_${step}`, {
    integrationId,
    message: `${stepSentences[step]}: ${lastErrorMessage ?? 'the last sync failed.'}`,
    evidence: { integration: name, endpoint, step, reason: lastErrorCode, lastSucceededAt: facts.lastSucceededAt },
    remedy:
      step === 'KEY'
        ? byMutation('rotateBitdefenderKey', remedy)
        : step === 'HTTP'
          ? byMutation('testBitdefenderIntegration', remedy)
          : byMutation('updateBitdefenderIntegration', remedy),
  });
}

function failedStream(facts: IntegrationFacts, failure: IntegrationFacts['failures'][number]): Finding {
  const { stream, code, message, hint } = failure;
  const given = { integrationId: facts.id, evidence: { integration: facts.name, stream, reason: code } };
  const api = apis[stream] ?? null;
  if (missingApiCodes.includes(code))
    return finding('PROBLEM', 'MISSING_API', {
      ...given,
      message: `The API key has no access to the ${api ?? stream.toLowerCase()} API: ${message}`,
      evidence: { ...given.evidence, api },
      remedy: inGravityZone('My Account > API keys', hint),
    });
  if (code === 'NO_LICENCE')
    return finding('WARNING', 'NO_LICENCE', {
      ...given,
      message: `Bitdefender has no licence for ${stream.toLowerCase()}: ${message}`,
      remedy: inGravityZone('Licensing', hint),
    });
  return finding('WARNING', 'STREAM_FAILS', {
    ...given,
    message: `The ${stream} stream of the last sync failed: ${message}`,
    remedy: nothingToChange(hint),
  });
}
