/** What requests may take of one process at most. Those over HTTP and operations over WebSocket count alike. */
export interface RequestLimits {
  /** Requests of one person or program in a minute. */
  personPerMinute: number;
  tenantPerMinute: number;
  /** Requests of one person that are answered or wait at the same time. */
  personAtOnce: number;
  /** Requests of one tenant that are answered at the same time; ten times as many may wait for them. */
  tenantAtOnce: number;
  /** Files of exports that one tenant is sent at the same time. */
  exportsAtOnce: number;
}

/** What report links may take of one process, beside what the people of their tenant may: whoever has a link is no user of anybody. */
export const linkLimits = {
  /** Requests with one link in a minute: it may be open on many screens. */
  linkPerMinute: 60,
  /** Requests with all links of a tenant in a minute. */
  tenantPerMinute: 600,
  /** Requests with links of one tenant that are answered at the same time; ten times as many may wait for them. */
  tenantAtOnce: 2,
} as const;

const limits: Readonly<Record<string, { of: keyof RequestLimits; usual: number }>> = {
  'person-per-minute': { of: 'personPerMinute', usual: 1_200 },
  'tenant-per-minute': { of: 'tenantPerMinute', usual: 12_000 },
  'person-at-once': { of: 'personAtOnce', usual: 40 },
  'tenant-at-once': { of: 'tenantAtOnce', usual: 5 },
  'exports-at-once': { of: 'exportsAtOnce', usual: 2 },
};

/** How an entry must be written that `parseRequestLimits` refuses. */
export const requestLimitGrammar = `each entry must be name=number, the name being one of ${Object.keys(limits).join(', ')}`;

/** Takes entries such as `person-per-minute=600`; gives all limits, those without an entry as usual, or null where an entry cannot be read. */
export function parseRequestLimits(entries: readonly string[]): RequestLimits | null {
  const parsed = entries.map((entry) => {
    const [, name = '', amount] = /^([a-z-]+)=(\d{1,7})$/.exec(entry) ?? [];
    const limit = Object.hasOwn(limits, name) ? limits[name] : undefined;
    return limit === undefined || Number(amount) < 1 ? null : ([limit.of, Number(amount)] as const);
  });
  if (parsed.includes(null)) return null;
  const usual = Object.values(limits).map(({ of, usual }) => [of, usual] as const);
  return Object.fromEntries([...usual, ...parsed.filter((entry) => entry !== null)]) as unknown as RequestLimits;
}
