import type { Database } from '../database/database.js';
import { uuidOrNone } from '../database/uuid.js';
import { createVisibilityReader } from '../device/visibility/visibility.reader.js';
import { UserInputError } from '../graphql/errors.js';
import { integrationWarnings } from '../integration/integration-warnings.js';
import { readTenantSettings } from '../tenant/tenant-settings.js';
import { diagnoseClientMapping, diagnoseUnmapped } from './diagnose-companies.js';
import { type DeviceFacts, diagnoseDevices } from './diagnose-devices.js';
import {
  diagnoseIntegration,
  diagnoseStaleness,
  type IntegrationFacts,
  type MappedCompanyFacts,
} from './diagnose-integration.js';
import { diagnoseDetails, diagnoseThreat } from './diagnose-threat.js';
import { diagnoseVisibility } from './diagnose-visibility.js';
import { createDiagnosticsReader } from './diagnostics.reader.js';
import { type Diagnostics, type Finding, FindingSeverity } from './diagnostics.type.js';
import { byMutation, finding } from './finding.js';

/** The subjects of diagnostics: a client, device or threat, or the whole tenant if all are null. */
export interface DiagnosticsScope {
  clientId: string | null;
  deviceId: string | null;
  threatId: string | null;
}

const mostFindings = 100;
const order = Object.values(FindingSeverity);

/**
 * Explains missing and stale data from stored data only, without calling Bitdefender or core. Returns a function that takes
 * the tenant and the scope and gives back the findings, most severe first. It throws UserInputError for a device or a
 * threat that is not the tenant's.
 */
export function createDiagnostics(database: Database, clock: () => Date = () => new Date()) {
  const reader = createDiagnosticsReader(database);
  const visibility = createVisibilityReader(database);

  async function ofDevices(tenantId: string, devices: DeviceFacts[], asked: boolean): Promise<Finding[]> {
    if (devices.length === 0) return [];
    const clientIds = [...new Set(devices.flatMap(({ clientId }) => clientId ?? []))];
    const { matchMode } = await readTenantSettings(database.query, tenantId);
    const agents = await reader.freeAgents(tenantId, clientIds);
    return diagnoseDevices(devices, agents, { asked, strict: matchMode === 'STRICT' });
  }

  /** The findings for the integrations of these companies, or for all, and for stale companies that they do not explain. */
  async function ofIntegrations(tenantId: string, companies: MappedCompanyFacts[], all: boolean, now: Date) {
    const ids = [...new Set(companies.map(({ integrationId }) => integrationId))];
    const integrations = await reader.integrations(tenantId, all ? null : ids);
    // A disconnected integration is not reported to a tenant that has others and uses none of its companies.
    const used = integrations.filter(({ id, state }) => state !== 'DISCONNECTED' || ids.includes(id));
    const findings = used.flatMap(diagnoseIntegration);
    const seen = await seenBy(tenantId, used, now);
    if (all && integrations.length === 0)
      findings.push(
        finding('PROBLEM', 'NO_INTEGRATION', {
          message: 'No GravityZone is connected.',
          evidence: { integrations: 0 },
          remedy: byMutation('connectBitdefender', 'Connect GravityZone with an API key.'),
        }),
      );
    const broken = new Set(findings.flatMap(({ integrationId }) => integrationId ?? []));
    return [...findings, ...diagnoseStaleness(companies, broken, now), ...seen];
  }

  /** The findings for what these integrations cannot see. */
  async function seenBy(tenantId: string, integrations: readonly IntegrationFacts[], now: Date): Promise<Finding[]> {
    const reports = await visibility.ofIntegrations(
      tenantId,
      integrations.map(({ id }) => id),
    );
    return integrations.flatMap((integration, index) => {
      const report = reports[index];
      if (report === undefined || integration.state === 'DISCONNECTED') return [];
      return diagnoseVisibility(integration, report, integrationWarnings(integration, now));
    });
  }

  async function ofClient(tenantId: string, clientId: string, now: Date): Promise<Finding[]> {
    const companies = await reader.mappedCompanies(tenantId, clientId);
    const unmapped = await reader.unmappedCompanies(tenantId, clientId);
    const rules = await reader.ticketRules(tenantId);
    return [
      ...(await ofIntegrations(tenantId, companies, companies.length === 0, now)),
      ...diagnoseClientMapping({ id: clientId, mappedCompanies: companies.length }, unmapped),
      ...(await ofDevices(tenantId, await reader.devicesWithoutAgent(tenantId, clientId), false)),
      ...(await reader.threatsWithoutTicket(tenantId, clientId, now)).flatMap((threat) =>
        diagnoseThreat(threat, rules, now),
      ),
    ];
  }

  async function ofTenant(tenantId: string, now: Date): Promise<Finding[]> {
    const rules = await reader.ticketRules(tenantId);
    return [
      ...(await ofIntegrations(tenantId, await reader.mappedCompanies(tenantId, null), true, now)),
      ...diagnoseUnmapped(await reader.unmappedCompanies(tenantId, null)),
      ...(await ofDevices(tenantId, await reader.devicesWithoutAgent(tenantId, null), false)),
      ...(await reader.threatsWithoutTicket(tenantId, null, now)).flatMap((threat) =>
        diagnoseThreat(threat, rules, now),
      ),
    ];
  }

  async function ofDevice(tenantId: string, deviceId: string, now: Date): Promise<Finding[]> {
    const device = await reader.device(tenantId, uuidOrNone(deviceId));
    if (device === null) throw new UserInputError('NOT_FOUND', 'There is no such device.', ['deviceId']);
    const companies = device.clientId === null ? [] : await reader.mappedCompanies(tenantId, device.clientId);
    return [...(await ofIntegrations(tenantId, companies, false, now)), ...(await ofDevices(tenantId, [device], true))];
  }

  async function ofThreat(tenantId: string, threatId: string, now: Date): Promise<Finding[]> {
    const threat = await reader.threat(tenantId, uuidOrNone(threatId), now);
    if (threat === null) throw new UserInputError('NOT_FOUND', 'There is no such threat.', ['threatId']);
    return [...diagnoseDetails(threat), ...diagnoseThreat(threat, await reader.ticketRules(tenantId), now)];
  }

  return async (tenantId: string, { clientId, deviceId, threatId }: DiagnosticsScope): Promise<Diagnostics> => {
    const now = clock();
    const parts = [
      clientId === null ? [] : await ofClient(tenantId, clientId, now),
      deviceId === null ? [] : await ofDevice(tenantId, deviceId, now),
      threatId === null ? [] : await ofThreat(tenantId, threatId, now),
      (clientId ?? deviceId ?? threatId) ? [] : await ofTenant(tenantId, now),
    ];
    // A finding of several scopes is reported once.
    const findings = new Map(parts.flat().map((found) => [JSON.stringify(found), found]));
    const sorted = [...findings.values()].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
    return { checkedAt: now, findings: sorted.slice(0, mostFindings) };
  };
}
