import type {
  CoreActivity,
  CoreAgent,
  CoreAlert,
  CoreAlertPayload,
  CoreClient,
  CoreClientStanding,
  CoreTeam,
  CoreTicket,
  CoreUserErrors,
} from './answers.js';
import * as answers from './answers.js';
import * as documents from './documents.js';
import { isUnknownToCore, OpsMergeError } from './error.js';
import type {
  AddTicketNoteInput,
  CreateTicketInput,
  NotifyInput,
  NotifyPersonInput,
  NotifyTeamInput,
  PageInput,
  PublishAlertInput,
  ResolveAlertInput,
  UpdateAlertInput,
} from './inputs.js';

import { notifiesPeople, notifiesTeams, takesAlerts } from './known-mutations.js';
import { createTransport, type TransportOptions } from './transport.js';

export type {
  CoreActivity,
  CoreAgent,
  CoreAlert,
  CoreClient,
  CoreClientStanding,
  CoreTeam,
  CoreTicket,
} from './answers.js';
export { OpsMergeError, type OpsMergeErrorCode } from './error.js';
export type {
  AddTicketNoteInput,
  AlertSeverity,
  AlertStatus,
  CreateTicketInput,
  NotifyInput,
  NotifyPersonInput,
  NotifyTeamInput,
  PageInput,
  PublishAlertInput,
  ResolveAlertInput,
  TicketPriority,
  UpdateAlertInput,
} from './inputs.js';

/** OpsMerge core as this service uses it. Every call is for one tenant; every failure is an `OpsMergeError`. */
export interface OpsMerge {
  /** The agents of a client, page by page. */
  agents(tenantId: string, clientId: string, signal?: AbortSignal): AsyncIterable<CoreAgent[]>;
  /** The agents of all clients, page by page. */
  allAgents(tenantId: string, signal?: AbortSignal): AsyncIterable<CoreAgent[]>;
  /** The clients of the tenant, page by page. */
  clients(tenantId: string, signal?: AbortSignal): AsyncIterable<CoreClient[]>;
  /** One client; null where the tenant has none of this id. */
  client(tenantId: string, id: string): Promise<CoreClient | null>;
  /** Which of these clients exist. */
  clientsExist(tenantId: string, ids: string[]): Promise<Set<string>>;
  /** How busy each of these clients is; an unknown client is left out. */
  activities(tenantId: string, clientIds: string[], signal?: AbortSignal): Promise<Map<string, CoreActivity>>;
  /**
   * How each of these clients stands, those merged into another included; an unknown client is left out. Null where core is an older one,
   * which knows neither states nor merges.
   */
  clientStates(tenantId: string, ids: string[], signal?: AbortSignal): Promise<Map<string, CoreClientStanding> | null>;
  /** Creates a ticket, once for each idempotency key. */
  createTicket(tenantId: string, input: CreateTicketInput): Promise<CoreTicket>;
  addTicketNote(tenantId: string, input: AddTicketNoteInput): Promise<void>;
  notify(tenantId: string, input: NotifyInput): Promise<void>;
  /**
   * Notifies one person, once for each idempotency key. `GONE` where the tenant has no such person, or no longer, or one without the scope:
   * nothing was sent.
   */
  notifyPerson(tenantId: string, input: NotifyPersonInput): Promise<'SENT' | 'GONE'>;
  /** Asks core whether it notifies single people; an older one does not. Throws when core cannot say. */
  notifiesPeople(tenantId: string): Promise<boolean>;
  /** The teams of the tenant. Null where core is an older one, which has none. */
  teams(tenantId: string): Promise<CoreTeam[] | null>;
  /**
   * Notifies those of a team who have the scope, once for each idempotency key. `GONE` where the tenant has no such team, or no longer: nothing
   * was sent.
   */
  notifyTeam(tenantId: string, input: NotifyTeamInput): Promise<'SENT' | 'GONE'>;
  /** Asks core whether it notifies teams; an older one does not. Throws when core cannot say. */
  notifiesTeams(tenantId: string): Promise<boolean>;
  page(tenantId: string, input: PageInput): Promise<void>;
  /** Raises an alert for the platform's rules, once for each idempotency key. */
  publishAlert(tenantId: string, input: PublishAlertInput): Promise<CoreAlert>;
  updateAlert(tenantId: string, input: UpdateAlertInput): Promise<CoreAlert>;
  resolveAlert(tenantId: string, input: ResolveAlertInput): Promise<CoreAlert>;
  /** These alerts with their tickets; an unknown alert is left out. */
  alerts(tenantId: string, ids: string[]): Promise<Map<string, CoreAlert>>;
  /** Asks core whether it takes alerts; an older one does not. Throws when core cannot say. */
  takesAlerts(tenantId: string): Promise<boolean>;
  /** The state and address of these tickets; an unknown ticket is left out. */
  tickets(tenantId: string, ids: string[]): Promise<Map<string, Pick<CoreTicket, 'state' | 'url'>>>;
  close(): Promise<void>;
}

