/**
 * What ought to become of BD's rows, said in the simplest way: which threats there are, how they stand and how often they
 * were detected. It knows nothing of tables, hashes or portions.
 */
export type ModelStatus = 'UNRESOLVED' | 'RESOLVED' | 'FALSE_POSITIVE';

/** A row as BD sends it, for what matters here: when it was detected first and last, and what else may change. */
export interface ModelRow {
  kind: 'INCIDENT' | 'QUARANTINE';
  id: string;
  deviceId: string;
  name: string;
  firstAt: number;
  at: number;
  status: ModelStatus;
  score: number | null;
}

interface ModelSource {
  kind: ModelRow['kind'];
  reported: ModelStatus;
  score: number | null;
  at: number;
  presence: 'SHOWN' | 'MISSED' | 'GONE';
}

export interface ModelThreat {
  deviceId: string;
  name: string;
  status: ModelStatus;
  by: string | null;
  occurrences: number;
  firstAt: number;
  lastAt: number;
  /** What happened to it, in order, with who did it. */
  history: string[];
  sources: Map<string, ModelSource>;
}

export class ThreatModel {
  readonly threats: ModelThreat[] = [];

  /** Whether a page of rows changes anything. */
  hasNews(rows: readonly ModelRow[]): boolean {
    return rows.some((row) => {
      const source = this.#find(row.id)?.sources.get(row.id);
      return (
        source?.reported !== row.status ||
        source.at !== row.at ||
        source.score !== row.score ||
        source.presence === 'GONE'
      );
    });
  }

  take(rows: readonly ModelRow[]): void {
    for (const row of rows) if (this.hasNews([row])) this.#takeOne(row);
  }

  /** A whole walk that can be believed: `atOnce` when what it does not show is gone, else it must be missed twice. */
  walked(shown: ReadonlySet<string>, atOnce: boolean): void {
    for (const threat of this.threats) {
      let left = false;
      for (const [id, source] of threat.sources) {
        if (source.kind !== 'QUARANTINE' || source.presence === 'GONE') continue;
        if (shown.has(id)) source.presence = 'SHOWN';
        else if (atOnce || source.presence === 'MISSED') {
          source.presence = 'GONE';
          left = true;
        } else source.presence = 'MISSED';
      }
      const sources = [...threat.sources.values()];
      const open = sources.some(({ kind, reported, presence }) =>
        kind === 'INCIDENT' ? reported === 'UNRESOLVED' : presence !== 'GONE',
      );
      if (left && !open && threat.status === 'UNRESOLVED') {
        this.#set(threat, 'RESOLVED', 'bitdefender');
        threat.history.push('RESOLVED by bitdefender');
      }
    }
  }

  /** Whether such a walk would resolve anything. */
  wouldResolve(shown: ReadonlySet<string>, atOnce: boolean): boolean {
    const copy = new ThreatModel();
    copy.threats.push(...structuredClone(this.threats));
    copy.walked(shown, atOnce);
    return copy.threats.some(({ status }, index) => status !== this.threats[index]?.status);
  }

  decide(threat: ModelThreat, status: ModelStatus, person: string): void {
    if (threat.status === status) return;
    this.#set(threat, status, person);
    threat.history.push(`${recorded(status)} by ${person}`);
  }

  #takeOne(row: ModelRow): void {
    const known = this.#find(row.id);
    const threat = known ?? this.#sameEvent(row);
    if (threat === undefined) {
      this.threats.push({
        deviceId: row.deviceId,
        name: row.name,
        status: row.status,
        by: row.status === 'UNRESOLVED' ? null : 'bitdefender',
        occurrences: 1,
        firstAt: row.firstAt,
        lastAt: row.at,
        history: ['DETECTED by bitdefender'],
        sources: new Map([[row.id, sourceOf(row)]]),
      });
      return;
    }
    const source = known?.sources.get(row.id);
    const { status, occurrences } = threat;
    const byPerson = threat.by !== null && threat.by !== 'bitdefender';
    if (source !== undefined && row.kind === 'QUARANTINE' && row.at > source.at) {
      threat.occurrences += 1;
      this.#set(threat, 'UNRESOLVED', null);
    } else if (!byPerson) {
      if (source?.presence === 'GONE') this.#set(threat, 'UNRESOLVED', null);
      else if (row.kind === 'INCIDENT' && source?.reported !== row.status) this.#set(threat, row.status, 'bitdefender');
    }
    const unchanged = threat.occurrences > occurrences ? 'RECURRED' : 'UPDATED';
    threat.history.push(`${threat.status === status ? unchanged : recorded(threat.status)} by bitdefender`);
    threat.lastAt = Math.max(threat.lastAt, row.at);
    threat.sources.set(row.id, sourceOf(row));
  }

  /** Whether the threat of this row is dealt with. */
  isDealtWith(id: string): boolean {
    return (this.#find(id)?.status ?? 'UNRESOLVED') !== 'UNRESOLVED';
  }

  #find(id: string): ModelThreat | undefined {
    return this.threats.find(({ sources }) => sources.has(id));
  }

  /** The nearest threat of that name and device from the other list, or the earlier; a threat has one incident at most. */
  #sameEvent(row: ModelRow): ModelThreat | undefined {
    const distance = ({ firstAt }: ModelThreat) => Math.abs(firstAt - row.firstAt);
    return this.threats
      .filter(({ deviceId, name, sources }) => {
        const kinds = [...sources.values()].map(({ kind }) => kind);
        const joinable = row.kind === 'INCIDENT' ? !kinds.includes('INCIDENT') : kinds.includes('INCIDENT');
        return joinable && deviceId === row.deviceId && name === row.name;
      })
      .sort((a, b) => distance(a) - distance(b) || a.firstAt - b.firstAt)[0];
  }

  #set(threat: ModelThreat, status: ModelStatus, by: string | null): void {
    if (threat.status === status) return;
    threat.status = status;
    threat.by = status === 'UNRESOLVED' ? null : by;
  }
}

/** A new status, as history records it. */
const recorded = (status: ModelStatus) => (status === 'UNRESOLVED' ? 'REOPENED' : status);

function sourceOf({ kind, status, score, at }: ModelRow): ModelSource {
  return { kind, reported: status, score, at, presence: 'SHOWN' };
}
