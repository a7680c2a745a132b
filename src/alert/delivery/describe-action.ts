import { severities } from '../../domain/severity.js';

/** What a ticket, a message or a receiver is told of an alert. */
export interface DescribedAlert {
  kind: string;
  title: string;
  detail: string | null;
  severity: number;
  hostName: string | null;
  filePath: string | null;
  action: string | null;
  link: string | null;
  detectedAt: Date | null;
}

/** The alert in a line. */
export function titleOf({ kind, title, hostName }: DescribedAlert): string {
  const place = kind === 'THREAT' ? ` on ${hostName ?? 'an unknown machine'}` : '';
  return `Bitdefender: ${title}${place}`;
}

/** The alert in full, a line for each thing that is known. */
export function bodyOf(alert: DescribedAlert): string {
  const lines: [string, string | null][] = [
    [alert.kind === 'THREAT' ? 'Threat' : 'Alert', alert.title],
    ['Severity', severities[alert.severity] ?? 'UNKNOWN'],
    ['Device', alert.hostName],
    ['File', alert.filePath],
    ['Action taken', alert.action],
    ['Detected', alert.detectedAt?.toISOString() ?? null],
    ['In GravityZone', alert.link],
    ['Detail', alert.detail],
  ];
  return lines.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`])).join('\n');
}

/** The machines of an action: all are counted, some are named. */
export interface Machines {
  count: number;
  names: string[];
}

/** What a note on a ticket says. */
export function noteOf(occurrences: number, { count, names }: Machines): string {
  const further = count - names.length;
  const named = names.join(', ') + (further > 0 ? ` and ${further} more` : '');
  const where = count === 0 ? '' : ` on ${count} ${count === 1 ? 'machine' : 'machines'}: ${named}`;
  return `${occurrences} occurrences so far${where}.`;
}
