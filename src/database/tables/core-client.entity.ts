import { defineEntity } from '@mikro-orm/core';

/** How core last said that a client stands; one without a row counts as active. */
export const CoreClientEntity = defineEntity({
  name: 'CoreClient',
  tableName: 'core_client',
  properties: (p) => ({
    tenantId: p.text().primary(),
    clientId: p.text().primary(),
    /** See `clientStates`; of a client that was merged, the state of the one it is now. */
    state: p.text(),
    changedAt: p.datetime(),
    /** Whether threats that came in while it was archived are still to get their alerts. */
    catchUp: p.boolean().default(false),
  }),
  indexes: [
    {
      name: 'core_client_catch_up',
      expression: `create index "core_client_catch_up" on "core_client" ("tenant_id") where catch_up`,
    },
  ],
});

/** That core merged a client into another, and how far its data have followed. */
export const ClientMergeEntity = defineEntity({
  name: 'ClientMerge',
  tableName: 'client_merge',
  properties: (p) => ({
    tenantId: p.text().primary(),
    /** The client that was merged. */
    clientId: p.text().primary(),
    /** Where its data go: the end of a chain of merges. Null while that is not known. */
    intoClientId: p.text().nullable(),
    /** `WAITING`, `MOVING` or `DONE`, see `plan-merges.ts`. */
    state: p.text(),
    /** Why it waits; only, and always, of WAITING. */
    problem: p.text().nullable(),
    /** Rows that were moved so far, by table. */
    moved: p.json<Record<string, number>>(),
    foundAt: p.datetime(),
    endedAt: p.datetime().nullable(),
  }),
  indexes: [
    {
      name: 'client_merge_open',
      expression: `create index "client_merge_open" on "client_merge" ("tenant_id") where state = 'MOVING'`,
    },
  ],
});
