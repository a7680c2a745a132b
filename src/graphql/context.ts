import type DataLoader from 'dataloader';
import type { AlertChangeType } from '../alert/list/alert-change.type.js';
import type { WantedAlerts } from '../alert/list/watch-alerts.js';
import type { Viewer } from '../auth/viewer.js';
import type { SyncRun } from '../sync/history/sync.type.js';
import type { ThreatEvent } from '../threat/list/threat.type.js';
import type { WantedThreats } from '../threat/list/watch-threats.js';

/** What one request carries: who asks, and the loaders that batch what it asks for. */
export interface RequestContext {
  viewer: Viewer;
  /** Loaders by their readers' names, made on first use, for this request only. */
  loaders: Map<string, DataLoader<never, unknown>>;
  live: Live;
}

/** The sources of subscriptions. */
export interface Live {
  threats(viewer: Viewer, wanted: WantedThreats): AsyncIterable<ThreatEvent>;
  alerts(viewer: Viewer, wanted: WantedAlerts): AsyncIterable<AlertChangeType>;
  runs(tenantId: string, runId: string | null): AsyncIterable<SyncRun>;
}

/** The loader of this request called `name`, made by `create` the first time. */
export function loaderOf<Key, Value>(
  context: RequestContext,
  name: string,
  create: () => DataLoader<Key, Value, string>,
): DataLoader<Key, Value, string> {
  const existing = context.loaders.get(name);
  if (existing !== undefined) return existing as unknown as DataLoader<Key, Value, string>;
  const created = create();
  context.loaders.set(name, created as unknown as DataLoader<never, unknown>);
  return created;
}
