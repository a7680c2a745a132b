/** What happened to a device, from its log. */
export interface SeatEvent {
  kind: string;
  at: Date;
  /** Of a move: the company it left; null if that is not known. */
  companyBefore: string | null;
}

/** A device as it is stored now, and what happened to it since some time. */
export interface DeviceHistory {
  /** When it came into being in GravityZone. */
  createdAt: Date;
  /** The company that lists it. */
  companyId: string;
  managed: boolean;
  present: boolean;
  events: readonly SeatEvent[];
}

/** How a device left its company: no longer listed or in the group of deleted ones, in another company, or without Bitdefender's agent. */
export type Removal = 'DELETED' | 'MOVED' | 'UNMANAGED';

/** A seat that a device took in a company: still at the end of the time that was looked at, or removed before. */
export type Seat = { removedAt: null; removal: null } | { removedAt: Date; removal: Removal };

interface State {
  companyId: string | null;
  managed: boolean;
  present: boolean;
}

interface Span extends State {
  from: number;
  to: number;
  /** What ended it; null if it lasts. */
  endedBy: string | null;
}

/**
 * The seat that a device took in a company within a time, `to` exclusive; null if it took none. The log is followed back from the present
 * state, so that nothing has to be recorded in time: a device that came and went between two looks is there.
 */
export function seatOf(history: DeviceHistory, companyId: string, time: { from: Date; to: Date }): Seat | null {
  const [from, to] = [time.from.getTime(), time.to.getTime()];
  const taken = spansOf(history).filter(
    (span) => span.companyId === companyId && span.managed && span.present && span.from < to && span.to > from,
  );
  const last = taken.reduce<Span | null>(
    (latest, span) => (latest === null || span.to > latest.to ? span : latest),
    null,
  );
  if (last === null) return null;
  if (last.to >= to || last.endedBy === null) return { removedAt: null, removal: null };
  return { removedAt: new Date(last.to), removal: removals[last.endedBy] ?? 'DELETED' };
}

const removals: Readonly<Record<string, Removal>> = { MISSING: 'DELETED', MOVED: 'MOVED', UNMANAGED: 'UNMANAGED' };

/** The states of a device one after the other, the latest first. */
function spansOf({ createdAt, events, ...now }: DeviceHistory): Span[] {
  const spans: Span[] = [];
  let state: State = { companyId: now.companyId, managed: now.managed, present: now.present };
  let [to, endedBy]: [number, string | null] = [Number.POSITIVE_INFINITY, null];
  for (const event of events.toSorted((a, b) => b.at.getTime() - a.at.getTime())) {
    const at = event.at.getTime();
    // What happened at one instant leaves no time in between; what is logged before a device was made is not of it.
    if (at < to) spans.push({ ...state, from: at, to, endedBy });
    if (at < to || endedBy === null) endedBy = event.kind;
    to = Math.min(to, at);
    state = before(state, event);
  }
  if (createdAt.getTime() < to) spans.push({ ...state, from: createdAt.getTime(), to, endedBy });
  return spans;
}

/** The state before an event, from the state after it. */
function before(after: State, { kind, companyBefore }: SeatEvent): State {
  switch (kind) {
    case 'MISSING':
      return { ...after, present: true };
    case 'RETURNED':
      return { ...after, present: false };
    case 'MANAGED':
      return { ...after, managed: false };
    case 'UNMANAGED':
      return { ...after, managed: true };
    case 'MOVED':
      return { ...after, companyId: companyBefore };
    default:
      return after;
  }
}
