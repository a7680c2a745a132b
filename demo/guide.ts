import type { Environment } from './environment.js';
import { type Story, tenantId } from './story/seed-story.js';
import type { DemoZones } from './story/start-zones.js';

/** What the guide speaks of, beside what the environment is made of. */
export interface Guided {
  zones: DemoZones['zones'];
  story: Story;
  keyByHand: string;
  stageUrl: string;
}

/**
 * Prints the console, the page to try the graph, a GravityZone to connect by hand, the addresses of all parts, a token for each
 * role and three requests to paste.
 */
export async function showGuide(
  { app, core, gateway, tokens }: Environment,
  { zones, story, keyByHand, stageUrl }: Guided,
  say: (text: string) => void,
): Promise<void> {
  const clientId = story.clients[0]?.plan.id ?? '';
  const [site] = core.world(tenantId).sitesOf(clientId);
  const admin = await tokens.issue({ subject: 'demo-admin', roles: ['admin'], tenantId });
  const technician = await tokens.issue({ subject: 'demo-technician', roles: ['technician'], tenantId });
  const portal = await tokens.issue({ subject: 'demo-customer', roles: ['portal'], tenantId, clientId });
  const ofSite = await tokens.issue({
    ...{ subject: 'demo-customer-of-a-site', roles: ['portal'], tenantId, clientId },
    ...(site && { siteIds: [site.id] }),
  });
  const url = gateway?.url ?? app.url;
  const wsUrl = gateway?.wsUrl ?? app.url.replace('http', 'ws');
  const { byHand } = zones;
  say(`
The demo is ready. The console:

  ${new URL('/', url).href}

To try the graph itself, choose a role and an operation here:

  ${new URL('/explorer/', url).href}

A GravityZone to connect by hand, under Settings: its certificate is signed by nobody else, so trust it by its fingerprint
(SHA-256), or paste it whole; ${stageUrl} has it as "caCertificate" of "connectByHand".

  endpoint             ${byHand.url}
  API key              ${keyByHand}
  fingerprint          ${byHand.fingerprint}

${byHand.caCertificate.trim()}

Everything that runs:

  federated graph      ${url}
  over WebSocket       ${wsUrl}
${gateway ? `  for assistants       ${gateway.mcpUrl} (MCP, with a token below)\n` : ''}  this subgraph        ${app.url}
  OpsMerge core        ${core.url}
  stage                ${stageUrl}
  GravityZone          ${zones.cloud.url} (simulated), on-premises ${zones.onPremises.url}

Tokens, one per role, good for 12 hours:

export ADMIN=${admin}

export TECHNICIAN=${technician}

export PORTAL=${portal}

Of somebody who sees one site of the same client, ${site?.name}:

export PORTAL_OF_SITE=${ofSite}

Four things to paste into another shell, after the tokens:

1. The machines of a client: core's agents with what Bitdefender knows of them.

curl -s ${url} -H "authorization: Bearer $TECHNICIAN" -H 'content-type: application/json' -d '{"query":"{ client(id: \\"${clientId}\\") { name agents(first: 5) { edges { node { hostname bitdefender { policy { name } lastScan { at } health threatCounts { today thisWeek thisMonth } } } } } } }"}'

2. Threats that want someone, and their alerts and tickets.

curl -s ${url} -H "authorization: Bearer $TECHNICIAN" -H 'content-type: application/json' -d '{"query":"{ bitdefenderAlerts(first: 3) { edges { node { title severity state suppressedReason ticket { id title priority team state } threat { hostName action filePath client { name } } } } } }"}'

3. A subscription: new threats as they come in (stop it with Ctrl-C).

curl -sN ${url} -H "authorization: Bearer $TECHNICIAN" -H 'accept: text/event-stream' -H 'content-type: application/json' -d '{"query":"subscription { bitdefenderThreatDetected(filter: { minimumSeverity: LOW }) { cursor kind threat { name severity hostName agent { hostname } client { name } } } }"}'

4. Something that happens: ransomware on ${story.target.hostname}.

curl -s ${stageUrl}/ransomware -H 'content-type: application/json' -d '{}'

A threat appears every half a minute from now on; Ctrl-C stops everything.
`);
}
