import { z } from 'zod';
import type { ClientState } from './client-state.js';

/** The answers of core, as far as we read them. Enums stay strings: a new ticket state must not stop a delivery. */

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });

const connection = <T extends z.ZodType>(node: T) => z.object({ edges: z.array(z.object({ node })), pageInfo });

const date = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const agent = z
  .object({
    id: z.string(),
    hostname: z.string(),
    client: z.object({ id: z.string() }),
    macAddresses: z.array(z.string()),
    site: z.object({ id: z.string(), name: z.string() }).nullable().optional(),
  })
  .transform(({ client, ...rest }) => ({ ...rest, clientId: client.id }));

const client = z.object({ id: z.string(), name: z.string() });

const team = z.object({ id: z.string(), name: z.string() });

const ticket = z.object({ id: z.string(), state: z.string(), url: z.string().nullable() });

const alert = z.object({ id: z.string(), revision: z.number().int(), ticket: ticket.nullable() });

const userErrors = z.array(z.object({ code: z.string(), field: z.string().nullable(), message: z.string() }));

const activity = z.object({
  clientId: z.string(),
  openTicketCount: z.number().int(),
  lastAgentInstalledAt: date.nullable(),
});

const standing = z.object({
  clientId: z.string(),
  // One that a later core adds is no reason to stop anything.
  state: z.string().transform((state): ClientState => (state === 'ARCHIVED' || state === 'LEAD' ? state : 'ACTIVE')),
  mergedInto: z.string().nullable(),
});

export const agentsAnswer = z.object({ agents: connection(agent) });
export const clientsAnswer = z.object({ clients: connection(client) });
export const clientAnswer = z.object({ client: client.nullable() });
export const clientsExistAnswer = z.object({ clientActivities: z.array(activity.pick({ clientId: true })) });
export const activitiesAnswer = z.object({ clientActivities: z.array(activity) });
export const clientStatesAnswer = z.object({ clientStates: z.array(standing) });
export const ticketsAnswer = z.object({ tickets: z.array(ticket) });
export const createTicketAnswer = z.object({ createTicket: z.object({ ticket: ticket.nullable(), userErrors }) });
export const addTicketNoteAnswer = z.object({ addTicketNote: z.object({ userErrors }) });
export const notifyAnswer = z.object({ sendNotification: z.object({ userErrors }) });
export const notifyPersonAnswer = z.object({
  notifyPerson: z.object({ notificationId: z.string().nullable(), userErrors }),
});
export const notifyTeamAnswer = z.object({
  notifyTeam: z.object({ notificationId: z.string().nullable(), userErrors }),
});
export const teamsAnswer = z.object({ teams: z.array(team) });
export const pageAnswer = z.object({ sendPage: z.object({ userErrors }) });
export const alertsAnswer = z.object({ alerts: z.array(alert) });
const changedAlert = z.object({ alert: alert.nullable(), userErrors });
export const publishAlertAnswer = z.object({ publishAlert: changedAlert });
export const updateAlertAnswer = z.object({ updateAlert: changedAlert });
export const resolveAlertAnswer = z.object({ resolveAlert: changedAlert });
/** Of a mutation that carries out nothing. */
export const nothingDoneAnswer = z.object({ __typename: z.string() });

/** What surrounds every answer (GraphQL over HTTP). */
export const envelope = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string().optional() }).optional() }))
    .optional(),
});

/** The OpsMerge agent on a machine. */
export type CoreAgent = z.output<typeof agent>;

/** A customer of the MSP. */
export type CoreClient = z.output<typeof client>;

/** A team of the MSP. */
export type CoreTeam = z.output<typeof team>;

/** A ticket of the service desk. */
export type CoreTicket = z.output<typeof ticket>;

/** An alert of the platform, as far as we follow it. */
export type CoreAlert = z.output<typeof alert>;

/** What came of a call about an alert. */
export type CoreAlertPayload = z.output<typeof changedAlert>;

/** How busy a client is. */
export type CoreActivity = Omit<z.output<typeof activity>, 'clientId'>;

/** How a client stands. */
export type CoreClientStanding = z.output<typeof standing>;

/** Why core refused a mutation. */
export type CoreUserErrors = z.output<typeof userErrors>;
