/** What one check found, for an operator. */
export interface Finding {
  /** What was looked at, such as "database". */
  about: string;
  level: 'OK' | 'WARNING' | 'PROBLEM';
  /** What was seen, in one sentence. */
  found: string;
  /** What to do about it, in one sentence; null when all is well. */
  todo: string | null;
}

export const ok = (about: string, found: string): Finding => ({ about, level: 'OK', found, todo: null });
export const warning = (about: string, found: string, todo: string): Finding => ({
  ...{ about, level: 'WARNING', found, todo },
});
export const problem = (about: string, found: string, todo: string): Finding => ({
  ...{ about, level: 'PROBLEM', found, todo },
});

/** A finding as the operator reads it: one line, and one with what to do. */
export function lineOf({ about, level, found, todo }: Finding): string {
  const first = `${level.padEnd(7)}  ${about}: ${found}`;
  return todo === null ? first : `${first}\n         -> ${todo}`;
}

/** The lines of all findings, and a last one that counts them. */
export function reportOf(findings: readonly Finding[]): string {
  const count = (level: Finding['level']) => findings.filter((each) => each.level === level).length;
  const [problems, warnings] = [count('PROBLEM'), count('WARNING')];
  const end = `${problems} ${problems === 1 ? 'problem' : 'problems'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}.`;
  return [...findings.map(lineOf), end].join('\n');
}
