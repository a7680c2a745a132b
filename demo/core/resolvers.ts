import type { GraphQLResolverMap } from '@apollo/subgraph';
import { GraphQLDateTime } from 'graphql-scalars';
import { connectionOf, type PageArguments } from './connection.js';
import {
  type Notification,
  type Page,
  type PersonalNotification,
  sendOnce,
  sentBefore,
  type TeamNotification,
} from './outbox.js';
import { badInput, forbidden, type Viewer } from './viewer.js';
import type { NewTicket, World, WorldAgent, WorldChoice, WorldClient, WorldTicket } from './world.js';
import type { NewAlert, WorldAlert } from './world-alerts.js';

/** What a resolver knows of its request. */
export interface CoreContext {
  viewer: Viewer;
  /** The world of the viewer's tenant: there is no way from here to another one. */
  world: World;
  notifications: Notification[];
  personal: PersonalNotification[];
  toTeams: TeamNotification[];
  pages: Page[];
}

/** What decides who sees what. */
type Seeing = Pick<CoreContext, 'viewer' | 'world'>;
type Reference = { id: string };
type Input<T> = { input: T };
type NoteInput = { idempotencyKey: string; ticketId: string; body: string };
type NotificationInput = Omit<Notification, 'id' | 'tenantId'>;
type NotifyPersonInput = Omit<PersonalNotification, 'id' | 'tenantId'>;
type NotifyTeamInput = Omit<TeamNotification, 'id' | 'tenantId'>;
type PageInput = Omit<Page, 'id' | 'tenantId'>;
type UpdateAlertInput = Pick<NewAlert, 'idempotencyKey' | 'revision' | 'severity' | 'status' | 'title' | 'body'>;
type ResolveAlertInput = Pick<NewAlert, 'idempotencyKey' | 'revision'>;

