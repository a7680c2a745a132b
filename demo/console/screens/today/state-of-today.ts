/** What the sentence of state is made from. */
export interface Situation {
  /** In the order of need; at most `asked` of them. */
  clients: readonly { critical: number; high: number }[];
  /** How many clients were asked for: there may be more. */
  asked: number;
  /** Open alerts that nobody has taken. */
  unassignedAlerts: number;
  integrations: readonly { state: 'CONNECTED' | 'FAILING' | 'DISCONNECTED'; stale: boolean }[];
}

/** A part of the sentence: a text below `today.state`, and its number. */
export interface StatePart {
  text: 'clients' | 'manyClients' | 'alerts' | 'failing' | 'behind' | 'quiet' | 'unconnected';
  count: number;
}

/** Whether a client has something that should not wait. */
export const isInNeed = ({ critical, high }: { critical: number; high: number }): boolean => critical + high > 0;

/** What the person who opens the console should know first, the most pressing first. */
export function stateOfToday({ clients, asked, unassignedAlerts, integrations }: Situation): StatePart[] {
  // A disconnected one was disconnected on purpose.
  const polled = integrations.filter(({ state }) => state !== 'DISCONNECTED');
  if (polled.length === 0) return [{ text: 'unconnected', count: 0 }];
  const inNeed = clients.filter(isInNeed).length;
  const failing = polled.filter(({ state }) => state === 'FAILING').length;
  const behind = polled.filter(({ state, stale }) => state === 'CONNECTED' && stale).length;
  const parts: StatePart[] = [
    { text: inNeed < asked ? 'clients' : 'manyClients', count: inNeed },
    { text: 'failing', count: failing },
    { text: 'behind', count: behind },
  ];
  // Alerts of clients that are named already would say the same twice.
  if (inNeed === 0) parts.push({ text: 'alerts', count: unassignedAlerts });
  const pressing = parts.filter(({ count }) => count > 0);
  return pressing.length > 0 ? pressing : [{ text: 'quiet', count: 0 }];
}

/** How a number differs from that of the same part of the window before. */
export function comparisonOf(now: number, before: number): { text: 'more' | 'less' | 'same'; by: number } {
  if (now === before) return { text: 'same', by: 0 };
  return now > before ? { text: 'more', by: now - before } : { text: 'less', by: before - now };
}

/** The number of the day before today; null on the first day of the month, which the series begins with. */
export function yesterdayOf(days: readonly { from: string; to: string; total: number }[], now: Date): number | null {
  const at = now.toISOString();
  const place = days.findIndex(({ from, to }) => from <= at && at < to);
  return days[place - 1]?.total ?? null;
}
