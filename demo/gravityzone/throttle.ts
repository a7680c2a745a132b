export interface Limit {
  calls: number;
  perSeconds: number;
}
export interface Limits {
  default: Limit;
  licensing: Limit;
  incidents: Limit;
}

export const realLimits: Limits = {
  default: { calls: 10, perSeconds: 1 },
  licensing: { calls: 5, perSeconds: 1 },
  incidents: { calls: 3, perSeconds: 60 },
};

const bucketsOfMethods: Record<string, keyof Limits> = {
  getIncidentsList: 'incidents',
  getLicenseInfo: 'licensing',
  getMonthlyUsage: 'licensing',
  getCompanyDetails: 'licensing',
  getNetworkInventoryItems: 'licensing',
};

/** The bucket that a method takes a call of. */
export const bucketOf = (method: string): keyof Limits => bucketsOfMethods[method] ?? 'default';

/** Counts calls per key and bucket in sliding windows, as the API does. */
export class Throttle {
  readonly #calls = new Map<string, number[]>();

  constructor(
    readonly limits: Limits | 'off',
    readonly clock: () => Date,
  ) {}

  /** Null when the call is within the limit (and counted), else the limit it breaks and when to come back. */
  refuse(key: string, method: string): { limit: Limit; retryAfterSeconds: number } | null {
    if (this.limits === 'off') return null;
    const bucket = bucketOf(method);
    const limit = this.limits[bucket];
    const name = `${key} ${bucket}`;
    const now = this.clock().getTime();
    const recent = (this.#calls.get(name) ?? []).filter((at) => at > now - limit.perSeconds * 1_000);
    this.#calls.set(name, recent);
    const [oldest] = recent;
    if (recent.length < limit.calls || oldest === undefined) {
      recent.push(now);
      return null;
    }
    return { limit, retryAfterSeconds: Math.max(1, Math.ceil((oldest - now) / 1_000 + limit.perSeconds)) };
  }
}