// Both are core's own limits, see `schema/opsmerge.graphql`.
const PAGE_SIZE = 500;
const MAXIMUM_IDS = 1000;

/** For how long a core that knew no sites is not asked for them: it may have been updated since. */
const askForSitesAgainMilliseconds = 5 * 60_000;

/** A client of the core graph. */
export function createOpsMerge(options: TransportOptions): OpsMerge {
  const { send, close } = createTransport(options);
  /** Until when core is taken for an older one, whose agents have no sites. */
  let withoutSitesUntil = 0;

  return {
    agents: (tenantId, clientId, signal) =>
      pages(async (position) => {
        const request = { tenantId, variables: { clientId, ...position }, answer: answers.agentsAnswer, signal };
        if (Date.now() >= withoutSitesUntil) {
          const answer = await send({ ...request, document: documents.AGENTS_WITH_SITES }).catch((error: unknown) => {
            if (!isUnknownToCore(error)) throw error;
            withoutSitesUntil = Date.now() + askForSitesAgainMilliseconds;
            return null;
          });
          if (answer !== null) return answer.agents;
        }
        return (await send({ ...request, document: documents.AGENTS })).agents;
      }),

    allAgents: (tenantId, signal) =>
      pages(async (variables) => {
        const request = { tenantId, document: documents.ALL_AGENTS, variables, answer: answers.agentsAnswer, signal };
        return (await send(request)).agents;
      }),

    clients: (tenantId, signal) =>
      pages(async (variables) => {
        const request = { tenantId, document: documents.CLIENTS, variables, answer: answers.clientsAnswer, signal };
        return (await send(request)).clients;
      }),

    async client(tenantId, id) {
      const request = { tenantId, document: documents.CLIENT, variables: { id }, answer: answers.clientAnswer };
      return (await send(request)).client;
    },

    async clientsExist(tenantId, ids) {
      const document = documents.CLIENTS_EXIST;
      const found = await batches(ids, async (batch) => {
        const request = { tenantId, document, variables: { ids: batch }, answer: answers.clientsExistAnswer };
        return (await send(request)).clientActivities;
      });
      return new Set(found.map(({ clientId }) => clientId));
    },

    async activities(tenantId, clientIds, signal) {
      const document = documents.ACTIVITIES;
      const found = await batches(clientIds, async (batch) => {
        const request = { tenantId, document, variables: { ids: batch }, answer: answers.activitiesAnswer, signal };
        return (await send(request)).clientActivities;
      });
      return new Map(found.map(({ clientId, ...activity }) => [clientId, activity]));
    },

    async clientStates(tenantId, ids, signal) {
      const document = documents.CLIENT_STATES;
      const ask = batches(ids, async (batch) => {
        const request = { tenantId, document, variables: { ids: batch }, answer: answers.clientStatesAnswer, signal };
        return (await send(request)).clientStates;
      });
      const found = await ask.catch((error: unknown) => {
        if (isUnknownToCore(error)) return null;
        throw error;
      });
      return found && new Map(found.map((standing) => [standing.clientId, standing]));
    },

    async tickets(tenantId, ids) {
      const document = documents.TICKETS;
      const found = await batches(ids, async (batch) => {
        const request = { tenantId, document, variables: { ids: batch }, answer: answers.ticketsAnswer };
        return (await send(request)).tickets;
      });
      return new Map(found.map(({ id, ...ticket }) => [id, ticket]));
    },

    async createTicket(tenantId, input) {
      const request = { tenantId, document: documents.CREATE_TICKET, variables: { input } };
      const { createTicket } = await send({ ...request, answer: answers.createTicketAnswer });
      accepted(createTicket.userErrors);
      if (!createTicket.ticket)
        throw new OpsMergeError('MALFORMED', 'OpsMerge core neither created a ticket nor said why');
      return createTicket.ticket;
    },

    async addTicketNote(tenantId, input) {
      const request = { tenantId, document: documents.ADD_TICKET_NOTE, variables: { input } };
      const { addTicketNote } = await send({ ...request, answer: answers.addTicketNoteAnswer });
      accepted(addTicketNote.userErrors);
    },

    async notify(tenantId, input) {
      const request = { tenantId, document: documents.NOTIFY, variables: { input } };
      const { sendNotification } = await send({ ...request, answer: answers.notifyAnswer });
      accepted(sendNotification.userErrors);
    },

    async notifyPerson(tenantId, input) {
      const request = { tenantId, document: documents.NOTIFY_PERSON, variables: { input } };
      return notified((await send({ ...request, answer: answers.notifyPersonAnswer })).notifyPerson, 'userId');
    },

    notifiesPeople: (tenantId) => notifiesPeople(send, tenantId),

    teams: (tenantId) =>
      send({ tenantId, document: documents.TEAMS, variables: {}, answer: answers.teamsAnswer }).then(
        ({ teams }) => teams,
        (error: unknown) => {
          if (isUnknownToCore(error)) return null;
          throw error;
        },
      ),

    async notifyTeam(tenantId, input) {
      const request = { tenantId, document: documents.NOTIFY_TEAM, variables: { input } };
      return notified((await send({ ...request, answer: answers.notifyTeamAnswer })).notifyTeam, 'teamId');
    },

    notifiesTeams: (tenantId) => notifiesTeams(send, tenantId),

    async page(tenantId, input) {
      const request = { tenantId, document: documents.PAGE, variables: { input } };
      const { sendPage } = await send({ ...request, answer: answers.pageAnswer });
      accepted(sendPage.userErrors);
    },

    async publishAlert(tenantId, input) {
      const request = { tenantId, document: documents.PUBLISH_ALERT, variables: { input } };
      return changed((await send({ ...request, answer: answers.publishAlertAnswer })).publishAlert);
    },

    async updateAlert(tenantId, input) {
      const request = { tenantId, document: documents.UPDATE_ALERT, variables: { input } };
      return changed((await send({ ...request, answer: answers.updateAlertAnswer })).updateAlert);
    },

    async resolveAlert(tenantId, input) {
      const request = { tenantId, document: documents.RESOLVE_ALERT, variables: { input } };
      return changed((await send({ ...request, answer: answers.resolveAlertAnswer })).resolveAlert);
    },

    async alerts(tenantId, ids) {
      const document = documents.ALERTS;
      const found = await batches(ids, async (batch) => {
        const request = { tenantId, document, variables: { ids: batch }, answer: answers.alertsAnswer };
        return (await send(request)).alerts;
      });
      return new Map(found.map((alert) => [alert.id, alert]));
    },

    takesAlerts: (tenantId) => takesAlerts(send, tenantId),

    close,
  };
}

