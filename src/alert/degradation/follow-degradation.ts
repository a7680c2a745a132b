import { type AlertLifecycle, reopened } from '../state/alert-state.js';
import { countedBy, type Degradation, degradationTexts } from './degradations.js';

/** What of one client is degraded in one way: machines, or companies whose licence ends. */
export interface Degraded {
  clientId: string;
  cause: Degradation;
  /** How many there are among those whose data are fresh; 0 if there are only others, of which nothing is known now. */
  count: number;
  /** The first ones, as they are named. */
  names: string[];
}

/** An alert as it stands, and when its rules were last asked. */
export interface StandingDegradation extends AlertLifecycle {
  raisedAt: Date;
  /** Whether it waited for the end of maintenance then, and had healed by that time: nobody knows of it. */
  heldInVain: boolean;
}

/** What comes and goes asks its rules no sooner than after this time. */
const quietMilliseconds = 24 * 3_600_000;

/**
 * How the alert of a client and a cause stands after a look at its machines, and whether its rules are asked. It is resolved when they
 * heal. One that a person resolved stays so while they do not; after they have healed it follows them again. What comes back within a day
 * reopens without asking the rules, unless they were never asked.
 */
export function followDegradation(
  before: StandingDegradation,
  degraded: boolean,
  now: Date,
): { after: AlertLifecycle; acts: boolean } {
  if (!degraded) return { after: { ...reopened(before), state: 'RESOLVED' }, acts: false };
  if (before.state !== 'RESOLVED' || before.takenOverBy !== null) return { after: before, acts: false };
  const isQuiet = now.getTime() - before.raisedAt.getTime() < quietMilliseconds;
  return { after: reopened(before), acts: before.heldInVain || !isQuiet };
}

const units = { MACHINES: ['machine', 'machines'], COMPANIES: ['company', 'companies'] } as const;

/** The title and the detail of an alert. Names are those of the inventory. */
export function degradationText({ cause, count, names }: Degraded): { title: string; detail: string } {
  const { name, advice } = degradationTexts[cause];
  const further = count - names.length;
  const [one, many] = units[countedBy(cause)];
  const more = further > 0 ? ` and ${further} more` : '';
  return {
    title: `${name}: ${count} ${count === 1 ? one : many}`,
    detail: `${names.join(', ')}${more}. ${advice}`,
  };
}

/** What the alert is about, as it is stored: one for each client and cause. */
export const degradationSubject = ({ clientId, cause }: Pick<Degraded, 'clientId' | 'cause'>) =>
  `protection:${cause}:${clientId}`;
