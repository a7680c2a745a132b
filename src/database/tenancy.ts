import { AsyncLocalStorage } from 'node:async_hooks';
import { wrapEvents } from '../domain/wrap-events.js';

/**
 * The setting of PostgreSQL that says whose rows the statements of a session may see. The policies of all tables with a tenant compare it
 * with `tenant_id`.
 */
export const tenantSetting = 'opsmerge.tenant';

/** What the setting is for work across tenants, and for work that belongs to no tenant. No tenant may have such an id. */
export const acrossAll = '*';
export const noTenant = '-';

const scopes = new AsyncLocalStorage<string>();

/** The value of the setting for the work that runs: a tenant, `acrossAll`, or `noTenant` where nobody said. */
export function presentScope(): string {
  return scopes.getStore() ?? noTenant;
}

/**
 * Runs `work`, and whatever it starts, for one tenant: its statements see and write no row of another. Within the work of another
 * tenant it throws, since no work of one tenant leads to another's.
 */
export function asTenant<Result>(tenantId: string, work: () => Result): Result {
  const scope = presentScope();
  if ([acrossAll, noTenant, ''].includes(tenantId)) throw new Error('This is not the id of a tenant.');
  if (scope === tenantId) return work();
  if (scope !== acrossAll && scope !== noTenant) throw new Error('The work of one tenant led to another.');
  return scopes.run(tenantId, work);
}

/**
 * Runs `work`, and whatever it starts, for all tenants: for what finds the tenants that have something to do, and counts over all of them.
 * Within the work of one tenant it throws.
 */
export function acrossTenants<Result>(work: () => Result): Result {
  if (![acrossAll, noTenant].includes(presentScope())) throw new Error('The work of one tenant led to all of them.');
  return scopes.run(acrossAll, work);
}

/** The same events, each step of which runs for the tenant; whoever takes the steps may be outside of its work. */
export function stepsAsTenant<Event>(tenantId: string, events: AsyncGenerator<Event>): AsyncGenerator<Event> {
  return wrapEvents(events, { step: (move) => asTenant(tenantId, move) });
}
