import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Identity } from '../../demo/tokens.js';
import type { Config } from '../../src/config.js';
import { atEndOfFile } from '../support/end-of-file.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../support/environment.js';
import { runEnded } from '../support/msp.js';
import { lookAtAllSeats } from '../support/seats.js';
import { versionNow } from '../support/versions.js';
import { type Corpus, openCorpus } from './corpus.js';
import { beginning, certificate, databaseWithNumberedIds, daysAgo, minutes, numberIds, stopClock } from './pinned.js';
import { agentId, clients, fillWorld, mill } from './world.js';

const baker: Identity = { subject: 'bea', roles: ['portal'], tenantId: 'msp-one', clientId: clients.bakery };
/** Of the same client, and bound to one site of it. */
const miller: Identity = { ...baker, subject: 'mia', siteIds: [mill.id] };
const dentist: Identity = { subject: 'dan', roles: ['portal'], tenantId: 'msp-one', clientId: clients.dental };
const stranger: Identity = { subject: 'eve', roles: ['admin'], tenantId: 'msp-two' };
const nothing = '00000000-0000-4000-a000-000000000000';
const everyThreat = { minimumSeverity: 'UNKNOWN', status: 'ALL' };
/** Of the first live event there is. */
const start = Buffer.from('["0"]').toString('base64url');

