/** What OpsMerge core knows, in memory: a world for each tenant. */
import { WorldAlerts } from './world-alerts.js';

export interface WorldClient {
  id: string;
  name: string;
  state: ClientState;
}

/** A place of a client. */
export interface WorldSite {
  id: string;
  name: string;
}

export type ClientState = 'ACTIVE' | 'ARCHIVED' | 'LEAD';

export interface WorldAgent {
  id: string;
  clientId: string;
  hostname: string;
  macAddresses: string[];
  operatingSystem: string | null;
  site: WorldSite | null;
  installedAt: Date;
}

export type TicketPriority = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
export type TicketState = 'OPEN' | 'IN_PROGRESS' | 'CLOSED';

export interface WorldTicket {
  id: string;
  /** What people call it by. */
  reference: string;
  type: 'INCIDENT' | 'REQUEST';
  tenantId: string;
  clientId: string;
  agentId: string | null;
  title: string;
  body: string;
  priority: TicketPriority;
  team: string | null;
  assigneeId: string | null;
  dueAt: Date | null;
  state: TicketState;
  url: string;
  notes: { idempotencyKey: string; body: string; createdAt: Date }[];
  idempotencyKey: string | null;
  createdAt: Date;
}

export type NewTicket = Pick<WorldTicket, 'clientId' | 'title'> &
  Partial<Pick<WorldTicket, 'agentId' | 'body' | 'priority' | 'team' | 'assigneeId' | 'dueAt' | 'idempotencyKey'>>;

/** The number of a tenant's first ticket. */
const firstReference = 1001;

/** Somebody or something that people choose by name. */
export interface WorldChoice {
  id: string;
  name: string;
}

const byId = (choices: readonly WorldChoice[]) => new Map(choices.map((choice) => [choice.id, choice]));

/** The clients, agents, tickets and alerts of one tenant. */
export class World {
  readonly clients = new Map<string, WorldClient>();
  /** Clients that were merged, and into which. */
  readonly merged = new Map<string, string>();
  readonly agents = new Map<string, WorldAgent>();
  readonly tickets = new Map<string, WorldTicket>();
  readonly users = byId([
    { id: 'demo-admin', name: 'Admin of the demo' },
    { id: 'demo-technician', name: 'Technician of the demo' },
    { id: 'demo-reader', name: 'Reader of the demo' },
  ]);
  /** Users that are permitted nothing. */
  readonly withoutScopes = new Set<string>();
  readonly teams = byId([
    { id: 'security', name: 'Security' },
    { id: 'service-desk', name: 'Service desk' },
  ]);
  readonly channels = byId([{ id: 'security', name: 'Security' }]);
  readonly onCalls = byId([
    { id: 'night', name: 'Night' },
    { id: 'security', name: 'Security' },
  ]);
  readonly alerts = new WorldAlerts({
    open: (ticket) => this.openTicket(ticket),
    ticket: (id) => this.tickets.get(id),
  });

  constructor(
    readonly tenantId: string,
    private readonly onTicket: (ticket: WorldTicket) => void,
  ) {}

  addClient(client: { name: string; id?: string; state?: ClientState }): WorldClient {
    const added = { id: client.id ?? newId('client'), name: client.name, state: client.state ?? 'ACTIVE' };
    this.clients.set(added.id, added);
    return added;
  }

  /** Archives a client, makes it a lead, or makes it active again. */
  setClientState(id: string, state: ClientState): void {
    this.client(id).state = state;
  }

  /** Merges a client into another: its agents, tickets and alerts are that one's, and only `clientStates` still knows it. */
  mergeClient(id: string, into: string): void {
    this.client(id);
    for (const things of [this.agents, this.tickets, this.alerts.byId])
      for (const thing of things.values()) if (thing.clientId === id) thing.clientId = into;
    this.clients.delete(id);
    this.merged.set(id, into);
  }

  /** How a client stands, one that was merged included. */
  standing(clientId: string): { clientId: string; state: ClientState; mergedInto: string | null } | undefined {
    const mergedInto = this.merged.get(clientId) ?? null;
    const state = mergedInto === null ? this.clients.get(clientId)?.state : 'ARCHIVED';
    return state && { clientId, state, mergedInto };
  }

