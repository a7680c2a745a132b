import { type AlertSeverity, defaultPlatformRules, type PlatformRule, ruleFor } from './alert-rules.js';

/** The state of an alert, as it comes with each call. */
export interface AlertState {
  revision: number;
  severity: AlertSeverity;
  status: 'OPEN' | 'ACKNOWLEDGED' | 'RESOLVED';
  title: string;
  body: string;
}

export interface WorldAlert extends AlertState {
  id: string;
  idempotencyKey: string;
  type: string;
  clientId: string;
  agentId: string | null;
  ticketId: string | null;
  /** The rule that made the ticket. */
  rule: PlatformRule | null;
  createdAt: Date;
}

export type NewAlert = AlertState & Pick<WorldAlert, 'idempotencyKey' | 'type' | 'clientId' | 'agentId'>;

interface Ticket {
  id: string;
  state: 'OPEN' | 'IN_PROGRESS' | 'CLOSED';
}

/** The tickets that rules make and end. */
interface Desk {
  open(ticket: Pick<WorldAlert, 'clientId' | 'agentId' | 'title' | 'body'> & PlatformRule['ticket']): Ticket;
  ticket(id: string): Ticket | undefined;
}

/** The alerts of one tenant, and the platform's rules about them. */
export class WorldAlerts {
  readonly byId = new Map<string, WorldAlert>();
  rules = defaultPlatformRules();

  constructor(private readonly desk: Desk) {}

  /** Raises an alert; a key that was used before finds its alert instead, as it is. */
  publish(given: NewAlert): WorldAlert {
    const earlier = this.byKey(given.idempotencyKey);
    if (earlier) return earlier;
    const id = `alert-${crypto.randomUUID().slice(0, 13)}`;
    const alert: WorldAlert = { ...given, id, ticketId: null, rule: null, createdAt: new Date() };
    this.byId.set(id, alert);
    this.applyRules(alert);
    return alert;
  }

  /** Takes over a newer state; rules act as far as they have not. */
  change(alert: WorldAlert, state: Partial<AlertState> & Pick<AlertState, 'revision' | 'status'>): WorldAlert {
    if (state.revision <= alert.revision) return alert;
    const { revision, status, severity, title, body } = { ...alert, ...state };
    Object.assign(alert, { revision, status, severity, title, body });
    const ticket = this.desk.ticket(alert.ticketId ?? '');
    if (ticket && alert.rule?.closes) {
      if (status === 'RESOLVED') ticket.state = 'CLOSED';
      else if (ticket.state === 'CLOSED') ticket.state = 'OPEN';
    }
    this.applyRules(alert);
    return alert;
  }

  byKey(key: string): WorldAlert | undefined {
    return [...this.byId.values()].find(({ idempotencyKey }) => idempotencyKey === key);
  }

  private applyRules(alert: WorldAlert): void {
    const rule = ruleFor(this.rules, alert);
    if (!rule || alert.ticketId !== null || alert.status === 'RESOLVED') return;
    const { clientId, agentId, title, body } = alert;
    alert.ticketId = this.desk.open({ clientId, agentId, title, body, ...rule.ticket }).id;
    alert.rule = rule;
  }
}
