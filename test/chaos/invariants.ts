import type { Detection } from './happenings.js';
import type { Stage } from './stage.js';
import type { Watcher } from './watcher.js';

/** How often each key occurs. */
function counted(keys: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** What is wrong where each of `wanted` must be there exactly once, and nothing else. */
export function eachOnce(what: string, wanted: readonly string[], found: readonly string[]): string[] {
  const counts = counted(found);
  const known = new Set(wanted);
  return [
    ...wanted.filter((key) => !counts.has(key)).map((key) => `lost: ${what} ${key}`),
    ...[...counts].filter(([, times]) => times > 1).map(([key, times]) => `doubled: ${what} ${key}, ${times} times`),
    ...[...counts.keys()].filter((key) => !known.has(key)).map((key) => `invented: ${what} ${key}`),
  ];
}

/**
 * What does not hold of the state of everything, in words; empty where nothing is lost, doubled or stuck. Before everything has come to
 * rest, what is still to be done counts too.
 */
export async function problemsOf(
  stage: Stage,
  detections: readonly Detection[],
  watchers: readonly Watcher[],
): Promise<string[]> {
  const parts = [threats, alerts, actions, changes, states, devices, unfinished, cadence];
  const problems = await Promise.all(parts.map((part) => part(stage, detections)));
  return [...problems.flat(), ...heard(watchers, detections), ...replicas(stage)];
}

type Part = (stage: Stage, detections: readonly Detection[]) => Promise<string[]>;

const keyOf = ({ tenantId, name }: { tenantId: string; name: string }) => `${tenantId} ${name}`;

const threats: Part = async ({ rows }, detections) => {
  const sources = await rows<{ tenantId: string; kind: string; bdId: string; name: string }>(
    `select source.tenant_id as "tenantId", source.kind, source.bd_id as "bdId", threat.name from threat_source as source
     left join threat on threat.tenant_id = source.tenant_id and threat.id = source.threat_id`,
  );
  const stored = await rows<{ tenantId: string; name: string }>('select tenant_id as "tenantId", name from threat');
  const sourceOf = ({ kind, bdId, ...named }: Pick<Detection, 'tenantId' | 'kind' | 'bdId' | 'name'>) =>
    `${keyOf(named)} from ${kind} ${bdId}`;
  return [
    ...eachOnce(
      'source',
      detections.map(sourceOf),
      sources.map((source) => sourceOf(source as Detection)),
    ),
    ...eachOnce('threat', detections.map(keyOf), stored.map(keyOf)),
  ];
};

const alerts: Part = async ({ rows }, detections) => {
  const raised = await rows<{ tenantId: string; name: string }>(
    `select alert.tenant_id as "tenantId", threat.name from alert
     join threat on threat.tenant_id = alert.tenant_id and threat.id = alert.threat_id where alert.kind = 'THREAT'`,
  );
  const ticketed = await rows<{ tenantId: string; name: string }>(
    `select alert.tenant_id as "tenantId", threat.name from alert
     join threat on threat.tenant_id = alert.tenant_id and threat.id = alert.threat_id
     join alert_occurrence as occurrence on occurrence.tenant_id = alert.tenant_id and occurrence.alert_id = alert.id
     join alert_action as action on action.tenant_id = alert.tenant_id and action.id = occurrence.action_id
     where action.kind = 'CREATE_TICKET' and action.state = 'DONE' and alert.ticket_id is not null`,
  );
  const severe = detections.filter(({ isSevere }) => isSevere);
  // One that was closed before it was first read needs no ticket.
  const optional = new Set(severe.filter(({ isClosed }) => isClosed).map(keyOf));
  const needed = severe.filter(({ isClosed }) => !isClosed).map(keyOf);
  return [
    ...eachOnce('alert', detections.map(keyOf), raised.map(keyOf)),
    ...eachOnce(
      'ticket of an alert',
      needed,
      ticketed.map(keyOf).filter((key) => !optional.has(key)),
    ),
  ];
};

/** What the service says it did, beside what core has. */
const actions: Part = async ({ rows, core, tenants }) => {
  const sent = await rows<{ key: string; state: string }>(
    `select tenant_id || ' ' || kind || ' ' || id as key, state from alert_action`,
  );
  const has = tenants.flatMap(({ id: tenantId }) => {
    const tickets = [...core.world(tenantId).tickets.values()];
    const ofTenant = (sent: typeof core.notifications | typeof core.pages, kind: string) =>
      sent.filter((each) => each.tenantId === tenantId).map((each) => `${tenantId} ${kind} ${each.idempotencyKey}`);
    return [
      ...tickets.map(({ idempotencyKey }) => `${tenantId} CREATE_TICKET ${idempotencyKey}`),
      ...tickets.flatMap(({ notes }) => notes.map(({ idempotencyKey }) => `${tenantId} NOTE ${idempotencyKey}`)),
      ...ofTenant(core.notifications, 'NOTIFY'),
      ...ofTenant(core.pages, 'PAGE'),
    ];
  });
  return eachOnce(
    'action',
    sent.map(({ key }) => key),
    has,
  ).concat(sent.filter(({ state }) => state !== 'DONE').map(({ key, state }) => `stuck: action ${key} is ${state}`));
};

/** The log that cursors walk along. */
const changes: Part = async ({ rows }, detections) => {
  const logged = await rows<{ tenantId: string; name: string }>(
    `select change.tenant_id as "tenantId", threat.name from threat_change as change
     join threat on threat.tenant_id = change.tenant_id and threat.id = change.threat_id where change.kind = 'DETECTED'`,
  );
  return eachOnce('detection in the log', detections.map(keyOf), logged.map(keyOf));
};

const states: Part = async ({ rows }, detections) => {
  const resolved = await rows<{ tenantId: string; name: string }>(
    `select tenant_id as "tenantId", name from threat where status = 'RESOLVED'`,
  );
  return eachOnce('resolution', detections.filter(({ isClosed }) => isClosed).map(keyOf), resolved.map(keyOf));
};

const devices: Part = async ({ rows, gravityZone, tenants }) => {
  const listed = await rows<{ key: string }>(
    `select device.tenant_id || ' ' || device.bd_id || ' ' || device.name as key from device where presence = 'PRESENT'`,
  );
  const wanted = tenants.flatMap(({ id, companies }) =>
    [...gravityZone.world.devices.values()]
      .filter(({ companyId }) => companies.some(({ bdId }) => bdId === companyId))
      .map((device) => `${id} ${device.id} ${device.name}`),
  );
  return eachOnce(
    'device',
    wanted,
    listed.map(({ key }) => key),
  );
};

/** Runs, jobs and clients that somebody would wait for. */
const unfinished: Part = async ({ rows }) => {
  const open = await rows<{ what: string }>(
    `select 'run ' || id || ' is ' || state as what from sync_run where ended_at is null
     union all select 'job ' || name || ' ' || id || ' is ' || state from pgboss.job
       where state in ('created', 'retry', 'active') and name in ('run', 'deliver', 'deliver-dead', 'job')
     union all select 'client ' || client_id || ' waits to be matched' from client_to_match`,
  );
  return open.map(({ what }) => `stuck: ${what}`);
};

/** Each mapped company was synced and is due within its hour, and its integration works. */
const cadence: Part = async ({ rows }) => {
  const late = await rows<{ what: string }>(
    `select 'company ' || name || ' was synced at ' || coalesce(last_synced_at::text, 'no time') || ', failures ' || failures
       || ', due at ' || coalesce(next_sync_at::text, 'no time') as what
     from company where client_id is not null and (next_sync_at is null or next_sync_at > now() + interval '67 minutes'
       or last_synced_at is null or last_synced_at < now() - interval '10 minutes' or last_synced_at > now() + interval '5 seconds'
       or failures > 0)
     union all select 'connection of ' || tenant_id || ' is ' || state || ': ' || coalesce(last_error_code, '') from connection
       where state <> 'CONNECTED'`,
  );
  return late.map(({ what }) => `cadence: ${what}`);
};

/** Each subscriber hears of each threat once, in the order of the cursors. */
function heard(watchers: readonly Watcher[], detections: readonly Detection[]): string[] {
  return watchers.flatMap((watcher) => {
    const { tenantId } = watcher;
    const wanted = detections.filter((detection) => detection.tenantId === tenantId).map(keyOf);
    const detected = watcher.heard.filter(({ kind }) => kind === 'DETECTED');
    const names = detected.map(({ threat: { name } }) => keyOf({ tenantId, name }));
    const cursors = watcher.heard.map(({ cursor }) => cursor);
    return [...eachOnce('event heard', wanted, names), ...eachOnce('cursor heard', [...new Set(cursors)], cursors)];
  });
}

/** A service must not end on its own account, and its mistakes are ours. */
function replicas({ replicas }: Stage): string[] {
  return replicas.flatMap(({ deaths, said }) => [
    ...deaths.map((last) => `died: ${last.slice(-2_000)}`),
    ...said()
      .filter(
        (line) => /TypeError|RangeError|ReferenceError|"level":60/.test(line) && !line.includes('could not start'),
      )
      .map((line) => `mistake: ${line.slice(0, 2_000)}`),
  ]);
}
