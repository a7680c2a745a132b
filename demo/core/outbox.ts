interface Message {
  id: string;
  tenantId: string;
  idempotencyKey: string;
  title: string;
  body: string;
}

export interface Notification extends Message {
  channel: string;
  clientId: string | null;
}

/** What one person got. */
export interface PersonalNotification extends Message {
  userId: string;
  scope: string;
}

/** What the people of a team got. */
export interface TeamNotification extends Message {
  teamId: string;
  scope: string;
}

export interface Page extends Message {
  onCall: string;
}

/** The message that the tenant sent with this key, if it did. */
export const sentBefore = <T extends Message>(
  sent: readonly T[],
  { tenantId, idempotencyKey }: Message,
): T | undefined => sent.find((each) => each.tenantId === tenantId && each.idempotencyKey === idempotencyKey);

/** Keeps a message as sent, unless the tenant sent one with this key before; then it finds that one. */
export function sendOnce<T extends Message>(sent: T[], message: T): T {
  const earlier = sentBefore(sent, message);
  if (!earlier) sent.push(message);
  return earlier ?? message;
}