  /** A machine that is at another site of its client from now on; null is at none. */
  moveToSite(id: string, site: WorldSite | null): WorldAgent {
    return Object.assign(this.agent(id), { site });
  }

  /** A machine that is another client's from now on. */
  moveAgent(id: string, clientId: string): WorldAgent {
    return Object.assign(this.agent(id), { clientId });
  }

  addAgent(agent: Pick<WorldAgent, 'clientId' | 'hostname'> & Partial<WorldAgent>): WorldAgent {
    const added = {
      id: newId('agent'),
      macAddresses: [],
      operatingSystem: null,
      site: null,
      installedAt: new Date(),
      ...agent,
    };
    this.agents.set(added.id, added);
    return added;
  }

  /** A machine that was set up again: the same host name with a new id; the old id no longer exists. */
  reregisterAgent(id: string): WorldAgent {
    const old = this.agent(id);
    this.agents.delete(id);
    return this.addAgent({ ...old, id: newId('agent'), installedAt: new Date() });
  }

  renameAgent(id: string, hostname: string): WorldAgent {
    return Object.assign(this.agent(id), { hostname });
  }

  removeAgent(id: string): void {
    this.agents.delete(id);
  }

  /** Opens a ticket; a key that was used before finds its ticket instead. */
  openTicket(ticket: NewTicket): WorldTicket {
    const earlier = this.ticketByKey(ticket.idempotencyKey ?? null);
    if (earlier) return earlier;
    const id = newId('ticket');
    const opened: WorldTicket = {
      id,
      reference: `INC-${firstReference + this.tickets.size}`,
      type: 'INCIDENT',
      tenantId: this.tenantId,
      clientId: ticket.clientId,
      agentId: ticket.agentId ?? null,
      title: ticket.title,
      body: ticket.body ?? '',
      priority: ticket.priority ?? 'MEDIUM',
      team: ticket.team ?? null,
      assigneeId: ticket.assigneeId ?? null,
      dueAt: ticket.dueAt ?? null,
      state: 'OPEN',
      url: `https://desk.opsmerge.example/tickets/${id}`,
      notes: [],
      idempotencyKey: ticket.idempotencyKey ?? null,
      createdAt: new Date(),
    };
    this.tickets.set(id, opened);
    this.onTicket(opened);
    return opened;
  }

  closeTicket(id: string): WorldTicket {
    const ticket = this.tickets.get(id);
    if (!ticket) throw new Error(`there is no ticket ${id}`);
    ticket.state = 'CLOSED';
    return ticket;
  }

  ticketByKey(key: string | null): WorldTicket | undefined {
    if (key === null) return undefined;
    return [...this.tickets.values()].find(({ idempotencyKey }) => idempotencyKey === key);
  }

  agentsOf(clientId: string): WorldAgent[] {
    return [...this.agents.values()].filter((agent) => agent.clientId === clientId);
  }

  /** The sites of a client at which it has agents, by name. */
  sitesOf(clientId: string): WorldSite[] {
    const sites = new Map(this.agentsOf(clientId).flatMap(({ site }) => (site ? [[site.id, site]] : [])));
    return [...sites.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  openTicketCount(clientId: string, isWanted: (ticket: WorldTicket) => boolean = () => true): number {
    const open = [...this.tickets.values()].filter((each) => each.clientId === clientId && each.state !== 'CLOSED');
    return open.filter(isWanted).length;
  }

  private client(id: string): WorldClient {
    const client = this.clients.get(id);
    if (!client) throw new Error(`there is no client ${id}`);
    return client;
  }

  private agent(id: string): WorldAgent {
    const agent = this.agents.get(id);
    if (!agent) throw new Error(`there is no agent ${id}`);
    return agent;
  }
}

// Random, so that the ids of one run never mean something else in a database kept from an earlier one.
function newId(kind: string): string {
  return `${kind}-${crypto.randomUUID().slice(0, 13)}`;
}
