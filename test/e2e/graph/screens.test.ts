import { readFileSync } from 'node:fs';
import { OperationTypeNode } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  AgentChoicesDocument,
  AgentsPageDocument,
  AlertPageDocument,
  AlertsPageDocument,
  AuditExportDocument,
  AuditPageDocument,
  type BitdefenderThreatFilter,
  type BitdefenderTriageDecision,
  ClientChoicesDocument,
  ClientReportDocument,
  ClientsPageDocument,
  ClientTabDocument,
  DashboardDocument,
  DashboardTablesDocument,
  DecideAlertsDocument,
  DeviceChoicesDocument,
  DevicePageDocument,
  DevicesPageDocument,
  DiagnosticsPageDocument,
  DigestPageDocument,
  IntegrationsPageDocument,
  JobsPageDocument,
  LiveThreatsDocument,
  type LiveThreatsSubscription,
  MaintenancePageDocument,
  MaintenancePreviewDocument,
  MappingPreviewDocument,
  MappingsPageDocument,
  MatchChoicesDocument,
  MutesPageDocument,
  PeopleChoicesDocument,
  PortalReportDocument,
  PortalWeekDocument,
  RuleChoicesDocument,
  RulePreviewDocument,
  RulesPageDocument,
  RunPageDocument,
  RunsPageDocument,
  type SaveBitdefenderAlertRuleInput,
  SeatMachinesDocument,
  SeatsExportDocument,
  SeatsPageDocument,
  SetRuleEnabledDocument,
  SiteChoicesDocument,
  SyncNowDocument,
  SyncProgressDocument,
  type SyncProgressSubscription,
  SyncRunDocument,
  TeamDigestsPageDocument,
  ThreatChoicesDocument,
  ThreatDeliveriesDocument,
  ThreatPageDocument,
  ThreatsExportDocument,
  ThreatsPageDocument,
  TicketThreatsDocument,
  TriageThreatsDocument,
  type TypedDocumentString,
} from '../../../operations/documents.js';
import { eventually, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { listen } from '../../support/live.js';
import { buildScreenWorld, type ScreenWorld } from '../../support/screen-world.js';
import { operationsOf, readScreens } from '../../support/screens.js';
import { send } from '../../support/typed-operations.js';

type Person = 'admin' | 'technician' | 'portal';

/** A query of a screen, and what it shows. */
interface Screen {
  as: Person;
  /** How many rows it shows in a world. */
  show(environment: TestEnvironment, world: ScreenWorld): Promise<number>;
  /** Shows one thing, however many others there are. */
  single?: boolean;
}

/** Asks an operation as a person and counts, in an answer that has its type, what there is to show. */
const screen = <Data, Variables extends object>(
  as: Person,
  operation: TypedDocumentString<Data, Variables>,
  variables: (world: ScreenWorld) => Variables,
  rows: (data: Data) => number | null | undefined,
  single = false,
): Screen => ({
  as,
  single,
  show: async (environment, world) => rows(await send(environment, world[as], operation, variables(world))) ?? 0,
});
const none = () => ({});
const rule: SaveBitdefenderAlertRuleInput = {
  name: 'Every threat',
  scope: { kind: 'ALL', clientIds: [] },
  conditions: {},
  actions: [{ kind: 'NOTIFY', channel: 'security' }],
};
const day = 24 * 3_600_000;
/** The four filters of the list, each with several values where it takes them. */
const filter = (clientIds: string[]): BitdefenderThreatFilter => ({
  clientIds,
  severity: ['HIGH', 'CRITICAL'],
  status: ['UNRESOLVED', 'RESOLVED'],
  detectedFrom: new Date(Date.now() - day).toISOString(),
  detectedBefore: new Date(Date.now() + day).toISOString(),
});

const screens: Record<string, Screen> = {
  IntegrationsPage: screen('admin', IntegrationsPageDocument, none, (data) => data.unmapped?.totalCount),
  DigestPage: screen(
    'technician',
    DigestPageDocument,
    none,
    (data) => data.bitdefenderDigestPreview?.lines.length,
    true,
  ),
  TeamDigestsPage: screen('admin', TeamDigestsPageDocument, none, (data) => data.bitdefenderTeamDigests?.length),
  MappingsPage: screen('technician', MappingsPageDocument, none, (data) => data.bitdefenderMappingSuggestions?.length),
  MappingPreview: screen(
    'technician',
    MappingPreviewDocument,
    ({ companyId }) => ({ companyId }),
    (data) => data.bitdefenderMappingPreview?.matchedDeviceCount,
  ),
  AgentsPage: screen(
    'technician',
    AgentsPageDocument,
    () => ({ first: 100 }),
    (data) => data.agents?.edges.filter(({ node }) => node.bitdefender?.threatCounts.unresolved).length,
  ),
  DevicesPage: screen(
    'technician',
    DevicesPageDocument,
    () => ({ first: 100 }),
    (data) => data.bitdefenderDevices?.edges.length,
  ),
  DevicePage: screen(
    'technician',
    DevicePageDocument,
    ({ deviceId: id }) => ({ id }),
    (data) => data.bitdefenderDevice?.threats.totalCount,
  ),
  DeviceChoices: screen(
    'technician',
    DeviceChoicesDocument,
    () => ({ search: 'BUSY', first: 100 }),
    (data) => data.bitdefenderDevices?.edges.length,
  ),
  AgentChoices: screen(
    'technician',
    AgentChoicesDocument,
    () => ({ filter: { knownTo: ['BOTH' as const] }, first: 100 }),
    (data) => data.bitdefenderDevices?.edges.filter(({ node }) => node.agent?.hostname).length,
  ),
  ClientsPage: screen(
    'technician',
    ClientsPageDocument,
    none,
    (data) => data.bitdefenderClients?.filter(({ bitdefender }) => bitdefender).length,
  ),
  ClientTab: screen(
    'technician',
    ClientTabDocument,
    ({ clientId }) => ({ clientId }),
    (data) => data.client?.bitdefender?.threats.totalCount,
  ),
  SyncRun: screen(
    'technician',
    SyncRunDocument,
    ({ runId: id }) => ({ id }),
    (data) => data.bitdefenderSyncRun?.streams.length,
    true,
  ),
  ThreatsPage: screen(
    'technician',
    ThreatsPageDocument,
    ({ clientIds }) => ({ first: 100, filter: filter(clientIds) }),
    (data) => data.bitdefenderThreats?.edges.filter(({ node }) => node.alert?.ticket).length,
  ),
  ThreatsExport: screen(
    'technician',
    ThreatsExportDocument,
    ({ clientIds }) => ({ filter: filter(clientIds) }),
    (data) => data.exportBitdefenderThreats?.columns.length,
    true,
  ),
  ThreatPage: screen(
    'technician',
    ThreatPageDocument,
    ({ threatId: id }) => ({ id }),
    (data) => data.bitdefenderThreat?.alert?.ticket && data.bitdefenderThreat.changes.edges.length,
  ),
  RulesPage: screen('admin', RulesPageDocument, none, (data) => data.bitdefenderAlertRules?.length),
  RuleChoices: screen('technician', RuleChoicesDocument, none, (data) => data.clients.edges.length),
  SiteChoices: screen(
    'technician',
    SiteChoicesDocument,
    ({ clientIds }) => ({ clientIds }),
    (data) => data.bitdefenderClients?.flatMap(({ bitdefender }) => bitdefender?.sites ?? []).length,
  ),
  ClientChoices: screen('technician', ClientChoicesDocument, none, (data) => data.clients.edges.length),
  SeatsPage: screen(
    'technician',
    SeatsPageDocument,
    () => ({ first: 100 }),
    (data) => data.bitdefenderSeats?.edges.length,
  ),
  SeatMachines: screen(
    'technician',
    SeatMachinesDocument,
    ({ seatsId }) => ({ seatsId, first: 100 }),
    (data) => data.bitdefenderSeatMachines?.edges.length,
  ),
  SeatsExport: screen(
    'technician',
    SeatsExportDocument,
    () => ({ rows: 'COMPANIES' as const }),
    (data) => data.exportBitdefenderSeats?.columns.length,
    true,
  ),
  MutesPage: screen(
    'technician',
    MutesPageDocument,
    () => ({ first: 100 }),
    (data) => data.bitdefenderAlertMutes?.edges.length,
  ),
  MaintenancePage: screen(
    'technician',
    MaintenancePageDocument,
    none,
    (data) => data.bitdefenderMaintenanceWindows?.length,
  ),
  MaintenancePreview: screen(
    'technician',
    MaintenancePreviewDocument,
    () => ({ schedule: { days: [1, 2, 3, 4, 5, 6, 7], time: '01:30', minutes: 60 } }),
    (data) => data.previewBitdefenderMaintenanceWindow?.occurrences?.length,
    true,
  ),
  RunsPage: screen('technician', RunsPageDocument, none, (data) => data.bitdefenderIntegrations?.length),
  RunPage: screen(
    'technician',
    RunPageDocument,
    ({ runId: id }) => ({ id }),
    (data) => data.bitdefenderSyncRun?.streams.length,
    true,
  ),
  // Nothing has started a job in these worlds.
  JobsPage: screen('technician', JobsPageDocument, none, (data) => (data.bitdefenderJobs ? 1 : 0), true),
  AuditPage: screen(
    'admin',
    AuditPageDocument,
    () => ({ first: 100 }),
    (data) => data.bitdefenderAudit?.edges.length,
  ),
  AuditExport: screen('admin', AuditExportDocument, none, (data) => data.exportBitdefenderAudit?.columns.length, true),
  PeopleChoices: screen('technician', PeopleChoicesDocument, none, (data) => data.users.length, true),
  RulePreview: screen(
    'technician',
    RulePreviewDocument,
    () => ({ input: rule }),
    (data) => data.previewBitdefenderAlertRule?.preview?.matched,
  ),
  AlertsPage: screen(
    'technician',
    AlertsPageDocument,
    () => ({ first: 100 }),
    (data) => data.bitdefenderAlerts?.edges.filter(({ node }) => node.ticket?.reference).length,
  ),
  AlertPage: screen(
    'technician',
    AlertPageDocument,
    ({ threatId }) => ({ filter: { threatId } }),
    (data) => data.bitdefenderAlerts?.edges[0]?.node.deliveries.length,
    true,
  ),
  DiagnosticsPage: screen(
    'technician',
    DiagnosticsPageDocument,
    none,
    (data) => data.bitdefenderDiagnostics?.findings.length,
  ),
  ThreatChoices: screen(
    'technician',
    ThreatChoicesDocument,
    () => ({ search: 'worm.repeated' }),
    (data) => data.bitdefenderThreats?.edges.length,
  ),
  MatchChoices: screen(
    'technician',
    MatchChoicesDocument,
    ({ deviceId }) => ({ deviceId }),
    (data) => data.bitdefenderDevice?.name.length,
    true,
  ),
  ThreatDeliveries: screen(
    'technician',
    ThreatDeliveriesDocument,
    ({ threatId }) => ({ threatId }),
    (data) => data.bitdefenderThreat?.alert?.deliveries.length,
    true,
  ),
  Dashboard: screen('technician', DashboardDocument, none, (data) => data.bitdefenderCoverage?.machines),
  DashboardTables: screen(
    'technician',
    DashboardTablesDocument,
    () => ({ clients: 100 }),
    (data) => data.bitdefenderClients?.filter(({ bitdefender }) => bitdefender).length,
  ),
  PortalWeek: screen(
    'portal',
    PortalWeekDocument,
    () => ({ first: 100 }),
    (data) => data.portalBitdefenderWeeklySummary && data.portalBitdefenderThreats?.edges.length,
  ),
  PortalReport: screen(
    'portal',
    PortalReportDocument,
    () => ({ day: new Date().toISOString().slice(0, 10) }),
    (data) => data.portalBitdefenderReport?.threats.listed.length,
  ),
  ClientReport: screen(
    'technician',
    ClientReportDocument,
    ({ clientId }) => ({ clientId, day: new Date().toISOString().slice(0, 10) }),
    (data) => data.bitdefenderClientReport?.report.threats.listed.length,
  ),
  TicketThreats: screen(
    'technician',
    TicketThreatsDocument,
    ({ ticketIds: ids }) => ({ ids }),
    (data) => data.tickets.flatMap(({ bitdefenderAlerts }) => bitdefenderAlerts?.map(({ threat }) => threat)).length,
  ),
};

/** The rows of the page about screens: operation, file, who, statements. */
const documented = [
  ...readFileSync('docs/screens.md', 'utf8').matchAll(/^\| .+ \| `(\w+)` \| \[.+\]\(.+\/(.+)\) \| (.+) \| (\d+) \|$/gm),
].map(([, operation, file, who, statements]) => ({ operation, file, who, statements: Number(statements) }));

describe('the screens of the product', () => {
  const statements: string[] = [];
  let environment: TestEnvironment;
  let few: ScreenWorld;
  let many: ScreenWorld;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true, onStatement: (statement) => statements.push(statement) });
    few = await buildScreenWorld(environment, 10);
    many = await buildScreenWorld(environment, 100);
  });

  it.each(Object.entries(screens))(
    '%s takes as many statements for 100 rows as for 10, as documented',
    async (name, { show, single }) => {
      const taken: number[] = [];
      const rows: number[] = [];
      for (const world of [few, many]) {
        statements.length = 0;
        rows.push(await show(environment, world));
        taken.push(statements.length);
      }
      const [fewer = 0, more = 0] = rows;
      expect(fewer).toBeGreaterThan(0);
      expect(more > fewer).toBe(!single);
      const written = documented.find(({ operation }) => operation === name)?.statements;
      expect(taken).toEqual([written, written]);
    },
  );

  it('has every query of the operations above, and in its page', () => {
    const queries = [...readScreens()].flatMap(([file, document]) =>
      operationsOf(document)
        .filter(({ operation }) => operation === OperationTypeNode.QUERY)
        .map(({ name }) => ({ operation: name?.value ?? '', file })),
    );
    expect(Object.keys(screens).sort()).toEqual(queries.map(({ operation }) => operation).sort());
    expect(documented.map(({ operation, file, who }) => ({ operation, file, who }))).toEqual(
      documented.map(({ operation = '' }) => ({
        ...queries.find((query) => query.operation === operation),
        who: screens[operation]?.as,
      })),
    );
    expect(documented).toHaveLength(queries.length);
  });

  it('shows the progress of "Sync now" to its end', async () => {
    const { technician, clientId } = few;
    const { syncBitdefenderClient } = await send(environment, technician, SyncNowDocument, { clientId });
    expect(syncBitdefenderClient?.userErrors).toEqual([]);
    const runId = syncBitdefenderClient?.runs?.[0]?.id;
    const listener = await listen<SyncProgressSubscription['bitdefenderSyncProgressed']>(
      environment,
      technician,
      'bitdefenderSyncProgressed',
      SyncProgressDocument.toString(),
      { runId },
    );
    await eventually(async () => listener.events.at(-1)?.state === 'SUCCEEDED');
    expect(listener.events.at(-1)).toMatchObject({ id: runId, shareDone: 1 });
    await listener.leave();
  });

  it('follows a threat from its event over triage to its alert', async () => {
    const { technician, threatId: id } = few;
    const state = async () => {
      const { bitdefenderThreat } = await send(environment, technician, ThreatPageDocument, { id });
      return [bitdefenderThreat?.status, bitdefenderThreat?.alert?.state];
    };
    expect(await state()).toEqual(['UNRESOLVED', 'OPEN']);
    const decide = async (decision: BitdefenderTriageDecision) => {
      const input = { ids: [id], decision };
      const { triageBitdefenderThreats } = await send(environment, technician, TriageThreatsDocument, { input });
      return triageBitdefenderThreats?.outcomes?.map(({ userErrors }) => userErrors);
    };
    expect(await decide('RESOLVE')).toEqual([[]]);
    expect(await state()).toEqual(['RESOLVED', 'RESOLVED']);
    const listener = await listen<LiveThreatsSubscription['bitdefenderThreatDetected']>(
      environment,
      technician,
      'bitdefenderThreatDetected',
      LiveThreatsDocument.toString(),
    );
    // A gateway takes a moment to subscribe.
    await eventually(async () => {
      await decide('REOPEN');
      expect(await state()).toEqual(['UNRESOLVED', 'OPEN']);
      if (listener.events.some((event) => event?.kind === 'REOPENED' && event.threat.id === id)) return true;
      await decide('RESOLVE');
      return false;
    });
    await listener.leave();
  });

  it('acknowledges an alert and enables a rule', async () => {
    const { bitdefenderAlerts } = await send(environment, few.technician, AlertsPageDocument, { first: 1 });
    const ids = bitdefenderAlerts?.edges.map(({ node }) => node.id) ?? [];
    const { decideBitdefenderAlerts } = await send(environment, few.technician, DecideAlertsDocument, {
      input: { ids, decision: 'ACKNOWLEDGE' },
    });
    expect(decideBitdefenderAlerts?.outcomes?.map(({ alert }) => alert?.state)).toEqual(['ACKNOWLEDGED']);
    const { bitdefenderAlertRules } = await send(environment, few.admin, RulesPageDocument, {});
    const off = bitdefenderAlertRules?.find(({ enabled }) => !enabled);
    const { setBitdefenderAlertRuleEnabled } = await send(environment, few.admin, SetRuleEnabledDocument, {
      ruleId: off?.id ?? '',
      enabled: true,
    });
    expect(setBitdefenderAlertRuleEnabled?.rule).toMatchObject({ id: off?.id, enabled: true });
  });
});
