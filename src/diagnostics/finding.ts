import {
  type Evidence,
  type Finding,
  type FindingCode,
  FindingSeverity,
  type Remedy,
  RemedyKind,
} from './diagnostics.type.js';

/** Builds a finding. The evidence is given by name; facts that are null are left out. */
export function finding(
  severity: keyof typeof FindingSeverity,
  code: `${FindingCode}`,
  given: Pick<Finding, 'message' | 'remedy' | 'integrationId' | 'companyId' | 'deviceId' | 'threatId'> & {
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

/** A remedy through a mutation. */
export const byMutation = (name: string, message: string): Remedy => ({ kind: RemedyKind.MUTATION, name, message });
/** A remedy through a setting. */
export const bySetting = (name: string, message: string): Remedy => ({ kind: RemedyKind.SETTING, name, message });
/** A remedy in Bitdefender Control Center; `name` is the place. */
export const inGravityZone = (name: string, message: string): Remedy => ({
  kind: RemedyKind.GRAVITYZONE,
  name,
  message,
});
/** No change needed here; `message` says why, or what to do elsewhere. */
export const nothingToChange = (message: string): Remedy => ({ kind: RemedyKind.NOTHING, name: null, message });

function evidenceOf(facts: Record<string, string | number | Date | null>): Evidence[] {
  return Object.entries(facts).flatMap(([name, value]) =>
    value === null ? [] : [{ name, value: value instanceof Date ? value.toISOString() : String(value) }],
  );
}
