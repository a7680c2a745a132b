import type { BitdefenderFindingCode, DiagnosticsPageQuery } from '../../../../operations/documents.ts';

export type Finding = NonNullable<DiagnosticsPageQuery['bitdefenderDiagnostics']>['findings'][number];

export const findingSeverities = ['PROBLEM', 'WARNING', 'INFORMATION'] as const;
export type FindingSeverity = (typeof findingSeverities)[number];

/** The findings of one kind. */
export interface FindingGroup {
  code: BitdefenderFindingCode;
  findings: Finding[];
}

/** The findings by severity, the worst first, and in each by kind, in the order in which they came. */
export function groupFindings(findings: readonly Finding[]): { severity: FindingSeverity; groups: FindingGroup[] }[] {
  return findingSeverities.flatMap((severity) => {
    const own = findings.filter((finding) => finding.severity === severity);
    const groups = [...Map.groupBy(own, ({ code }) => code)].map(([code, found]) => ({ code, findings: found }));
    return groups.length > 0 ? [{ severity, groups }] : [];
  });
}

/** What identifies a finding when findings are read again. */
export const keyOf = ({ code, integrationId, companyId, deviceId, threatId, message }: Finding): string =>
  [code, integrationId, companyId, deviceId, threatId, message].join(' ');

/** A fact of a finding; null where it has none of that name. */
export const factOf = ({ evidence }: Pick<Finding, 'evidence'>, name: string): string | null =>
  evidence.find((fact) => fact.name === name)?.value ?? null;

/** A fact as people read it. */
export interface ShownFact {
  name: string;
  /** A moment, of which the age is shown. */
  at: string | null;
  text: string;
}

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** The facts that a person can use: ids are for buttons. Names such as `lastSyncedAt` become "last synced at". */
export function shownFacts({ evidence }: Pick<Finding, 'evidence'>): ShownFact[] {
  return evidence
    .filter(({ name }) => !/Ids?$/.test(name))
    .map(({ name, value }) => ({
      name: name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
      at: moment.test(value) ? value : null,
      text: value,
    }));
}
