import {
  type Evidence,
  type Finding,
  type FindingCode,
  FindingSeverity,
  type Remedy,
  RemedyKind,
} from './diagnostics.type.js';

/** A finding in short: evidence as an object, of which what is null is left out. */
export function finding(
  severity: keyof typeof FindingSeverity,
  code: `${FindingCode}`,
  given: Pick<Finding, 'message' | 'remedy' | 'connectionId' | 'companyId' | 'deviceId' | 'threatId'> & {
    evidence: Record<string, string | number | Date | null>;
  },
): Finding {
  return {
    ...given,
    severity: FindingSeverity[severity],
    code: code as FindingCode,
    evidence: evidenceOf(given.evidence),
  };
}

export const byMutation = (name: string, message: string): Remedy => ({ kind: RemedyKind.MUTATION, name, message });
export const bySetting = (name: string, message: string): Remedy => ({ kind: RemedyKind.SETTING, name, message });
export const inGravityZone = (name: string, message: string): Remedy => ({
  kind: RemedyKind.GRAVITYZONE,
  name,
  message,
});
export const byItself = (message: string): Remedy => ({ kind: RemedyKind.NOTHING, name: null, message });

function evidenceOf(facts: Record<string, string | number | Date | null>): Evidence[] {
  return Object.entries(facts).flatMap(([name, value]) =>
    value === null ? [] : [{ name, value: value instanceof Date ? value.toISOString() : String(value) }],
  );
}