interface Connection<T> {
  edges: { node: T }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

type Position = { first: number; after: string | null };

/** Walks a Relay connection to its end. */
async function* pages<T>(fetchPage: (position: Position) => Promise<Connection<T>>): AsyncGenerator<T[]> {
  let after: string | null = null;
  for (;;) {
    const { edges, pageInfo }: Connection<T> = await fetchPage({ first: PAGE_SIZE, after });
    if (edges.length > 0) yield edges.map(({ node }) => node);
    if (!pageInfo.hasNextPage) return;
    // A cursor that does not move would make this an endless walk.
    if (!pageInfo.endCursor || pageInfo.endCursor === after)
      throw new OpsMergeError('MALFORMED', 'OpsMerge core promised a next page without a way to it');
    after = pageInfo.endCursor;
  }
}

/** Asks for ids in the portions core takes; most calls fit into one. */
async function batches<T>(ids: string[], fetchBatch: (batch: string[]) => Promise<T[]>): Promise<T[]> {
  const unique = [...new Set(ids)];
  const found: T[] = [];
  for (let start = 0; start < unique.length; start += MAXIMUM_IDS)
    found.push(...(await fetchBatch(unique.slice(start, start + MAXIMUM_IDS))));
  return found;
}

/** What came of a notification: `GONE` where core does not know who is named in `field`. */
function notified(
  { notificationId, userErrors }: { notificationId: string | null; userErrors: CoreUserErrors },
  field: 'userId' | 'teamId',
): 'SENT' | 'GONE' {
  if (userErrors.some((error) => error.code === 'NOT_FOUND' && error.field === field)) return 'GONE';
  accepted(userErrors);
  if (notificationId === null)
    throw new OpsMergeError('MALFORMED', `OpsMerge core neither notified the ${field} nor said why`);
  return 'SENT';
}

function changed({ alert, userErrors }: CoreAlertPayload): CoreAlert {
  accepted(userErrors);
  if (!alert) throw new OpsMergeError('MALFORMED', 'OpsMerge core neither returned an alert nor said why');
  return alert;
}

function accepted(userErrors: CoreUserErrors): void {
  if (userErrors.length === 0) return;
  const words = userErrors.map(({ code, field, message }) => `${code}${field ? ` ${field}` : ''}: ${message}`);
  throw new OpsMergeError('REJECTED', `OpsMerge core refused: ${words.join('; ')}`);
}
