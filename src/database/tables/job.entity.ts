import { defineEntity } from '@mikro-orm/core';

/** Long work in the background, and how far it is. The queue's own job holds only this row's id. */
export const JobEntity = defineEntity({
  name: 'Job',
  tableName: 'job',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    kind: p.text(),
    state: p.text(),
    done: p.integer(),
    total: p.integer().nullable(),
    error: p.text().nullable(),
    requestedBy: p.text(),
    requestedAt: p.datetime(),
    startedAt: p.datetime().nullable(),
    endedAt: p.datetime().nullable(),
  }),
  indexes: [
    { name: 'job_list', properties: ['tenantId', 'requestedAt', 'id'] },
    { name: 'job_kind', properties: ['tenantId', 'kind', 'requestedAt'] },
  ],
});
