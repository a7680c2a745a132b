import { type RawBuilder, sql } from 'kysely';

/** The expectations of protected machines if neither the client nor the tenant has set any. */
export const defaultExpectations = {
  /** Names in Bitdefender of the policies a machine may have; empty for any. */
  policies: [] as readonly string[],
  /** Bitdefender's names of the modules that must be on. */
  modules: ['antimalware'] as readonly string[],
  /** Days without contact after which a machine counts as not seen. */
  notSeenDays: 7,
};

/** The modules that Bitdefender reports, by its names. */
export const moduleNames: readonly string[] = [
  'advancedAntiExploit',
  'advancedThreatControl',
  'antimalware',
  'antiphishing',
  'antiTampering',
  'applicationControl',
  'contentControl',
  'deviceControl',
  'edrSensor',
  'encryption',
  'firewall',
  'hyperDetect',
  'networkAttackDefense',
  'patchManagement',
  'powerUser',
  'remoteEnginesScanning',
  'riskManagement',
  'sandboxAnalyzer',
  'trafficScan',
  'userControl',
];

/**
 * A SQL join that adds the expectations of each row as `expected`: policies, modules, not_seen_days. Those of the client
 * take precedence over those of the tenant, and those over the default. `clientId` is the column of the row.
 */
export function joinExpectations(tenantId: string, clientId: RawBuilder<unknown>): RawBuilder<unknown> {
  const { policies, modules, notSeenDays } = defaultExpectations;
  return sql`
    left join expectation as common on common.tenant_id = ${tenantId} and common.client_id = ''
    left join expectation as own on own.tenant_id = ${tenantId} and own.client_id = ${clientId} and own.client_id <> ''
    cross join lateral (
      select coalesce(own.policies, common.policies, ${[...policies]}::text[]) as policies,
             coalesce(own.modules, common.modules, ${[...modules]}::text[]) as modules,
             coalesce(own.not_seen_days, common.not_seen_days, ${notSeenDays}::int) as not_seen_days) as expected`;
}
