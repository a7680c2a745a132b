/** How severe a threat is, from the least; a severity's place in this list is how it is stored. */
export const severities = ['UNKNOWN', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
export type Severity = (typeof severities)[number];

export type SeveritySourceName =
  | 'INCIDENT_SCORE'
  | 'THREAT_FAMILY'
  | 'INFECTED_STATE'
  | 'DETECTION_STATE'
  | 'NONE'
  | 'REPORT_MODULE';

/** A severity, and why. */
export interface SeverityVerdict {
  severity: Severity;
  source: SeveritySourceName;
  reason: string;
}

/** The lowest score (0 to 100) of each severity above LOW. */
export interface SeverityBands {
  medium: number;
  high: number;
  critical: number;
}

/** Bitdefender's own default bands, with its highest one split at 90. */
export const defaultBands: SeverityBands = { medium: 40, high: 76, critical: 90 };

/** Less than zero when `a` is the lesser. */
export function compareSeverity(a: Severity, b: Severity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}

/** What is wrong with bands; empty when nothing is. */
export function validateBands({ medium, high, critical }: SeverityBands): string[] {
  const whole = [medium, high, critical].every((score) => Number.isInteger(score) && score >= 1 && score <= 100);
  if (!whole) return ['Each band begins at a whole number from 1 to 100.'];
  return medium < high && high < critical ? [] : ['The bands must rise: medium below high, high below critical.'];
}

/** The severity of an incident's score. */
export function severityOfScore(score: number | null, bands: SeverityBands = defaultBands): SeverityVerdict {
  if (score === null || !Number.isFinite(score))
    return { severity: 'UNKNOWN', source: 'NONE', reason: 'Bitdefender gave no score.' };
  const severity =
    score >= bands.critical ? 'CRITICAL' : score >= bands.high ? 'HIGH' : score >= bands.medium ? 'MEDIUM' : 'LOW';
  return { severity, source: 'INCIDENT_SCORE', reason: `The incident's score is ${score} of 100.` };
}

export const threatFamilies = [
  'RANSOMWARE',
  'EXPLOIT',
  'TROJAN',
  'BACKDOOR',
  'WORM',
  'VIRUS',
  'ROOTKIT',
  'SPYWARE',
  'HEURISTIC',
  'ADWARE',
  'APPLICATION',
  'UNKNOWN',
] as const;
export type ThreatFamily = (typeof threatFamilies)[number];

/**
 * Words of Bitdefender's dotted names, the most specific family first: "Trojan.Ransom.X" is ransomware. The families
 * that count as LOW are identified by the first segment alone, in whole: "Trojan.CoinMiner.A" and "Trojan.Puppy.B" are no
 * applications.
 */
const familyWords: readonly [ThreatFamily, RegExp][] = [
  ['RANSOMWARE', /ransom|lockbit|wannacry|cryptolocker|filecoder/],
  ['ADWARE', /^(gen:(variant\.)?)?adware([.:]|$)/],
  ['APPLICATION', /^(gen:(variant\.)?)?(application|pua)([.:]|$)/],
  ['EXPLOIT', /exploit|(^|[.:])cve-/],
  ['BACKDOOR', /backdoor/],
  ['ROOTKIT', /rootkit/],
  ['SPYWARE', /spyware|keylogger|infostealer/],
  ['WORM', /worm/],
  ['TROJAN', /trojan/],
  ['VIRUS', /virus|eicar|(^|[.:])win(32|64)\./],
  ['HEURISTIC', /(^|[.:])(gen|heur|atc4|deepscan)/],
];

/** The family a threat's name indicates. */
export function threatFamily(name: string): ThreatFamily {
  const lower = name.trim().toLowerCase();
  return familyWords.find(([, words]) => words.test(lower))?.[0] ?? 'UNKNOWN';
}

const familySeverity: Readonly<Partial<Record<ThreatFamily, Severity>>> = {
  RANSOMWARE: 'CRITICAL',
  ADWARE: 'LOW',
  APPLICATION: 'LOW',
};

/** The severity of a quarantine item, which has none of its own: by family, raised to HIGH while the device is infected. */
export function severityOfQuarantine(threatName: string, deviceInfected: boolean): SeverityVerdict {
  const family = threatFamily(threatName);
  const usual = familySeverity[family] ?? 'MEDIUM';
  if (deviceInfected && compareSeverity(usual, 'HIGH') < 0)
    return {
      severity: 'HIGH',
      source: 'THREAT_FAMILY',
      reason: `The device is still infected; ${family} alone is ${usual}.`,
    };
  return {
    severity: usual,
    source: 'THREAT_FAMILY',
    reason: `Threats of the family ${family} are ${usual} by default.`,
  };
}

/** What the state of a device reports: malware that could not be removed, or any detection in the last 24 hours. */
export const stateFlags = ['INFECTED', 'DETECTION'] as const;
export type StateFlag = (typeof stateFlags)[number];

/** The severity of threats that are known only from the state of a device, by flag; set by the tenant. */
export interface StateSeverities {
  infected: Severity;
  detection: Severity;
}

export const defaultStateSeverities: StateSeverities = { infected: 'HIGH', detection: 'MEDIUM' };

/** The severity of a threat that is known only from the state of a device. */
export function severityOfState(flag: StateFlag, { infected, detection }: StateSeverities): SeverityVerdict {
  return flag === 'INFECTED'
    ? {
        severity: infected,
        source: 'INFECTED_STATE',
        reason: `Devices that Bitdefender reports as infected are ${infected} by the settings.`,
      }
    : {
        severity: detection,
        source: 'DETECTION_STATE',
        reason: `Detections that only the state of a device shows are ${detection} by the settings.`,
      };
}

/** Words of the modules and event types of a Security audit report, in several languages, with the severity of their events. */
const moduleSeverity: readonly (readonly [RegExp, Severity])[] = [
  [/ransom/i, 'HIGH'],
  [
    /network attack|ataques? de red|ataques? de rede|netzwerkangriff|attaques? r[eé]seau|attacchi di rete|atacuri de re[tț]ea/i,
    'MEDIUM',
  ],
  [/exploit|hyperdetect|advanced threat|\batc\b|fileless|sandbox/i, 'MEDIUM'],
  [/anti-?malware|malware|antivirus/i, 'MEDIUM'],
];

/** The severity of a row of a Security audit report: by the family in its name, else by its module; LOW for any other module. */
export function severityOfReport(threatName: string, module: string, eventType: string): SeverityVerdict {
  if (threatFamily(threatName) !== 'UNKNOWN') return severityOfQuarantine(threatName, false);
  const severity = moduleSeverity.find(([words]) => words.test(module) || words.test(eventType))?.[1] ?? 'LOW';
  return {
    severity,
    source: 'REPORT_MODULE',
    reason: `Events of the module "${module || 'unnamed'}" in the Security audit report are ${severity} by default.`,
  };
}
