import type { Database } from '../database/database.js';
import type { Live } from '../graphql/context.js';
import type { References } from '../graphql/schema.js';
import { JobKind } from '../job/job.type.js';
import type { ClientWatch } from '../live/client-watch.js';
import type { LiveEvents } from '../live/live-events.js';
import { GroupedSeriesResolver } from './counts/grouped-series.resolver.js';
import { createThreatCountsReader } from './counts/threat-counts.reader.js';
import { ThreatCountsResolver } from './counts/threat-counts.resolver.js';
import { ThreatExtentResolver } from './extent/threat-extent.resolver.js';
import type { Alerting } from './intake/alerting.js';
import { removeOldThreats } from './intake/remove-old-threats.js';
import { rerateOpenThreats } from './intake/rerate.js';
import { createThreatReader } from './list/threat.reader.js';
import { ThreatResolver } from './list/threat.resolver.js';
import { ThreatLogResolver } from './list/threat-log.resolver.js';
import { ThreatPeopleResolver } from './list/threat-people.resolver.js';
import { watchThreats } from './list/watch-threats.js';
import { PortalResolver } from './portal/portal.resolver.js';
import { ThreatMailResolver } from './quarantine/threat-mail.resolver.js';
import { TriageResolver } from './triage/triage.resolver.js';

/** Threats: how they come in, their lists and counts, what people decide, what the portal shows. */
export function threatFeature(parts: {
  database: Database;
  liveEvents: LiveEvents;
  clientWatch: ClientWatch;
  alerting: Alerting;
}) {
  const { database, alerting } = parts;
  const threats = createThreatReader(database);
  const counts = createThreatCountsReader(database);
  const threatResolver = new ThreatResolver(threats);
  const references: References = { BitdefenderThreat: (context, id) => threatResolver.reference(context, id) };
  const live: Pick<Live, 'threats'> = { threats: watchThreats({ ...parts, reader: threats }) };
  return {
    threats,
    counts,
    threatResolver,
    resolvers: [
      threatResolver,
      new ThreatCountsResolver(counts),
      new GroupedSeriesResolver(database, counts),
      new ThreatExtentResolver(database),
      new ThreatLogResolver(database),
      new ThreatMailResolver(database),
      new ThreatPeopleResolver(),
      new TriageResolver(parts, threats),
      new PortalResolver(database, threats, counts),
    ],
    references,
    live,
    jobs: { [JobKind.RERATE_THREATS]: rerateOpenThreats(alerting) },
    maintenance: [removeOldThreats],
  };
}
