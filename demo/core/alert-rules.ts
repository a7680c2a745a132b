export type AlertSeverity = 'UNKNOWN' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

const ascending: readonly AlertSeverity[] = ['UNKNOWN', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];

/** A rule of the platform: which alerts become a ticket, and of what kind. */
export interface PlatformRule {
  name: string;
  type: string;
  minimumSeverity: AlertSeverity;
  ticket: { priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL'; team: string };
  /** Whether the ticket ends with its alert. */
  closes: boolean;
}

/** The rule that every tenant has at first. */
export const defaultPlatformRules = (): PlatformRule[] => [
  {
    name: 'Bitdefender high-severity -> ticket',
    type: 'bitdefender',
    minimumSeverity: 'HIGH',
    ticket: { priority: 'CRITICAL', team: 'security' },
    closes: true,
  },
];

/** The first rule that makes a ticket of such an alert. */
export const ruleFor = (rules: readonly PlatformRule[], alert: { type: string; severity: AlertSeverity }) =>
  rules.find(
    ({ type, minimumSeverity }) =>
      type === alert.type && ascending.indexOf(alert.severity) >= ascending.indexOf(minimumSeverity),
  );
