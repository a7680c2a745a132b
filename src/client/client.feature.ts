import type { AlertCountsReader } from '../alert/counts/alert-counts.reader.js';
import type { Database } from '../database/database.js';
import type { CoverageReader } from '../device/coverage/coverage.reader.js';
import type { MachineReader } from '../device/machine/machine.reader.js';
import type { ClientWatch } from '../live/client-watch.js';
import type { ThreatCountsReader } from '../threat/counts/threat-counts.reader.js';
import type { ThreatReader } from '../threat/list/threat.reader.js';
import { BitdefenderClientResolver, ClientResolver } from './client.resolver.js';
import { ClientRankingResolver } from './client-ranking.resolver.js';
import { keepClients } from './life/keep-clients.js';
import { RuleSitesResolver } from './rule-sites.resolver.js';

/** `Client.bitdefender`: the data of the other features for one client. */
export function clientFeature(parts: {
  database: Database;
  clientWatch: ClientWatch;
  machines: MachineReader;
  coverage: CoverageReader;
  threats: ThreatReader;
  counts: ThreatCountsReader;
  alertCounts: AlertCountsReader;
}) {
  return {
    resolvers: [
      new ClientResolver(parts.database, parts.clientWatch),
      new BitdefenderClientResolver(parts),
      new ClientRankingResolver(parts),
      new RuleSitesResolver(parts.database),
    ],
    maintenance: [keepClients],
  };
}
