import { type RawBuilder, sql } from 'kysely';

/** What is expected of a protected machine, where its client and its tenant have said nothing. */
export const defaultExpectations = {
  /** BD's names of the policies it may have; none: it may have any. */
  policies: [] as readonly string[],
  /** BD's names of the modules that must be on. */
  modules: ['antimalware'] as readonly string[],
  /** After how many days without a word from it a machine counts as not seen. */
  notSeenDays: 7,
};

/** The modules BD tells of, by its names. */
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
 * A join that gives each row what is expected of it, as `expected`: policies, modules, not_seen_days. The client's word
 * goes before the tenant's, and that before the default. `clientId` is the row's column.
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