/** The resolvers of core's contract. */
export const resolvers: GraphQLResolverMap<CoreContext> = {
  DateTime: GraphQLDateTime,

  Query: {
    client: (_, { id }: Reference, context) => visibleClient(context, id),
    clients: (_, page: PageArguments, context) => {
      const clients = [...context.world.clients.values()].filter(({ id }) => sees(context, id));
      return connectionOf(clients.sort(byName), page);
    },
    agent: (_, { id }: Reference, context) => visibleAgent(context, id),
    agents: (_, { clientId, ...page }: PageArguments & { clientId?: string | null }, context) => {
      const agents = clientId ? context.world.agentsOf(clientId) : [...context.world.agents.values()];
      return connectionOf(
        agents.filter((agent) => seesMachine(context, agent)),
        page,
      );
    },
    clientActivities: (_, { clientIds }: { clientIds: string[] }, context) =>
      few(clientIds)
        .filter((id) => visibleClient(context, id))
        .map((clientId) => ({
          clientId,
          openTicketCount: openTicketsIn(context, clientId),
          lastAgentInstalledAt: newest(agentsIn(context, clientId)),
        })),
    clientStates: (_, { clientIds }: { clientIds: string[] }, context) =>
      few(clientIds).flatMap((id) => (sees(context, id) ? (context.world.standing(id) ?? []) : [])),
    tickets: (_, { ids }: { ids: string[] }, context) =>
      few(ids).flatMap((id) => {
        const ticket = visibleTicket(context, id);
        return ticket ? [ticket] : [];
      }),
    ticketByIdempotencyKey: (_, { key }: { key: string }, context) => {
      const ticket = context.world.ticketByKey(key);
      return ticket && visibleTicket(context, ticket.id);
    },
    users: (_, _args, context) => choices(context, 'users'),
    teams: (_, _args, context) => choices(context, 'teams'),
    channels: (_, _args, context) => choices(context, 'channels'),
    onCalls: (_, _args, context) => choices(context, 'onCalls'),
    alerts: (_, { ids }: { ids: string[] }, context) => few(ids).flatMap((id) => visibleAlert(context, id) ?? []),
  },

  Mutation: {
    publishAlert: (_, { input }: Input<NewAlert>, context) => {
      requireWriter(context);
      if (!context.world.clients.has(input.clientId))
        return refusal('NOT_FOUND', 'clientId', 'there is no such client');
      if (input.status === 'RESOLVED') return refusal('INVALID', 'status', 'an alert is not raised as over');
      const agentId = context.world.agents.has(input.agentId ?? '') ? input.agentId : null;
      return { alert: context.world.alerts.publish({ ...input, agentId }), userErrors: [] };
    },
    updateAlert: (_, { input: { idempotencyKey, ...state } }: Input<UpdateAlertInput>, context) => {
      if (state.status === 'RESOLVED') return refusal('INVALID', 'status', 'resolveAlert ends an alert');
      return changeAlert(context, idempotencyKey, state);
    },
    resolveAlert: (_, { input: { idempotencyKey, revision } }: Input<ResolveAlertInput>, context) =>
      changeAlert(context, idempotencyKey, { revision, status: 'RESOLVED' }),
    createTicket: (_, { input }: Input<NewTicket>, context) => {
      requireWriter(context);
      if (!context.world.clients.has(input.clientId))
        return refusal('NOT_FOUND', 'clientId', 'there is no such client');
      if (input.title.trim() === '') return refusal('INVALID', 'title', 'a ticket needs a title');
      const agentId = context.world.agents.has(input.agentId ?? '') ? input.agentId : null;
      return { ticket: context.world.openTicket({ ...input, agentId }), userErrors: [] };
    },
    addTicketNote: (_, { input }: Input<NoteInput>, context) => {
      requireWriter(context);
      const ticket = context.world.tickets.get(input.ticketId);
      if (!ticket) return refusal('NOT_FOUND', 'ticketId', 'there is no such ticket');
      const { idempotencyKey, body } = input;
      if (!ticket.notes.some((note) => note.idempotencyKey === idempotencyKey))
        ticket.notes.push({ idempotencyKey, body, createdAt: new Date() });
      return { ticket, userErrors: [] };
    },
    sendNotification: (_, { input }: Input<NotificationInput>, context) => {
      requireWriter(context);
      const clientId = input.clientId ?? null;
      if (clientId && !context.world.clients.has(clientId))
        return refusal('NOT_FOUND', 'clientId', 'there is no such client');
      const { id } = sendOnce(context.notifications, { ...input, clientId, ...stamp(context) });
      return { notificationId: id, userErrors: [] };
    },
    notifyPerson: (_, { input }: Input<NotifyPersonInput>, context) => {
      requireWriter(context);
      const message = { ...input, ...stamp(context) };
      const earlier = sentBefore(context.personal, message);
      if (earlier) return { notificationId: earlier.id, userErrors: [] };
      const isKnown = context.world.users.has(input.userId) && !context.world.withoutScopes.has(input.userId);
      if (!isKnown) return refusal('NOT_FOUND', 'userId', 'there is no such user, or one without the scope');
      return { notificationId: sendOnce(context.personal, message).id, userErrors: [] };
    },
    notifyTeam: (_, { input }: Input<NotifyTeamInput>, context) => {
      requireWriter(context);
      const message = { ...input, ...stamp(context) };
      const earlier = sentBefore(context.toTeams, message);
      if (earlier) return { notificationId: earlier.id, userErrors: [] };
      if (!context.world.teams.has(input.teamId)) return refusal('NOT_FOUND', 'teamId', 'there is no such team');
      return { notificationId: sendOnce(context.toTeams, message).id, userErrors: [] };
    },
    sendPage: (_, { input }: Input<PageInput>, context) => {
      requireWriter(context);
      const { id } = sendOnce(context.pages, { ...input, ...stamp(context) });
      return { pageId: id, userErrors: [] };
    },
  },

  Agent: {
    __resolveReference: ({ id }: Reference, context: CoreContext) => visibleAgent(context, id),
    client: (agent: WorldAgent, _, { world }) => world.clients.get(agent.clientId),
  },

  Client: {
    __resolveReference: ({ id }: Reference, context: CoreContext) => visibleClient(context, id),
    agents: (client: WorldClient, page: PageArguments, context) => connectionOf(agentsIn(context, client.id), page),
    openTicketCount: (client: WorldClient, _, context) => openTicketsIn(context, client.id),
  },

  Alert: {
    __resolveReference: ({ id }: Reference, context: CoreContext) => visibleAlert(context, id),
    client: (alert: WorldAlert, _, { world }) => world.clients.get(alert.clientId),
    agent: (alert: WorldAlert, _, { world }) => world.agents.get(alert.agentId ?? '') ?? null,
    ticket: (alert: WorldAlert, _, { world }) => world.tickets.get(alert.ticketId ?? '') ?? null,
  },

  User: {
    __resolveReference: ({ id }: Reference, { world }: CoreContext) => world.users.get(id) ?? { id, name: id },
  },

  Ticket: {
    __resolveReference: ({ id }: Reference, context: CoreContext) => visibleTicket(context, id),
    client: (ticket: WorldTicket, _, { world }) => world.clients.get(ticket.clientId),
    agent: (ticket: WorldTicket, _, { world }) => world.agents.get(ticket.agentId ?? '') ?? null,
  },
};

