/** What we ask core to do. Each carries an idempotency key, by which core recognises a repetition. */

export type TicketPriority = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

export interface CreateTicketInput {
  idempotencyKey: string;
  clientId: string;
  agentId?: string | null;
  title: string;
  body: string;
  priority: TicketPriority;
  team?: string | null;
  assigneeId?: string | null;
  dueAt?: Date | null;
}

export interface AddTicketNoteInput {
  idempotencyKey: string;
  ticketId: string;
  body: string;
}

export interface NotifyInput {
  idempotencyKey: string;
  channel: string;
  clientId?: string | null;
  title: string;
  body: string;
}

export interface NotifyPersonInput {
  idempotencyKey: string;
  /** The subject of the person's tokens. */
  userId: string;
  /** What the person must be permitted to get it. */
  scope: string;
  title: string;
  body: string;
}

export interface NotifyTeamInput {
  idempotencyKey: string;
  teamId: string;
  /** What those of the team must be permitted to get it. */
  scope: string;
  title: string;
  body: string;
}

export interface PageInput {
  idempotencyKey: string;
  onCall: string;
  title: string;
  body: string;
}

export type AlertSeverity = 'UNKNOWN' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
export type AlertStatus = 'OPEN' | 'ACKNOWLEDGED';

export interface UpdateAlertInput {
  /** The same for all calls about one alert. */
  idempotencyKey: string;
  /** Core ignores what is not newer than what it has. */
  revision: number;
  severity: AlertSeverity;
  status: AlertStatus;
  title: string;
  body: string;
}

export interface PublishAlertInput extends UpdateAlertInput {
  type: string;
  clientId: string;
  agentId?: string | null;
}

export type ResolveAlertInput = Pick<UpdateAlertInput, 'idempotencyKey' | 'revision'>;
