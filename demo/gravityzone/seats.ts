interface Span {
  deviceId: string;
  companyId: string;
  from: number;
  /** Infinity while it lasts. */
  to: number;
}

/** Which devices were protected, in which company and when: what a GravityZone counts for the licences. */
export class SeatBook {
  readonly #spans: Span[] = [];

  constructor(readonly clock: () => Date) {}

  /** A device is protected from now on; one without an agent has no seat. */
  begin({ id, companyId, managed }: { id: string; companyId: string; managed: boolean }, since = this.clock()): void {
    if (managed) this.#spans.push({ deviceId: id, companyId, from: since.getTime(), to: Number.POSITIVE_INFINITY });
  }

  /** It is deleted, moved or no longer protected. */
  end(deviceId: string): void {
    const now = this.clock().getTime();
    for (const span of this.#spans) if (span.deviceId === deviceId) span.to = Math.min(span.to, now);
  }

  /** The seats of these companies in a month such as 2026-11, by UTC: each device once in each company that had it. */
  counted(companyIds: ReadonlySet<string>, month: string): number {
    const from = Date.parse(`${month}-01T00:00:00Z`);
    const to = new Date(from).setUTCMonth(new Date(from).getUTCMonth() + 1);
    return this.#count(companyIds, (span) => span.from < to && span.to >= from);
  }

  /** The seats that are taken now. */
  held(companyIds: ReadonlySet<string>): number {
    return this.#count(companyIds, ({ to }) => to === Number.POSITIVE_INFINITY);
  }

  #count(companyIds: ReadonlySet<string>, wanted: (span: Span) => boolean): number {
    const spans = this.#spans.filter((span) => companyIds.has(span.companyId) && wanted(span));
    return new Set(spans.map(({ deviceId, companyId }) => `${deviceId} ${companyId}`)).size;
  }
}
