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

export interface PageInput {
  idempotencyKey: string;
  onCall: string;
  title: string;
  body: string;
}
