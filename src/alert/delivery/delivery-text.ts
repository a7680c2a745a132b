import { plainLine, plainText, plainValue } from '../../domain/plain-text.js';
import { severities } from '../../domain/severity.js';
import type { DeliveryToSend, DescribedAlert, Machines } from './read-delivery.js';

/** The delivery as a message for core in plain text, under its idempotency key. */
export function messageOf({ id, alert }: DeliveryToSend): { idempotencyKey: string; title: string; body: string } {
  return { idempotencyKey: id, title: titleOf(alert), body: bodyOf(alert) };
}

/** The body of a webhook request, its texts in plain text. Its `id` is that of the delivery, by which the receiver recognizes a repetition. */
export function webhookPayload(type: string, { id, clientId, ruleName, alert }: DeliveryToSend, more: object): object {
  const { severity, ...described } = alert;
  const payload = {
    id,
    type,
    rule: { name: ruleName },
    client: clientId === null ? null : { id: clientId },
    alert: { ...described, severity: severities[severity] ?? 'UNKNOWN' },
    ...more,
  };
  return plainValue(payload) as typeof payload;
}

/** The alert in one line. */
export function titleOf({ kind, title, hostName }: DescribedAlert): string {
  const isNamed = hostName !== null && title.includes(hostName);
  const place = kind === 'THREAT' && !isNamed ? ` on ${hostName ?? 'an unknown machine'}` : '';
  return plainLine(`Bitdefender: ${title}${place}`);
}

/** The alert in full, one line for each known detail. */
export function bodyOf(alert: DescribedAlert): string {
  const lines: [string, string | null][] = [
    [alert.kind === 'THREAT' ? 'Threat' : 'Alert', alert.title],
    ['Severity', severities[alert.severity] ?? 'UNKNOWN'],
    ['Device', alert.hostName],
    ['File', alert.filePath],
    ['Action taken', alert.action],
    ['Detected', alert.detectedAt?.toISOString() ?? null],
    ['In GravityZone', alert.link],
    ['Maintenance', alert.held],
  ];
  const written = lines.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${plainLine(value)}`]));
  // Last, since it may have lines of its own.
  return [...written, ...(alert.detail === null ? [] : [`Detail: ${plainText(alert.detail)}`])].join('\n');
}

/** What a note on a ticket says. */
export function noteOf(occurrences: number, { count, names }: Machines): string {
  const further = count - names.length;
  const named = names.map(plainLine).join(', ') + (further > 0 ? ` and ${further} more` : '');
  const where = count === 0 ? '' : ` on ${count} ${count === 1 ? 'machine' : 'machines'}: ${named}`;
  return `${occurrences} occurrences so far${where}.`;
}
