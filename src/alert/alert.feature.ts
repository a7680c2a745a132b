import type { Database } from '../database/database.js';
import type { DeviceReader } from '../device/detail/device.reader.js';
import type { Live } from '../graphql/context.js';
import type { References } from '../graphql/schema.js';
import type { Sealer } from '../integration/key/sealing.js';
import type { ClientWatch } from '../live/client-watch.js';
import type { LiveEvents } from '../live/live-events.js';
import type { OpsMerge } from '../opsmerge/opsmerge.js';
import type { Jobs } from '../queue/ports.js';
import type { ThreatCountsReader } from '../threat/counts/threat-counts.reader.js';
import type { ThreatResolver } from '../threat/list/threat.resolver.js';
import { createAlertCountsReader } from './counts/alert-counts.reader.js';
import { AlertCountsResolver } from './counts/alert-counts.resolver.js';
import { keepDegradation } from './degradation/keep-degradation.js';
import { createDeliveryReader } from './delivery/alert-delivery.reader.js';
import { AlertDeliveryResolver } from './delivery/alert-delivery.resolver.js';
import { HeldByResolver, WindowResolver } from './hold/window.resolver.js';
import { createWindowService } from './hold/window.service.js';
import { createAlertReader } from './list/alert.reader.js';
import { AlertResolver } from './list/alert.resolver.js';
import { AlertPeopleResolver, findAlert, OutbreakResolver, ThreatAlertResolver } from './list/alert-links.resolver.js';
import { PlatformAlertResolver, TicketResolver } from './list/core-links.resolver.js';
import { watchAlerts } from './list/watch-alerts.js';
import { createMuteReader } from './mute/mute.reader.js';
import { AlertMuteFieldResolver, MuteResolver } from './mute/mute.resolver.js';
import { createMuteService } from './mute/mute.service.js';
import { RerouteResolver } from './raising/reroute.resolver.js';
import { createAlertRerouting } from './raising/reroute-alerts.js';
import { PortalResponseResolver } from './response/portal-response.resolver.js';
import { ResponseTimesResolver } from './response/response-times.resolver.js';
import { RuleResolver } from './rule/rule.resolver.js';
import { createRuleService } from './rule/rule.service.js';
import { RuleClientsResolver } from './rule/rule-links.resolver.js';
import { WebhookResolver } from './webhook/webhook.resolver.js';
import { createWebhookService } from './webhook/webhook.service.js';

/** Alerts: their rules, states and mutes, and what is delivered for them. */
export function alertFeature(parts: {
  database: Database;
  opsMerge: OpsMerge;
  jobs: Jobs;
  sealer: Sealer;
  liveEvents: LiveEvents;
  clientWatch: ClientWatch;
  devices: DeviceReader;
  threatResolver: ThreatResolver;
  threatCounts: ThreatCountsReader;
}) {
  const { database, devices, threatResolver, threatCounts } = parts;
  const alerts = createAlertReader(database);
  const alertCounts = createAlertCountsReader(database);
  const mutes = createMuteReader(database);
  const rules = createRuleService(parts);
  const windows = createWindowService(parts);
  const live: Pick<Live, 'alerts'> = { alerts: watchAlerts({ ...parts, reader: alerts }) };
  const references: References = { BitdefenderAlert: (context, id) => findAlert(context, alerts, id) };
  return {
    alertCounts,
    resolvers: [
      new AlertResolver(parts, alerts, threatResolver, devices),
      new AlertCountsResolver(alertCounts),
      new PlatformAlertResolver(alerts),
      new TicketResolver(alerts),
      new AlertDeliveryResolver(parts, createDeliveryReader(database)),
      new RuleResolver(rules, alerts),
      new RuleClientsResolver(),
      new RerouteResolver(createAlertRerouting(parts), alerts),
      new WebhookResolver(createWebhookService(parts)),
      new MuteResolver(createMuteService(database), mutes, devices),
      new AlertMuteFieldResolver(mutes),
      new WindowResolver(windows, { database, devices, rules }),
      new HeldByResolver(windows),
      new OutbreakResolver(alerts),
      new AlertPeopleResolver(),
      new ThreatAlertResolver(database),
      new ResponseTimesResolver(database, threatCounts),
      new PortalResponseResolver(database, threatCounts),
    ],
    references,
    live,
    maintenance: [keepDegradation(parts.jobs)],
  };
}