/** What people of the tenant may choose from; nothing of it is for its customers. */
function choices({ viewer, world }: CoreContext, kind: 'users' | 'teams' | 'channels' | 'onCalls'): WorldChoice[] {
  if (viewer.onlyClientId !== null) throw forbidden('this viewer is a customer');
  return [...world[kind].values()].sort(byName);
}

function changeAlert(context: CoreContext, key: string, state: Parameters<World['alerts']['change']>[1]) {
  requireWriter(context);
  const alert = context.world.alerts.byKey(key);
  if (!alert) return refusal('NOT_FOUND', 'idempotencyKey', 'there is no such alert');
  return { alert: context.world.alerts.change(alert, state), userErrors: [] };
}

function visibleAlert(context: CoreContext, id: string): WorldAlert | null {
  const alert = context.world.alerts.byId.get(id);
  return alert && seesOfMachine(context, alert) ? alert : null;
}

function sees({ viewer }: Seeing, clientId: string): boolean {
  return viewer.onlyClientId === null || viewer.onlyClientId === clientId;
}

/** Of somebody bound to sites, only machines there; what is of no machine is of no site. */
function seesMachine(context: Seeing, { clientId, site }: Pick<WorldAgent, 'clientId' | 'site'>): boolean {
  const { onlySiteIds } = context.viewer;
  return sees(context, clientId) && (onlySiteIds === null || (site !== null && onlySiteIds.includes(site.id)));
}

function seesOfMachine(context: Seeing, { clientId, agentId }: { clientId: string; agentId: string | null }) {
  const site = context.world.agents.get(agentId ?? '')?.site ?? null;
  return seesMachine(context, { clientId, site });
}

const agentsIn = (context: CoreContext, clientId: string): WorldAgent[] =>
  context.world.agentsOf(clientId).filter((agent) => seesMachine(context, agent));

const openTicketsIn = ({ viewer, world }: CoreContext, clientId: string): number =>
  world.openTicketCount(clientId, (ticket) => viewer.onlySiteIds === null || seesOfMachine({ viewer, world }, ticket));

function visibleClient(context: CoreContext, id: string): WorldClient | null {
  return sees(context, id) ? (context.world.clients.get(id) ?? null) : null;
}

function visibleAgent(context: CoreContext, id: string): WorldAgent | null {
  const agent = context.world.agents.get(id);
  return agent && seesMachine(context, agent) ? agent : null;
}

function visibleTicket(context: CoreContext, id: string): WorldTicket | null {
  const ticket = context.world.tickets.get(id);
  return ticket && seesOfMachine(context, ticket) ? ticket : null;
}

function requireWriter({ viewer }: CoreContext): void {
  if (!viewer.mayWrite) throw forbidden('this viewer only reads');
}

function refusal(code: 'INVALID' | 'NOT_FOUND', field: string, message: string) {
  return { userErrors: [{ code, field, message }] };
}

function stamp({ viewer }: CoreContext) {
  return { id: crypto.randomUUID(), tenantId: viewer.tenantId };
}

function few(ids: string[]): string[] {
  if (ids.length > 1000) throw badInput('at most 1000 ids at a time');
  return [...new Set(ids)];
}

function newest(agents: WorldAgent[]): Date | null {
  return agents.reduce<Date | null>(
    (latest, { installedAt }) => (latest && latest > installedAt ? latest : installedAt),
    null,
  );
}

function byName(a: WorldChoice, b: WorldChoice): number {
  return a.name.localeCompare(b.name) || a.id.localeCompare(b.id);
}
