import type { Viewer } from '../../app/session.ts';
import { type Finding, factOf } from './findings.ts';

type Needed = keyof Viewer['may'];

/** A button that mends a finding, with what it works on; or where to go where no button can. */
export type Mend =
  | { kind: 'CONNECT'; integrationId: string | null }
  | { kind: 'ROTATE' | 'UPDATE' | 'TEST' | 'ZONE'; integrationId: string }
  | { kind: 'MAP'; companyId: string | null; clientId: string | null }
  | { kind: 'MAP_LIST'; integrationId: string | null }
  | { kind: 'SYNC'; clientId: string }
  | { kind: 'PIN'; deviceId: string; agents: { id: string; name: string }[] }
  | { kind: 'MATCH_MODE' }
  | { kind: 'ENABLE_RULE'; ruleId: string }
  | { kind: 'EDIT_RULE'; ruleId: string | null }
  | { kind: 'REROUTE'; ruleId: string | null; clientId: string | null }
  | { kind: 'RETRY'; threatId: string }
  | { kind: 'END_MUTE'; muteId: string }
  | { kind: 'GRAVITYZONE'; place: string; endpoint: string | null };

/** What a person has to be allowed for a button; null where everybody may. */
const needs: Readonly<Record<Mend['kind'], Needed | null>> = {
  CONNECT: 'administer',
  ROTATE: 'administer',
  UPDATE: 'administer',
  TEST: 'administer',
  ZONE: 'administer',
  MATCH_MODE: 'administer',
  MAP: 'arrange',
  MAP_LIST: 'arrange',
  ENABLE_RULE: 'arrange',
  EDIT_RULE: 'arrange',
  REROUTE: 'arrange',
  PIN: 'decide',
  END_MUTE: 'decide',
  SYNC: 'execute',
  RETRY: 'execute',
  GRAVITYZONE: null,
};

type Remedies = Readonly<Record<string, (finding: Finding) => (Mend | null)[]>>;

const ofIntegration =
  (kind: 'ROTATE' | 'UPDATE' | 'TEST' | 'ZONE') =>
  ({ integrationId }: Finding): (Mend | null)[] => [integrationId ? { kind, integrationId } : null];

/** By the name of the mutation that a remedy names. */
const byMutation: Remedies = {
  connectBitdefender: ({ integrationId }) => [{ kind: 'CONNECT', integrationId }],
  rotateBitdefenderKey: ofIntegration('ROTATE'),
  updateBitdefenderIntegration: ofIntegration('UPDATE'),
  testBitdefenderIntegration: ofIntegration('TEST'),
  setBitdefenderTimeZone: ofIntegration('ZONE'),
  mapBitdefenderCompanies: (finding) => [mapping(finding)],
  syncBitdefenderClient: ({ company }) => [company?.client ? { kind: 'SYNC', clientId: company.client.id } : null],
  pinBitdefenderDevice: (finding) => [pin(finding)],
  setBitdefenderAlertRuleEnabled: (finding) => {
    const ruleId = factOf(finding, 'ruleId');
    return [ruleId ? { kind: 'ENABLE_RULE', ruleId } : null];
  },
  saveBitdefenderAlertRule: (finding) => [
    { kind: 'EDIT_RULE', ruleId: factOf(finding, 'ruleId') },
    // Once the rule is right, what was given up can be tried once more.
    finding.code === 'DELIVERY_FAILED' ? retry(finding) : null,
  ],
  rerouteBitdefenderAlerts: (finding) => [
    { kind: 'REROUTE', ruleId: factOf(finding, 'ruleId'), clientId: finding.threat?.client?.id ?? null },
  ],
  retryBitdefenderAlertDeliveries: (finding) => [retry(finding)],
  endBitdefenderAlertMute: (finding) => {
    const muteId = factOf(finding, 'muteId');
    return [muteId ? { kind: 'END_MUTE', muteId } : null];
  },
};

const bySetting: Remedies = {
  matchMode: (finding) => [{ kind: 'MATCH_MODE' }, pin(finding)],
};

/** The buttons that mend a finding, the best first; none where nothing has to be done here. */
export function mendsOf(finding: Finding): Mend[] {
  const { kind, name } = finding.remedy;
  if (kind === 'GRAVITYZONE') return inGravityZone(finding);
  const remedies = kind === 'MUTATION' ? byMutation : kind === 'SETTING' ? bySetting : {};
  return (remedies[name ?? '']?.(finding) ?? []).filter((mend) => mend !== null);
}

/** Whether a person may press a button. */
export function isOffered(mend: Mend, may: Viewer['may']): boolean {
  const needed = neededFor(mend);
  return needed === null || may[needed];
}

/** What a person has to be allowed for a button. */
export const neededFor = ({ kind }: Mend): Needed | null => needs[kind];

/** What lacks an API can be mended in GravityZone, or here by a key that has it. */
function inGravityZone({ integrationId, integration, remedy, ...finding }: Finding): Mend[] {
  const place = { kind: 'GRAVITYZONE', place: remedy.name ?? '', endpoint: integration?.endpoint ?? null } as const;
  const isOfKey = integrationId !== null && factOf(finding, 'reason') === 'API_NOT_ENABLED';
  return isOfKey ? [place, { kind: 'ROTATE', integrationId }] : [place];
}

const retry = ({ threatId }: Finding): Mend | null => (threatId ? { kind: 'RETRY', threatId } : null);

/** A finding is about a company, about a client that has none, or about more than one press can map. */
function mapping(finding: Finding): Mend {
  const { companyId, integrationId } = finding;
  const clientId = factOf(finding, 'clientId');
  if (companyId || clientId) return { kind: 'MAP', companyId, clientId };
  return { kind: 'MAP_LIST', integrationId };
}

/** The agents that are known to be near; where none is, they are asked for. */
function pin(finding: Finding): Mend | null {
  if (!finding.deviceId) return null;
  const listOf = (name: string) => factOf(finding, name)?.split(', ') ?? [];
  const [ids, names] = [listOf('agentIds'), listOf('agents')];
  const isNamed = ids.length > 0 && ids.length === names.length;
  return {
    kind: 'PIN',
    deviceId: finding.deviceId,
    agents: isNamed ? ids.map((id, index) => ({ id, name: names[index] ?? id })) : [],
  };
}
