import { type OutbreakSettings } from '../../tenant/tenant-settings.js';

/** One threat met by one machine. */
export interface Detection {
  machine: string;
  at: Date;
}

/** From the first detection of an outbreak to the last one so far. */
export interface OutbreakSpan {
  startedAt: Date;
  lastAt: Date;
}

/**
 * The first outbreak among the detections of one client, whatever the malware: it begins with the first window that has
 * enough machines in it, and goes on until a window passes without a detection. Null when there is none. Several
 * detections on one machine are one machine.
 */
export function findOutbreak(detections: readonly Detection[], settings: OutbreakSettings): OutbreakSpan | null {
  const window = settings.minutes * 60_000;
  const inOrder = [...detections].sort((a, b) => a.at.getTime() - b.at.getTime());
  const within = new Map<string, number>();
  let first = 0;
  for (const [index, { machine, at }] of inOrder.entries()) {
    within.set(machine, (within.get(machine) ?? 0) + 1);
    for (let left = inOrder[first]; left && at.getTime() - left.at.getTime() > window; left = inOrder[++first]) {
      const remaining = (within.get(left.machine) ?? 1) - 1;
      if (remaining > 0) within.set(left.machine, remaining);
      else within.delete(left.machine);
    }
    const start = inOrder[first];
    if (within.size < settings.machines || start === undefined) continue;
    return inOrder
      .slice(index)
      .reduce((span, next) => (belongs(span, next.at, settings) ? grown(span, next.at) : span), {
        startedAt: start.at,
        lastAt: at,
      });
  }
  return null;
}

/** Whether a detection is part of an outbreak: within it, or no further from it than a window. */
export function belongs(span: OutbreakSpan, at: Date, { minutes }: OutbreakSettings): boolean {
  const window = minutes * 60_000;
  return at.getTime() >= span.startedAt.getTime() - window && at.getTime() <= span.lastAt.getTime() + window;
}

/** An outbreak with one more detection. */
export function grown({ startedAt, lastAt }: OutbreakSpan, at: Date): OutbreakSpan {
  return { startedAt: at < startedAt ? at : startedAt, lastAt: at > lastAt ? at : lastAt };
}
