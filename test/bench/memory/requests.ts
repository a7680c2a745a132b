import { OperationTypeNode } from 'graphql';
import * as documents from '../../../operations/documents.js';
import { operationsOf, readScreens } from '../../support/screens.js';
import type { World } from './world.js';

type Person = 'admin' | 'technician' | 'portal';

/** One request of the mix, made for its number. */
export type Request = (number: number) => Promise<unknown>;

/** The client for a number; each has its turn. */
function clientOf({ clientIds }: World, number: number): string {
  const all = clientIds.flat();
  return all[number % all.length] ?? '';
}

const none = () => ({});
const rule = {
  name: 'Every threat',
  scope: { kind: 'ALL', clientIds: [] },
  conditions: {},
  actions: [{ kind: 'NOTIFY', channel: 'security' }],
};

/** Who asks each query of the screens, and with which variables for the number of the request. */
const queries: Record<string, [as: Person, variables: (world: World, number: number) => object]> = {
  AgentChoices: ['technician', () => ({ filter: { knownTo: ['BOTH'] } })],
  AgentsPage: ['technician', (world, number) => ({ clientId: clientOf(world, number) })],
  AlertPage: ['technician', ({ threatId }) => ({ filter: { threatId } })],
  AlertsPage: ['technician', none],
  AuditExport: ['admin', none],
  AuditPage: ['admin', none],
  ClientChoices: ['technician', none],
  ClientReport: ['technician', (world, number) => ({ clientId: clientOf(world, number) })],
  ClientsPage: ['technician', none],
  ClientTab: ['technician', (world, number) => ({ clientId: clientOf(world, number) })],
  Dashboard: ['technician', none],
  DashboardTables: ['technician', none],
  DeviceChoices: ['technician', (_, number) => ({ search: `desktop-${number % 10}` })],
  DevicePage: ['technician', ({ deviceId }) => ({ id: deviceId })],
  DevicesPage: ['technician', none],
  DiagnosticsPage: ['technician', (world, number) => ({ clientId: clientOf(world, number) })],
  DigestPage: ['technician', none],
  IntegrationsPage: ['admin', none],
  JobsPage: ['technician', none],
  MaintenancePage: ['technician', none],
  MaintenancePreview: ['technician', () => ({ schedule: { days: [6], time: '01:30', minutes: 60 } })],
  MappingPreview: ['technician', ({ companyId }) => ({ companyId })],
  MappingsPage: ['technician', none],
  MatchChoices: ['technician', ({ deviceId }) => ({ deviceId })],
  MutesPage: ['technician', none],
  PeopleChoices: ['technician', none],
  PortalReport: ['portal', none],
  PortalWeek: ['portal', none],
  RuleChoices: ['technician', none],
  RulePreview: ['technician', () => ({ input: rule })],
  RulesPage: ['admin', none],
  RunPage: ['technician', ({ runId }) => ({ id: runId })],
  RunsPage: ['technician', none],
  SeatMachines: ['technician', ({ seatsId }) => ({ seatsId })],
  SeatsExport: ['technician', () => ({ rows: 'MACHINES' })],
  SeatsPage: ['technician', none],
  SiteChoices: ['technician', (world, number) => ({ clientIds: [clientOf(world, number)] })],
  SyncRun: ['technician', ({ runId }) => ({ id: runId })],
  TeamDigestsPage: ['admin', none],
  ThreatChoices: ['technician', (_, number) => ({ search: `gen${number % 10}` })],
  ThreatDeliveries: ['technician', ({ threatId }) => ({ threatId })],
  ThreatPage: ['technician', ({ threatId }) => ({ id: threatId })],
  ThreatsExport: ['technician', none],
  ThreatsPage: ['technician', (world, number) => ({ filter: { clientIds: [clientOf(world, number)] } })],
  TicketThreats: ['technician', ({ ticketIds }) => ({ ids: ticketIds })],
};

/** What people do that can be done again and again. */
const mutations: Record<string, (world: World) => Request> = {
  SetRuleEnabled:
    ({ admin, ruleId }) =>
    (number) =>
      admin.send(documents.SetRuleEnabledDocument, { ruleId, enabled: number % 2 === 0 }),
  TriageThreats:
    ({ technician, threatId }) =>
    (number) =>
      technician.send(documents.TriageThreatsDocument, {
        input: { ids: [threatId], decision: 'NOTE', note: `Note ${number}` },
      }),
};

/** Every query of `operations/` and some mutations, in turns. Throws for a query whose variables are not known here. */
export function mixOf(world: World): Request[] {
  const named = [...readScreens().values()].flatMap((document) =>
    operationsOf(document)
      .filter(({ operation }) => operation === OperationTypeNode.QUERY)
      .map(({ name }) => name?.value ?? ''),
  );
  const byName = documents as unknown as Record<string, documents.TypedDocumentString<unknown, object>>;
  const asking = named.map((name): Request => {
    const [as, variables] = queries[name] ?? [];
    const document = byName[`${name}Document`];
    if (as === undefined || variables === undefined || document === undefined)
      throw new Error(`test/bench/memory/requests.ts does not know the variables of ${name}.`);
    return (number) => world[as].send(document, variables(world, number));
  });
  return [...asking, ...Object.values(mutations).map((make) => make(world))];
}
