import { type Finding, ok, problem, warning } from './finding.js';

/** Tokens are accepted within five seconds of their times; what is stored is ordered by the clock. */
const noticeableSeconds = 5;
/** Beyond this, tokens are refused and times on screen are wrong. */
const harmfulSeconds = 60;

/** Compares this machine's clock with another's. `delaySeconds` is how long the answer took, by which it may be off. */
export function clockFinding(whose: string, ours: Date, theirs: Date, delaySeconds: number): Finding {
  const seconds = (ours.getTime() - theirs.getTime()) / 1_000;
  const off = Math.max(0, Math.abs(seconds) - delaySeconds);
  const sentence = `this machine is ${Math.abs(Math.round(seconds))} seconds ${seconds < 0 ? 'behind' : 'ahead of'} ${whose}.`;
  const todo = 'Synchronize the clocks of both machines (NTP).';
  if (off > harmfulSeconds) return problem('clock', sentence, todo);
  if (off > noticeableSeconds) return warning('clock', sentence, todo);
  return ok('clock', `this machine and ${whose} agree.`);
}

/** Whether a PostgreSQL of this version, as `server_version_num` gives it, is supported. */
export function versionFinding(versionNumber: number): Finding {
  const major = Math.floor(versionNumber / 10_000);
  if (major < 15) return problem('database', `PostgreSQL ${major} is too old.`, 'Use PostgreSQL 15 or later.');
  if (major > 18)
    return warning('database', `PostgreSQL ${major} has not been tried.`, 'PostgreSQL 15 to 18 are tested.');
  return ok('database', `PostgreSQL ${major}.`);
}

/** Connections that one process opens, at most: statements, queue and its listener, live events. */
const connectionsOfProcess = 16;

/** Whether the server allows enough connections for a process, beside those that are used already. */
export function connectionsFinding({ most, used }: { most: number; used: number }): Finding {
  const left = most - used;
  const sentence = `${used} of ${most} connections are in use; a process takes up to ${connectionsOfProcess}.`;
  return left < connectionsOfProcess
    ? problem('connections', sentence, 'Raise max_connections, or put a pooler in front (DATABASE_DIRECT_URL).')
    : ok('connections', sentence);
}

/** What of the role's rights and of the way to the server bears on row-level security. */
export interface Guard {
  /** Whether the policies do not hold for the role of the service. */
  isBypassed: boolean;
  /** Whether a session is ours alone: not so behind a pooler in transaction mode. */
  isDirect: boolean;
  /** The functions of searches that are not marked leakproof. */
  leaky: readonly string[];
}

/** Whether row-level security holds for the service, and in which way each statement names its tenant. */
export function guardFinding({ isBypassed, isDirect, leaky }: Guard): Finding {
  const about = 'row-level security';
  if (isBypassed)
    return warning(
      about,
      'it does not hold for the role of DATABASE_URL, which is a superuser or has bypassrls.',
      'Serve as a role without either: docs/operations.md, "Two roles".',
    );
  const way = isDirect ? 'when it changes, on direct connections' : 'in each transaction, behind a pooler';
  const search =
    leaky.length === 0 ? '' : `; searches use no index, since these are not leakproof: ${leaky.join(', ')}`;
  return ok(about, `the tenant is set ${way}${search}.`);
}

/** Whether every name of a master key that seals something is among those configured. */
export function keysFinding(sealedWith: readonly string[], configured: readonly string[]): Finding {
  const unknown = sealedWith.filter((id) => !configured.includes(id));
  if (unknown.length > 0)
    return problem(
      'keys',
      `API keys or webhook secrets are sealed with ${unknown.join(', ')}, which MASTER_KEYS does not name.`,
      'Add it behind the first one in MASTER_KEYS; without it they must be entered again.',
    );
  return ok('keys', sealedWith.length === 0 ? 'nothing is sealed yet.' : 'every sealed key can be opened.');
}
