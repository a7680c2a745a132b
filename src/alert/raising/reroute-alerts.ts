import { type RawBuilder, sql, type Transaction } from 'kysely';
import { recordAudit } from '../../audit/audit.js';
import type { Viewer } from '../../auth/viewer.js';
import { type Database, json, type Queries, type Tables } from '../../database/database.js';
import { uuidOrNone } from '../../database/uuid.js';
import { UserInputError } from '../../graphql/errors.js';
import type { Jobs } from '../../queue/ports.js';
import { clientRests } from '../../tenant/resting-clients.js';
import type { RuleAction } from '../action/action-kinds.js';
import { requestDeliveries } from '../delivery/request-deliveries.js';
import { requestPublications } from '../publication/request-publications.js';
import { recordOf } from '../rule/explain-routing.js';
import { type RoutedAlert, routeNow } from '../rule/route-now.js';
import { recordAlertChanges } from '../state/alert-changes.js';

/** Open alerts about which the rules are asked at once: the newest ones. */
export const mostConsidered = 5_000;
/** Alerts for which actions are requested at once. */
export const mostRerouted = 200;
/** Alerts that a preview lists. */
export const mostListed = 20;

/** Which open alerts are run through the rules once more: of one client, and for what one rule wants; null for all. */
export interface RerouteScope {
  clientId: string | null;
  ruleId: string | null;
}

/** What the rules say about open alerts now. Every number counts alerts. */
export interface Rerouting {
  considered: number;
  /** Whether every open alert was considered, not only the newest ones. */
  complete: boolean;
  /** Those for which rules want actions that were not requested yet, and those that would be published. */
  acting: RoutedAlert[];
  /** Those that a mute or a rule silences, or that are of the past. */
  silenced: number;
  /** Those of which a maintenance window holds actions: nothing is requested for them. */
  held: number;
}

/** How many alerts an action of a kind would be requested for. */
export interface ActionCount {
  kind: RuleAction['kind'];
  alerts: number;
}

/** Counts the alerts for which each kind of action is missing. */
export function countActions(acting: readonly Pick<RoutedAlert, 'missing'>[]): ActionCount[] {
  const counts = new Map<RuleAction['kind'], number>();
  for (const { missing } of acting)
    for (const kind of new Set(missing.map(({ action }) => action.kind))) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, alerts]) => ({ kind, alerts }));
}

/** Runs open alerts about threats through the rules once more, as after a rule was switched on. */
export interface AlertRerouting {
  /** What `run` would do. Stores nothing. Throws UserInputError for a rule that does not exist. */
  preview(tenantId: string, scope: RerouteScope): Promise<Rerouting>;
  /**
   * Requests what the rules want and was not requested yet, for the newest `mostRerouted` alerts; `remaining` counts those
   * that are left for another call. Nothing is requested twice. Throws UserInputError for a rule that does not exist.
   */
  run(viewer: Viewer, scope: RerouteScope): Promise<{ rerouted: number; remaining: number }>;
}

export function createAlertRerouting({ database, jobs }: { database: Database; jobs: Jobs }): AlertRerouting {
  return {
    preview: (tenantId, scope) => rerouting(database.query, tenantId, scope, new Date()),

    run: (viewer, scope) =>
      database.forTenant(viewer.tenantId, async (transaction) => {
        const { tenantId, subject: actor } = viewer;
        const now = new Date();
        const { acting } = await rerouting(transaction, tenantId, scope, now);
        const chosen = acting.slice(0, mostRerouted);
        if (chosen.length > 0) {
          await storeRoutings(transaction, tenantId, chosen, now);
          const changes = chosen.map(({ alertId }) => ({
            alertId,
            kind: 'UPDATED' as const,
            actor,
            detail: { rerouted: true },
          }));
          await recordAlertChanges(transaction, tenantId, changes, now);
          const wanted = chosen.map(({ missing: actions, ...alert }) => ({ ...alert, actions }));
          // The oldest first, as they would have come.
          await requestDeliveries(transaction, { tenantId, jobs, now }, wanted.toReversed());
          const published = chosen.filter(({ publishes }) => publishes);
          await requestPublications(transaction, { tenantId, jobs, now }, published.toReversed());
          await recordAudit(transaction, {
            tenantId,
            actor,
            action: 'ALERTS_REROUTED',
            subject: scope.ruleId ?? 'alerts',
            detail: {
              ...scope,
              ids: chosen.map(({ alertId }) => alertId),
              // Nothing of it was requested.
              before: null,
              after: Object.fromEntries(
                chosen.map(({ alertId, missing, publishes }) => [
                  alertId,
                  publishes ? ['PUBLISH'] : missing.map(kindOf),
                ]),
              ),
            },
            at: now,
          });
        }
        return { rerouted: chosen.length, remaining: acting.length - chosen.length };
      }),
  };
}

const kindOf = ({ action: { kind } }: RoutedAlert['missing'][number]) => kind;

async function rerouting(queries: Queries, tenantId: string, scope: RerouteScope, now: Date): Promise<Rerouting> {
  const { clientId, ruleId } = scope;
  if (ruleId !== null) await refuseUnknownRule(queries, tenantId, ruleId);
  const ofClient: RawBuilder<unknown> = clientId === null ? sql`true` : sql`alert.client_id = ${clientId}`;
  const routed = await routeNow(
    queries,
    tenantId,
    sql`alert.state <> 'RESOLVED' and not threat.history and not ${clientRests('alert')} and ${ofClient}`,
    {
      limit: mostConsidered + 1,
      now,
    },
  );
  const considered = routed.slice(0, mostConsidered);
  const acting = considered
    .map((alert) => ({
      ...alert,
      missing: ruleId === null ? alert.missing : alert.missing.filter((action) => action.ruleId === ruleId),
      publishes: ruleId === null && alert.publishes,
    }))
    .filter(({ missing, publishes }) => publishes || missing.length > 0);
  return {
    considered: considered.length,
    complete: routed.length <= mostConsidered,
    acting,
    silenced: considered.filter(({ routing }) => routing.suppressed !== null).length,
    held: considered.filter(({ held }) => held).length,
  };
}

async function refuseUnknownRule(queries: Queries, tenantId: string, ruleId: string): Promise<void> {
  const rule = await queries
    .selectFrom('alertRule')
    .select('id')
    .where('tenantId', '=', tenantId)
    .where('id', '=', uuidOrNone(ruleId))
    .executeTakeFirst();
  if (rule === undefined) throw new UserInputError('NOT_FOUND', 'There is no such rule.', ['input', 'ruleId']);
}

/** Keeps what the rules said about alerts that act now. */
async function storeRoutings(
  transaction: Transaction<Tables>,
  tenantId: string,
  alerts: readonly RoutedAlert[],
  now: Date,
): Promise<void> {
  const rows = alerts.map(({ alertId, routing }) => ({ id: alertId, routing: recordOf(routing, now) }));
  await sql`
    update alert set routing = given.routing, suppressed_by = null, suppressed_reason = null, suppressed_by_id = null,
                     changed_at = ${now}
    from jsonb_to_recordset(${json(rows)}) as given (id uuid, routing jsonb)
    where alert.tenant_id = ${tenantId} and alert.id = given.id`.execute(transaction);
}
