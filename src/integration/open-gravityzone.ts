import { type RateLimits } from '../config.js';
import { type Database } from '../database/database.js';
import { type IntegrationRow } from '../database/tables/rows.js';
import { createGravityZone } from '../gravityzone/reads/client.js';
import { createAnswerBytes } from '../gravityzone/transport/answer-bytes.js';
import { type Circuit, createCircuit } from '../gravityzone/transport/circuit.js';
import { type CallRecord, type GravityZone, type GravityZoneOptions } from '../gravityzone/types.js';
import { type AllowedNetwork, networksFor } from '../net/allowed-networks.js';
import { type Fingerprint } from './key/fingerprint.js';
import { type Sealer } from './key/sealing.js';
import { createSharedBudget } from './rate-budget.js';

/** What is needed to reach a GravityZone that is not connected yet. */
export interface Access {
  endpoint: string;
  apiKey: string;
  caCertificate: string | null;
  certificateFingerprint: string | null;
}

/** Opens GravityZone clients whose calls share the budget of their key. */
export interface OpenGravityZone {
  /** For a key in the hand of a person of this tenant. */
  withAccess(tenantId: string, access: Access): GravityZone;
  /** For a stored integration, using what was learnt of it before; with `share`, within that part of the key's budget. */
  ofIntegration(integration: IntegrationRow, onCall?: (call: CallRecord) => void, share?: number): GravityZone;
}

/** What the operator decides for all integrations. */
export interface GravityZoneSettings {
  /** Otherwise forbidden addresses that integrations may reach. */
  allowedNetworks: readonly AllowedNetwork[];
  rateLimits: RateLimits;
  /** How long one call may take, in seconds. */
  callSeconds: number;
  /** Bytes of the longest answer that is read; of all that are read at once, eight times as many. */
  answerBytes: number;
}

/** Answers of the greatest length that a process reads at the same time. */
const answersAtOnce = 8;

export function createOpenGravityZone(
  { database, sealer, fingerprint }: { database: Database; sealer: Sealer; fingerprint: Fingerprint },
  settings: GravityZoneSettings,
): OpenGravityZone {
  // They outlive the runs: a GravityZone that has just failed over and over is not asked again by the next run.
  const circuits = new Map<string, Circuit>();
  const circuitOf = (integrationId: string): Circuit => {
    const circuit = circuits.get(integrationId) ?? createCircuit();
    circuits.set(integrationId, circuit);
    return circuit;
  };
  const inFlight = createAnswerBytes(answersAtOnce * settings.answerBytes);
  const open = (tenantId: string, access: Access, learnt: Partial<GravityZoneOptions> = {}, share = 1) =>
    createGravityZone({
      endpoint: access.endpoint,
      apiKey: access.apiKey,
      trust: {
        ...(access.caCertificate !== null && { caCertificate: access.caCertificate }),
        ...(access.certificateFingerprint !== null && { fingerprint: access.certificateFingerprint }),
      },
      allowedNetworks: networksFor(settings.allowedNetworks, tenantId, access.endpoint),
      budget: createSharedBudget(database, fingerprint(access.apiKey), settings.rateLimits, share),
      deadlineMilliseconds: settings.callSeconds * 1_000,
      answerBytes: settings.answerBytes,
      answersInFlight: (bytes, signal) => inFlight.hold(tenantId, bytes, signal),
      ...learnt,
    });
  return {
    withAccess: (tenantId, access) => open(tenantId, access),
    ofIntegration: (integration, onCall, share) =>
      open(
        integration.tenantId,
        { ...integration, apiKey: sealer.open(integration.sealedKey, integration.tenantId, integration.id) },
        {
          naiveOffsetMinutes: integration.naiveOffsetMinutes ?? undefined,
          naiveZone: integration.naiveZone ?? undefined,
          pageSize: integration.pageSize ?? undefined,
          flavour: (integration.flavour as 'CLOUD' | 'ON_PREMISES' | null) ?? undefined,
          circuit: circuitOf(integration.id),
          ...(onCall && { onCall }),
        },
        share,
      ),
  };
}