/** Asks all there is to ask, with queries compiled or interpreted, and compares the answers with the recorded ones. */
export function describeAnswers(compiledQueries: Config['compiledQueries']): void {
  describe('the recorded answers', () => {
    let environment: TestEnvironment;
    let corpus: Corpus;
    let world: ReturnType<typeof fillWorld>;
    /** Ids of ours, by name; filled as the corpus goes on. */
    const companies = new Map<string, string>();
    const devices = new Map<string, string>();
    const threats = new Map<string, string>();
    const alerts = new Map<string, string>();
    const rules = new Map<string, string>();
    let integrationId: string;

    beforeAll(async () => {
      stopClock(beginning);
      numberIds();
      environment = await testEnvironment({
        gateway: true,
        compiledQueries,
        // Deliveries are held back, see `sync`.
        opsMergeTimeoutMilliseconds: 240_000,
        databaseUrl: await databaseWithNumberedIds(),
        simulator: { limits: 'off', certificate },
      });
      corpus = openCorpus(environment);
      world = fillWorld(environment);
    });
    atEndOfFile(() => {
      vi.useRealTimers();
    });

    const id = (of: Map<string, string>, name: string): string => {
      const found = of.get(name);
      if (found === undefined) throw new Error(`There is no ${name} among ${[...of.keys()].join(', ')}.`);
      return found;
    };
    interface Named {
      id: string;
      name: string;
    }
    const remember = (map: Map<string, string>, rows: Named[]) => {
      for (const row of rows) map.set(row.name, row.id);
    };
    const nodes = async <Node>(query: string): Promise<Node[]> => {
      const data = await environment.data<Record<string, { edges: { node: Node }[] }>>(technician, query);
      return Object.values(data).flatMap(({ edges }) => edges.map(({ node }) => node));
    };
    /** Reads the ids that the next operations need. */
    async function learnIds(): Promise<void> {
      remember(companies, await nodes('{ bitdefenderCompanies(first: 100) { edges { node { id name } } } }'));
      const { bitdefenderAlertRules } = await environment.data<{ bitdefenderAlertRules: Named[] }>(
        admin,
        '{ bitdefenderAlertRules { id name } }',
      );
      remember(rules, bitdefenderAlertRules);
      const machines = await nodes<{ device: Named | null }>(
        '{ bitdefenderDevices { edges { node { device { id name } } } } }',
      );
      remember(
        devices,
        machines.flatMap(({ device }) => device ?? []),
      );
      remember(
        threats,
        await nodes<Named>(
          '{ bitdefenderThreats(filter: { minimumSeverity: UNKNOWN, status: ALL }) { edges { node { id name } } } }',
        ),
      );
      remember(alerts, await nodes<Named>('{ bitdefenderAlerts { edges { node { id name: title } } } }'));
    }
    /**
     * Sync now, to its end, and until everything it asked for is delivered. Deliveries wait for the end of the run, and
     * each run opens one ticket at most: what happens side by side has no order that could be recorded.
     */
    async function sync(name: string, clientId: string): Promise<string> {
      const { promise: ended, resolve: end } = Promise.withResolvers<void>();
      environment.core.faults.beforeMutation = () => ended;
      const { data } = await corpus.ask<{ syncBitdefenderClient: { runs: { id: string }[] } }>(name, 'SyncNow', {
        as: technician,
        variables: { clientId },
      });
      const runId = data.syncBitdefenderClient.runs[0]?.id ?? '';
      await runEnded(environment, runId);
      end();
      await settled();
      return runId;
    }
    const settled = () =>
      eventually(async () => {
        const { rows } = await environment.database.query(
          "select from pgboss.job where state in ('created', 'retry', 'active') limit 1",
        );
        return rows.length === 0;
      });
    const access = () => ({
      endpoint: environment.gravityZone.url,
      caCertificate: environment.gravityZone.caCertificate,
    });

    it('of connecting a GravityZone', async () => {
      const apiKey = environment.gravityZone.addKey();
      const ask = (name: string, operation: string, variables: object = {}) =>
        corpus.ask(`integrations/${name}`, operation, { as: admin, variables });
      await ask('page-at-first', 'IntegrationsPage');
      await ask('test', 'TestIntegration', { input: { ...access(), apiKey } });
      await ask('test-wrong-key', 'TestIntegration', { input: { ...access(), apiKey: 'not-a-key' } });
      await ask('test-wrong-endpoint', 'TestIntegration', { input: { endpoint: 'ftp://nowhere', apiKey } });
      const { data } = await corpus.ask<{ connectBitdefender: { integration: { id: string } } }>(
        'integrations/connect',
        'ConnectIntegration',
        { as: admin, variables: { input: { ...access(), apiKey, name: 'Our GravityZone' } } },
      );
      integrationId = data.connectBitdefender.integration.id;
      await ask('connect-again', 'ConnectIntegration', { input: { ...access(), apiKey } });
      const version = await versionNow(environment, 'settings');
      await ask('settings', 'UpdateSettings', {
        input: { version, timeZone: 'Europe/Berlin', outbreak: { machines: 2, minutes: 60 }, retentionDays: 365 },
      });
      await ask('settings-changed-meanwhile', 'UpdateSettings', { input: { version, timeZone: 'Europe/Paris' } });
      await ask('settings-refused', 'UpdateSettings', {
        input: { timeZone: 'Mars/Olympus', severityBands: { medium: 50, high: 40, critical: 90 } },
      });
    });

    it('of mapping companies', async () => {
      await learnIds();
      const ask = (name: string, operation: string, variables: object = {}, as = admin) =>
        corpus.ask(`mapping/${name}`, operation, { as, variables });
      const bakery = id(companies, 'Bakery');
      const dental = id(companies, "O'Brien Dental Care");
      await ask('page-at-first', 'MappingsPage', {}, technician);
      await ask('preview', 'MappingPreview', { companyId: dental, clientId: clients.dental });
      await ask('preview-unknown-company', 'MappingPreview', { companyId: nothing, clientId: clients.dental });
      await ask('save', 'MapCompanies', {
        input: {
          mappings: [
            { companyId: bakery, clientId: clients.bakery },
            { companyId: dental, clientId: clients.dental },
            { companyId: id(companies, 'Northwind Traders'), clientId: 'client-nobody' },
            { companyId: nothing, clientId: clients.law },
          ],
        },
      });
      await ask('save-stale', 'MapCompanies', {
        input: { mappings: [{ companyId: bakery, clientId: clients.law, expectedClientId: clients.north }] },
      });
      const closed = { companyIds: [id(companies, 'Closed Customer')] };
      await ask('ignore', 'IgnoreCompanies', { input: { ...closed, reason: 'No longer a customer.' } });
      await ask('unignore', 'Unignore', { input: closed });
      await ask('ignore-again', 'IgnoreCompanies', { input: { ...closed, reason: 'No longer a customer.' } });
    });

    it('of the first sync, and of one that brings news', async () => {
      stopClock(minutes(10));
      // By default an infected device gets a ticket of its own, and two tickets of one run come in no fixed order.
      const { rowCount } = await environment.database.query("update tenant_setting set infected_severity = 'MEDIUM'");
      expect(rowCount).toBe(1);
      const first = await sync('sync/first', clients.bakery);
      stopClock(minutes(60));
      world.addNews();
      await sync('sync/second', clients.dental);
      await learnIds();
      await corpus.ask('sync/run', 'SyncRun', { as: technician, variables: { id: first } });
      await corpus.ask('sync/unknown-run', 'SyncRun', { as: technician, variables: { id: nothing } });
      await corpus.ask('sync/runs', 'SyncRuns', { as: technician, variables: { integrationId } });
      await corpus.ask('sync/unknown-client', 'SyncNow', { as: technician, variables: { clientId: 'client-nobody' } });
      await corpus.ask('sync/client-without-company', 'SyncNow', {
        as: technician,
        variables: { clientId: clients.law },
      });
      await corpus.ask('integrations/page', 'IntegrationsPage', { as: admin });
      const page = await corpus.ask<{ bitdefenderCompanyEvents: { edges: { node: { id: string } }[] } }>(
        'mapping/page',
        'MappingsPage',
        { as: technician },
      );
      const eventIds = page.data.bitdefenderCompanyEvents.edges.map(({ node }) => node.id);
      await corpus.ask('mapping/dismiss-events', 'DismissEvents', { as: admin, variables: { input: { eventIds } } });
      await corpus.ask('mapping/preview-of-move', 'MappingPreview', {
        as: admin,
        variables: { companyId: id(companies, 'Bakery'), clientId: clients.law },
      });
    });

    it('of agents and devices', async () => {
      stopClock(minutes(70));
      const ask = (name: string, operation: string, variables: object = {}, as = technician, subgraph = false) =>
        corpus.ask(`devices/${name}`, operation, { as, variables, subgraph });
      await ask('agents', 'AgentsPage', { first: 10 });
      await ask('agents-of-client', 'AgentsPage', { clientId: clients.bakery, first: 1 });
      await ask('merged', 'DevicesPage');
      await ask('merged-of-client', 'DevicesPage', {
        filter: { clientId: clients.bakery, knownTo: ['BITDEFENDER_ONLY'] },
        orderBy: 'HEALTH',
      });
      await ask('merged-with-gaps', 'DevicesPage', { filter: { gaps: ['UNPROTECTED', 'SIGNATURES_OUTDATED'] } });
      await ask('merged-bad-cursor', 'DevicesPage', { after: 'not-a-cursor' });
      await ask('page', 'DevicePage', { id: id(devices, 'OFFICE-03') });
      await ask('page-unknown', 'DevicePage', { id: nothing });
      const reference = (hostname: string, clientId: string) => ({
        __typename: 'Agent',
        id: agentId(hostname),
        hostname,
        client: { __typename: 'Client', id: clientId },
      });
      const representations = [
        reference('oven-01', clients.bakery),
        reference('XRAY-01', clients.dental),
        { __typename: 'BitdefenderDevice', id: id(devices, 'TILL-01') },
        { __typename: 'BitdefenderThreat', id: id(threats, 'Worm.Till.3') },
        { __typename: 'BitdefenderThreat', id: nothing },
      ];
      await ask('references', 'BadgeByReference', { representations }, technician, true);
      await ask('references-of-stranger', 'BadgeByReference', { representations }, stranger, true);
      const pair = { deviceId: id(devices, 'TILL-01'), agentId: agentId('office-02') };
      const { data } = await corpus.ask<{
        forbidBitdefenderMatch: { device: { matchDecisions: { id: string }[] } };
      }>('devices/forbid', 'Forbid', { as: technician, variables: { input: { ...pair, note: 'Two machines.' } } });
      const decisionId = data.forbidBitdefenderMatch.device.matchDecisions[0]?.id;
      await ask('pin', 'Pin', { input: { ...pair, note: 'Renamed.' } });
      await ask('pin-unknown-agent', 'Pin', { input: { ...pair, agentId: 'agent-nobody' } });
      await ask('remove-decision', 'RemoveDecision', { input: { decisionId } });
      await ask('remove-decision-unknown', 'RemoveDecision', { input: { decisionId: nothing } });
      await ask(
        'set-expectations',
        'SetExpectations',
        {
          input: {
            version: await versionNow(environment, 'expectations'),
            policies: ['Default policy'],
            notSeenDays: 7,
          },
        },
        admin,
      );
      await ask(
        'set-expectations-refused',
        'SetExpectations',
        { input: { version: await versionNow(environment, 'expectations'), notSeenDays: 0 } },
        admin,
      );
      await ask('expectations', 'Expectations', { clientId: clients.bakery });
      await settled();
    });

    it('of the tab of a client', async () => {
      for (const [name, clientId] of Object.entries(clients))
        await corpus.ask(`client/${name}`, 'ClientTab', { as: technician, variables: { clientId } });
      await corpus.ask('client/devices-at-risk', 'DevicesPage', {
        as: technician,
        variables: {
          filter: { clientId: clients.dental, health: ['AT_RISK', 'ATTENTION'] },
          orderBy: 'HEALTH',
          first: 20,
        },
      });
      await corpus.ask('client/unknown', 'ClientTab', { as: technician, variables: { clientId: 'client-nobody' } });
    });

    it('of threats', async () => {
      stopClock(minutes(80));
      const ask = <Data>(name: string, operation: string, variables: object = {}) =>
        corpus.ask<Data>(`threats/${name}`, operation, { as: technician, variables });
      await ask('list', 'ThreatList');
      const { data } = await ask<{ bitdefenderThreats: { edges: { cursor: string }[] } }>('list-all', 'ThreatList', {
        filter: everyThreat,
        first: 4,
      });
      const after = data.bitdefenderThreats.edges.at(-1)?.cursor;
      await ask('list-all-next', 'ThreatList', { filter: everyThreat, first: 4, after });
      await ask('list-severe-first', 'ThreatList', { orderBy: 'MOST_SEVERE', first: 3 });
      await ask('list-search', 'ThreatList', { filter: { ...everyThreat, search: 'boxter' } });
      await ask('page', 'ThreatDetails', { id: id(threats, 'Worm.Till.3') });
      await ask('page-of-history', 'ThreatDetails', { id: id(threats, 'BAT.Trojan.FormatC.Z') });
      await ask('page-unknown', 'ThreatDetails', { id: nothing });
      await ask('screen', 'ThreatsPage', { filter: everyThreat });
      await ask('screen-of-one', 'ThreatPage', { id: id(threats, 'Worm.Till.3') });
      const ids = [id(threats, 'Trojan.GenericKD.7'), nothing];
      await ask('resolve', 'TriageThreats', { input: { ids, decision: 'RESOLVE', note: 'Cleaned.' } });
      await ask('resolve-again', 'TriageThreats', { input: { ids: ids.slice(0, 1), decision: 'RESOLVE' } });
      await ask('assign', 'TriageThreats', {
        input: { ids: [id(threats, 'Worm.Till.3')], decision: 'ASSIGN', assigneeId: 'tom' },
      });
      await ask('none', 'TriageThreats', { input: { ids: [], decision: 'REOPEN' } });
      await settled();
      await ask('page-resolved', 'ThreatDetails', { id: id(threats, 'Trojan.GenericKD.7') });
      await ask('changes', 'ThreatChanges', { after: start });
    });

    it('of exports, with the files they lead to', async () => {
      const exports = { threats: 'ThreatsExport', devices: 'DevicesCsv' };
      for (const [name, operation] of Object.entries(exports)) {
        const variables = name === 'threats' ? { filter: everyThreat } : {};
        const { data } = await corpus.ask<Record<string, { url: string }>>(`exports/${name}`, operation, {
          as: technician,
          variables,
        });
        const [link] = Object.values(data);
        const response = await fetch(link?.url ?? '');
        expect(response.status).toBe(200);
        await corpus.compare(`exports/${name}.csv`, await response.text());
      }
    });

    it('of alerts', async () => {
      stopClock(minutes(90));
      const ask = (name: string, operation: string, variables: object = {}) =>
        corpus.ask(`alerts/${name}`, operation, { as: technician, variables });
      await ask('page', 'AlertList');
      await ask('screen', 'AlertsPage');
      await ask('tickets', 'TicketThreats', { ids: environment.core.tickets.map((ticket) => ticket.id) });
      await ask('page-of-outbreaks', 'AlertList', { filter: { kind: 'OUTBREAK' }, orderBy: 'MOST_SEVERE' });
      const worm = [...alerts].filter(([title]) => title.includes('Worm.Till.3')).map(([, alertId]) => alertId);
      await ask('acknowledge', 'DecideAlerts', { input: { ids: [...worm, nothing], decision: 'ACKNOWLEDGE' } });
      await ask('snooze', 'DecideAlerts', { input: { ids: worm, decision: 'SNOOZE', until: minutes(600) } });
      await ask('snooze-into-the-past', 'DecideAlerts', {
        input: { ids: worm, decision: 'SNOOZE', until: daysAgo(1) },
      });
      await ask('resolve', 'DecideAlerts', { input: { ids: worm, decision: 'RESOLVE', note: 'Handled.' } });
      await settled();
      await ask('changes', 'AlertChanges', { after: start });
      await ask('deliveries', 'Deliveries');
      await ask('retry-unknown', 'RetryDeliveries', { ids: [nothing] });
    });

    it('of rules, webhooks and mutes', async () => {
      stopClock(minutes(100));
      const ask = <Data>(name: string, operation: string, variables: object = {}) =>
        corpus.ask<Data>(`rules/${name}`, operation, { as: admin, variables });
      const webhookInput = {
        name: 'Chat',
        url: 'https://hooks.example.com/alerts',
        secret: 'a-secret-of-32-characters-or-more',
      };
      const saved = await ask<{ saveBitdefenderWebhook: { webhook: { id: string } } }>('save-webhook', 'SaveWebhook', {
        input: webhookInput,
      });
      const webhookId = saved.data.saveBitdefenderWebhook.webhook.id;
      await ask('save-webhook-refused', 'SaveWebhook', { input: { ...webhookInput, url: 'http://127.0.0.1/' } });
      await ask('rotate-webhook', 'RotateWebhookSecret', {
        input: { webhookId, secret: 'the-next-secret-of-32-characters-or-more' },
      });
      const input = {
        name: 'Servers at night',
        scope: { kind: 'ALL_BUT', clientIds: [clients.law] },
        conditions: {
          minimumSeverity: 'LOW',
          families: ['WORM', 'TROJAN'],
          hostnamePattern: '*-0*',
          hours: { days: [1, 2, 3, 4, 5], from: '06:00', to: '23:00' },
        },
        actions: [
          { kind: 'CREATE_TICKET', priority: 'HIGH', team: 'night', dueInMinutes: 30 },
          { kind: 'NOTIFY', channel: 'night' },
          { kind: 'WEBHOOK', webhookId },
        ],
        next: 'CONTINUE',
      };
      await ask('preview', 'RulePreview', { input });
      await ask('preview-refused', 'RulePreview', { input: { ...input, actions: [] }, days: 400 });
      await ask('save', 'SaveRule', { input });
      await ask('save-without-version', 'SaveRule', { input: { ...input, ruleId: [...rules.values()][0] } });
      await ask('save-refused', 'SaveRule', {
        input: {
          ...input,
          name: '',
          scope: { kind: 'ONLY', clientIds: ['client-nobody'] },
          conditions: { minimumSeverity: 'HIGH', maximumSeverity: 'LOW', families: ['NO_FAMILY'] },
          actions: [{ kind: 'CREATE_TICKET' }, { kind: 'WEBHOOK', webhookId: nothing }],
        },
      });
      await learnIds();
      const ruleId = id(rules, 'Servers at night');
      await ask('reroute-preview', 'PreviewRerouting', { ruleId });
      await ask('reroute', 'Reroute', { input: { clientId: clients.law } });
      await ask('reroute-unknown-rule', 'Reroute', { input: { ruleId: nothing } });
      await ask('disable', 'SetRuleEnabled', { ruleId, enabled: false });
      const inOrder = [...rules.values()];
      await ask('reorder', 'ReorderRules', { input: { ruleIds: inOrder.toReversed(), previousRuleIds: inOrder } });
      await ask('reorder-refused', 'ReorderRules', {
        input: { ruleIds: [ruleId], previousRuleIds: inOrder.toReversed() },
      });
      await ask('reorder-changed-meanwhile', 'ReorderRules', { input: { ruleIds: inOrder, previousRuleIds: inOrder } });
      const muted = await ask<{ muteBitdefenderAlerts: { mute: { id: string } } }>('mute', 'Mute', {
        input: { deviceId: id(devices, 'TILL-01'), until: minutes(24 * 60), reason: 'Being rebuilt.' },
      });
      await ask('mute-refused', 'MuteAlerts', { input: { clientId: clients.law, until: daysAgo(1), reason: '' } });
      await ask('page', 'RulesOverview');
      await ask('screen', 'RulesPage');
      await ask('end-mute', 'EndMute', { muteId: muted.data.muteBitdefenderAlerts.mute.id });
      await ask('delete-webhook-in-use', 'DeleteWebhook', { input: { webhookId } });
      await ask('delete', 'DeleteRule', { ruleId });
      await ask('delete-again', 'DeleteRule', { ruleId });
      await ask('delete-webhook', 'DeleteWebhook', { input: { webhookId } });
    });

    it('of the dashboard', async () => {
      await corpus.ask('dashboard/own-zone', 'DashboardNumbers', { as: technician });
      await corpus.ask('dashboard/clients-in-need', 'ClientsInNeed', {
        as: technician,
        variables: { orderBy: 'NEED' },
      });
      await corpus.ask('dashboard/clients-with-gaps', 'ClientsInNeed', {
        as: technician,
        variables: { orderBy: 'GAPS', filter: { withGaps: true } },
      });
      await corpus.ask('dashboard/kathmandu', 'DashboardNumbers', {
        as: technician,
        variables: { timeZone: 'Asia/Kathmandu' },
      });
      await corpus.ask('dashboard/unknown-zone', 'DashboardNumbers', {
        as: technician,
        variables: { timeZone: 'Mars/Olympus' },
      });
      await corpus.ask('dashboard/screen', 'Dashboard', { as: technician });
      await corpus.ask('dashboard/tables', 'DashboardTables', { as: technician });
      await corpus.ask('dashboard/of-stranger', 'DashboardNumbers', { as: stranger });
      await corpus.ask('dashboard/charts', 'Charts', { as: technician });
      const clientId = clients.bakery;
      await corpus.ask('dashboard/facets', 'Facets', { as: technician, variables: { clientId } });
      const narrow = {
        clientId,
        threats: { status: ['RESOLVED'], severity: ['LOW', 'MEDIUM'], clientIds: [clientId] },
        alerts: { state: ['OPEN'], suppressed: false },
        devices: { health: ['HEALTHY', 'ATTENTION'], gaps: ['NO_AGENT'] },
      };
      await corpus.ask('dashboard/facets-of-filters', 'Facets', { as: technician, variables: narrow });
    });

    it('of pages, choices and buttons of the console', async () => {
      const ask = <Data>(name: string, operation: string, variables: object = {}, as = admin) =>
        corpus.ask<Data>(`console/${name}`, operation, { as, variables });
      await ask('clients', 'ClientsPage', {}, technician);
      await ask('alert', 'AlertPage', { filter: { threatId: id(threats, 'Worm.Till.3') } }, technician);
      await ask('audit', 'AuditPage', { first: 3 });
      await ask('audit-export', 'AuditExport', { filter: { actor: 'tom' } });
      await ask('jobs', 'JobsPage', { first: 3 }, technician);
      const runs = await ask<{ bitdefenderSyncRuns: { edges: { node: { id: string } }[] } }>(
        'runs',
        'RunsPage',
        { first: 2, counts: false },
        technician,
      );
      await ask('run', 'RunPage', { id: runs.data.bitdefenderSyncRuns.edges[0]?.node.id }, technician);
      await ask('mutes', 'MutesPage', { ended: true }, technician);
      await ask('maintenance', 'MaintenancePage', { ended: true }, technician);
      const schedule = { days: [6], time: '01:30', minutes: 10_080 };
      await ask('maintenance-preview-refused', 'MaintenancePreview', { schedule }, technician);
      await ask('maintenance-refused', 'SaveMaintenanceWindow', { input: { name: 'Patch night', schedule } });
      const noWindow = { windowId: '00000000-0000-4000-8000-000000000000' };
      await ask('maintenance-end-refused', 'EndMaintenanceWindow', noWindow);
      await ask('maintenance-delete-refused', 'DeleteMaintenanceWindow', noWindow);
      await ask('diagnostics', 'DiagnosticsPage', { clientId: clients.bakery }, technician);
      await ask('deliveries', 'ThreatDeliveries', { threatId: id(threats, 'Worm.Till.3') }, technician);
      await ask('choices-of-devices', 'DeviceChoices', { search: 'TILL' }, technician);
      await ask('choices-of-agents', 'AgentChoices', { filter: { search: 'TILL' } }, technician);
      await ask('choices-of-threats', 'ThreatChoices', { search: 'Worm' }, technician);
      await ask('choices-of-matches', 'MatchChoices', { deviceId: id(devices, 'TILL-01') }, technician);
      await ask('choices-of-people', 'PeopleChoices', {}, technician);
      await ask('choices-of-rules', 'RuleChoices');
      await ask('choices-of-sites', 'SiteChoices', { clientIds: [clients.bakery, clients.dental] }, technician);
      await ask('choices-of-clients', 'ClientChoices', {}, technician);
      // What these change is in the answers above; here is how the console is refused.
      await ask('pin-unknown', 'PinDevice', { input: { deviceId: nothing, agentId: nothing } }, technician);
      await ask('forbid-unknown', 'ForbidMatch', { input: { deviceId: nothing, agentId: nothing } }, technician);
      await ask('no-such-decision', 'RemoveMatchDecision', { input: { decisionId: nothing } }, technician);
      await ask('reroute-unknown', 'RerouteOpenAlerts', { input: { ruleId: nothing } });
      await ask('time-zone-unknown', 'SetIntegrationTimeZone', {
        input: { integrationId: nothing, timeZone: 'Europe/Bucharest' },
      });
      await ask('unignore-unknown', 'UnignoreCompanies', { input: { companyIds: [nothing] } });
      await ask('dismiss-unknown', 'DismissCompanyEvents', { eventIds: [nothing] }, technician);
      await lookAtAllSeats(environment);
      const seats = await ask<{ bitdefenderSeats: { edges: { node: { id: string } }[] } }>(
        'seats',
        'SeatsPage',
        {},
        technician,
      );
      await ask(
        'seats-of-client',
        'SeatsPage',
        { clientId: clients.bakery, differing: true, counts: false },
        technician,
      );
      await ask('seats-of-no-month', 'SeatsPage', { month: '03/2026', counts: false }, technician);
      const seatsId = seats.data.bitdefenderSeats.edges[0]?.node.id;
      await ask('seat-machines', 'SeatMachines', { seatsId }, technician);
      await ask('seat-machines-of-nothing', 'SeatMachines', { seatsId: nothing, category: 'STALE' }, technician);
      await ask('seats-export', 'SeatsExport', { rows: 'MACHINES' }, technician);
      await ask('digest', 'DigestPage', {}, technician);
      await ask('digest-on', 'SetDigest', { input: { enabled: true, weekday: 'FRIDAY', hour: 7 } });
      await ask('digest-refused', 'SetDigest', { input: { enabled: true, hour: 24 } });
      await ask('digest-off', 'SetDigest', { input: { enabled: false } });
      const ofTeam = { teamId: 'security', weekday: 'FRIDAY', hour: 7 };
      await ask('team-digest-on', 'SetTeamDigest', { input: { ...ofTeam, enabled: true } });
      await ask('team-digest-refused', 'SetTeamDigest', { input: { ...ofTeam, teamId: 'nobody', enabled: true } });
      await ask('team-digests', 'TeamDigestsPage');
      await ask('team-digest-off', 'SetTeamDigest', { input: { ...ofTeam, enabled: false } });
    });

    it('of the portal', async () => {
      const ask = (name: string, operation: string, variables: object = {}, as = baker) =>
        corpus.ask(`portal/${name}`, operation, { as, variables, subgraph: true });
      await ask('switched-off', 'PortalWeek');
      await ask('weeks-switched-off', 'PortalWeeks', { first: 3 });
      await corpus.ask('portal/switch-on', 'UpdateSettings', {
        as: admin,
        variables: {
          input: {
            version: await versionNow(environment, 'settings'),
            portalEnabled: true,
            portalHiddenClientIds: [clients.dental],
          },
        },
      });
      await ask('page', 'PortalWeek');
      await ask('page-of-hidden-client', 'PortalWeek', {}, dentist);
      await ask('page-of-a-site', 'PortalWeek', {}, miller);
      await ask('threat', 'PortalThreat', { id: id(threats, 'Worm.Till.3') });
      await ask('threat-of-another-client', 'PortalThreat', { id: id(threats, 'BAT.Trojan.FormatC.Z') });
      await ask('threat-of-another-site', 'PortalThreat', { id: id(threats, 'Worm.Till.3') }, miller);
      await ask('week', 'PortalWeek', { weekOf: '2026-03-27' });
      await ask('week-refused', 'PortalWeek', { weekOf: 'yesterday' });
      await ask('weeks', 'PortalWeeks', { first: 3 });
      await ask('weeks-before', 'PortalWeeks', { first: 1, weekOf: '2026-03-15' });
      await ask('weeks-too-many', 'PortalWeeks', { first: 27 });
      await ask('report', 'PortalReport', { period: 'MONTH', day: '2026-03-15' });
      await ask('report-of-a-site', 'PortalReport', { period: 'MONTH', day: '2026-03-15' }, miller);
      await ask('report-last-week', 'PortalReport', { period: 'WEEK' });
      await ask('report-of-hidden-client', 'PortalReport', {}, dentist);
      await ask('report-to-come', 'PortalReport', { day: '2026-04-01' });
      const share = <Data>(name: string, operation: string, variables: object) =>
        corpus.ask<Data>(`portal/${name}`, operation, { as: technician, variables });
      const { data: shared } = await share<{
        createBitdefenderReportLink: { link: { id: string } };
      }>('link-created', 'CreateReportLink', {
        input: {
          clientId: clients.bakery,
          period: 'MONTH',
          day: '2026-02-01',
          timeZone: 'Asia/Tokyo',
          expiresInDays: 7,
        },
      });
      await share('link-refused', 'CreateReportLink', { input: { clientId: clients.dental, period: 'MONTH' } });
      await share('link-revoked', 'RevokeReportLink', { linkId: shared.createBitdefenderReportLink.link.id });
      await share('client-report', 'ClientReport', { clientId: clients.bakery, period: 'WEEK', day: '2026-03-30' });
    });

    it('of jobs, diagnostics, the audit and the end of an integration', async () => {
      stopClock(minutes(110));
      const ask = <Data>(name: string, operation: string, variables: object = {}) =>
        corpus.ask<Data>(`administration/${name}`, operation, { as: admin, variables });
      await ask('rerate', 'UpdateSettings', {
        input: {
          version: await versionNow(environment, 'settings'),
          severityBands: { medium: 30, high: 60, critical: 90 },
        },
      });
      await settled();
      await ask('jobs', 'Jobs');
      await ask('diagnostics', 'Diagnostics');
      await ask('what-is-seen', 'WhatIsSeen');
      await ask('diagnostics-of-threat', 'Diagnostics', { threatId: id(threats, 'Heur.BZC.PZQ.Boxter.8') });
      await ask('diagnostics-of-device', 'Diagnostics', { deviceId: id(devices, 'TILL-01') });
      const versionOfIntegration = () => versionNow(environment, 'integration', { id: integrationId });
      await ask('time-zone', 'SetTimeZone', {
        input: { integrationId, version: await versionOfIntegration(), timeZone: 'Europe/Bucharest' },
      });
      await ask('time-zone-refused', 'SetTimeZone', { input: { integrationId, timeZone: 'Mars/Olympus' } });
      await ask('rename-integration', 'UpdateIntegration', {
        input: { integrationId, version: await versionOfIntegration(), name: 'GravityZone of ours' },
      });
      await ask('rotate-key', 'RotateKey', { input: { integrationId, apiKey: environment.gravityZone.addKey() } });
      await ask('rotate-key-refused', 'RotateKey', { input: { integrationId, apiKey: 'not-a-key' } });
      await ask('mappings', 'MappingsPage');
      await ask('unmap', 'UnmapCompanies', { input: { companyIds: [id(companies, 'Bakery'), nothing] } });
      await settled();
      await ask('disconnect', 'DisconnectIntegration', { input: { integrationId } });
      await ask('disconnect-unknown', 'DisconnectIntegration', { input: { integrationId: nothing } });
      await ask('audit', 'Audit', { first: 100 });
      await ask('audit-filtered', 'Audit', {
        filter: { actor: 'tom', from: beginning, before: minutes(85) },
        first: 2,
      });
      await ask('audit-csv', 'AuditCsv', { filter: { actor: 'tom' } });
    });

    it('of requests that are refused', async () => {
      const ask = (name: string, as: Identity | null, query: string, variables: object = {}, subgraph = true) =>
        corpus.ask(`errors/${name}`, '(own text)', { as, query, variables, subgraph });
      const integrations = '{ bitdefenderIntegrations { id } }';
      await ask('no-token', null, integrations);
      await ask('no-token-at-gateway', null, integrations, {}, false);
      await ask('forbidden-query', technician, '{ bitdefenderAudit { edges { node { id } } } }');
      await ask(
        'forbidden-mutation',
        technician,
        'mutation ($id: ID!) { disconnectBitdefender(input: { integrationId: $id }) { userErrors { code } } }',
        { id: nothing },
      );
      await ask('forbidden-at-gateway', technician, '{ bitdefenderAudit { edges { node { id } } } }', {}, false);
      await ask('portal-user-asks-for-more', baker, integrations);
      await ask('unknown-field', admin, '{ bitdefenderIntegrations { apiKey } }');
      await ask('unknown-value', admin, '{ bitdefenderThreats(orderBy: BY_LUCK) { totalCount } }');
      await ask('bad-variable', admin, 'query ($first: Int!) { bitdefenderJobs(first: $first) { edges { cursor } } }', {
        first: 'many',
      });
      await ask('page-too-large', admin, '{ bitdefenderJobs(first: 101) { edges { cursor } } }');
      await ask('no-page', admin, '{ bitdefenderJobs(first: 0) { edges { cursor } } }');
      await ask('bad-cursor', admin, '{ bitdefenderJobs(after: "here") { edges { cursor } } }');
      await ask('bad-id', admin, '{ bitdefenderDevice(id: "not-a-uuid") { id } }');
      await ask('not-graphql', admin, 'bitdefenderIntegrations');
      await ask('too-deep', admin, `{ bitdefenderThreats { edges { node { ${deep(8)} } } } }`);
      await ask('too-many-aliases', admin, `{ bitdefenderThreats { edges { node { ${aliases(101)} } } } }`);
      await ask('too-costly', admin, `{ bitdefenderDevices(first: 100) { edges { node { ${rows(rows('id'))} } } } }`);
      await ask('too-long', admin, `{ ${'__typename '.repeat(10_000)} }`);
    });

    it('are all still asked for', () => {
      expect(corpus.unused(), 'delete these files of test/corpus/answers').toEqual([]);
      expect(corpus.unasked()).toEqual([]);
    });
  });
}

const deep = (levels: number): string => (levels === 0 ? 'id' : `agent { bitdefender { ${deep(levels - 1)} } }`);
const aliases = (count: number) => Array.from({ length: count }, (_, number) => `a${number}: id`).join(' ');
const rows = (selection: string) =>
  `client { bitdefender { devices(first: 100) { edges { node { ${selection} } } } } }`;
