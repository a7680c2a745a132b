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

export interface Page extends Message {
  onCall: string;
}

/** Keeps a message as sent, unless the tenant sent one with this key before; then it finds that one. */
export function sendOnce<T extends Message>(sent: T[], message: T): T {
  const earlier = sent.find(
    ({ tenantId, idempotencyKey }) => tenantId === message.tenantId && idempotencyKey === message.idempotencyKey,
  );
  if (!earlier) sent.push(message);
  return earlier ?? message;
}
