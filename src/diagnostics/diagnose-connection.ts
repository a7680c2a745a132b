import { isStale } from '../domain/staleness.js';
import type { Finding } from './diagnostics.type.js';
import { byItself, byMutation, finding, inGravityZone } from './finding.js';
import { type Step, stepOf } from './step.js';

/** What is stored of a connection and its last run. */
export interface ConnectionFacts {
  id: string;
  name: string;
  endpoint: string;
  state: string;
  lastErrorCode: string | null;
  lastErrorMessage: string | null;
  lastErrorHint: string | null;
  lastSucceededAt: Date | null;
  disconnectedAt: Date | null;
  /** Companies it shows, the key's own left out, and how many are mapped, the own one included. */
  companies: number;
  mappedCompanies: number;
  /** The streams that failed in its last run. */
  failures: { stream: string; code: string; message: string; hint: string }[];
}

/** A mapped company and how old its data are. */
export interface MappedCompanyFacts {
  id: string;
  name: string;
  connectionId: string;
  mappedAt: Date | null;
  lastSyncedAt: Date | null;
  staleAt: Date | null;
}

const lacks = ['API_NOT_ENABLED', 'METHOD_NOT_FOUND'];
const apis: Readonly<Record<string, string>> = {
  INVENTORY: 'network',
  DETAILS: 'network',
  INCIDENTS: 'incidents',
  QUARANTINE: 'quarantine',
};
/** A company that was mapped just now waits for its first run. */
const firstRunMilliseconds = 15 * 60_000;

/** Why a connection, or a part of what is read through it, does not work. */
export function diagnoseConnection(facts: ConnectionFacts): Finding[] {
  const { id: connectionId, endpoint, state } = facts;
  if (state === 'DISCONNECTED')
    return [
      finding('PROBLEM', 'DISCONNECTED', {
        connectionId,
        message: `The connection "${facts.name}" was ended: its data are of the past.`,
        evidence: { endpoint, disconnectedAt: facts.disconnectedAt, lastSucceededAt: facts.lastSucceededAt },
        remedy: byMutation('connectBitdefender', 'Connect it again: mappings, rules and history are still there.'),
      }),
    ];
  if (state === 'FAILING') return [failing(facts)];
  const findings = facts.failures.map((failure) => failedStream(facts, failure));
  if (facts.companies === 0 && facts.mappedCompanies === 0)
    findings.push(
      finding('PROBLEM', 'NO_COMPANIES', {
        connectionId,
        message: 'The key works, but sees no company of a customer.',
        evidence: { endpoint, companies: facts.companies },
        remedy: byMutation(
          'rotateBitdefenderKey',
          'Generate a key with an account of the partner company, whose reach covers the companies it manages.',
        ),
      }),
    );
  return findings;
}

/** Mapped companies whose data are too old, where the connection itself does not say why. */
export function diagnoseStaleness(companies: MappedCompanyFacts[], broken: ReadonlySet<string>, now: Date): Finding[] {
  const waits = ({ lastSyncedAt, mappedAt }: MappedCompanyFacts) =>
    lastSyncedAt === null && mappedAt !== null && now.getTime() - mappedAt.getTime() < firstRunMilliseconds;
  return companies
    .filter((company) => isStale(company.staleAt, now) && !waits(company) && !broken.has(company.connectionId))
    .map(({ id, name, connectionId, lastSyncedAt, staleAt }) =>
      finding('PROBLEM', 'STALE_SYNC', {
        connectionId,
        companyId: id,
        message:
          lastSyncedAt === null
            ? `The company "${name}" has never been read to the end.`
            : `The company "${name}" was last read too long ago.`,
        evidence: { lastSyncedAt, staleAt },
        remedy: byMutation('syncBitdefenderClient', 'Sync the client now, and look at how the run goes.'),
      }),
    );
}

const stepSentences: Record<Step, string> = {
  DNS: 'The address of GravityZone is not found',
  CONNECT: 'The server of GravityZone is not reached',
  TLS: 'No trusted TLS connection to GravityZone is made',
  HTTP: 'The server answers, but not as GravityZone should',
  KEY: 'GravityZone does not accept the API key',
};

function failing(facts: ConnectionFacts): Finding {
  const { id: connectionId, name, endpoint, lastErrorCode, lastErrorMessage, lastErrorHint } = facts;
  const step = stepOf(lastErrorCode ?? '') ?? 'HTTP';
  const remedy = lastErrorHint ?? 'Test the connection to see more.';
  return finding('PROBLEM', `CONNECTION_${step}`, {
    connectionId,
    message: `${stepSentences[step]}: ${lastErrorMessage ?? 'the last sync failed.'}`,
    evidence: { connection: name, endpoint, step, reason: lastErrorCode, lastSucceededAt: facts.lastSucceededAt },
    remedy:
      step === 'KEY'
        ? byMutation('rotateBitdefenderKey', remedy)
        : step === 'HTTP'
          ? byMutation('testBitdefenderConnection', remedy)
          : byMutation('updateBitdefenderConnection', remedy),
  });
}

function failedStream(facts: ConnectionFacts, failure: ConnectionFacts['failures'][number]): Finding {
  const { stream, code, message, hint } = failure;
  const given = { connectionId: facts.id, evidence: { connection: facts.name, stream, reason: code } };
  const api = apis[stream] ?? null;
  if (lacks.includes(code))
    return finding('PROBLEM', 'MISSING_API', {
      ...given,
      message: `The API key may not use the ${api ?? stream.toLowerCase()} API: ${message}`,
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
    message: `The part ${stream} of the last sync failed: ${message}`,
    remedy: byItself(hint),
  });
}
