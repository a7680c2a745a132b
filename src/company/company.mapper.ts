import { type Selectable } from 'kysely';
import { type Tables } from '../database/database.js';
import { Company, type CompanyKind, type CompanyState } from './company.type.js';

/** A stored company as the graph shows it. */
export function companyOf(row: Selectable<Tables['company']>): Company {
  return {
    ...row,
    integrationId: row.connectionId,
    kind: row.kind as CompanyKind,
    state: row.state as CompanyState,
    ignored:
      row.ignoredAt === null ? null : { at: row.ignoredAt, by: row.ignoredBy ?? '', reason: row.ignoredReason ?? '' },
    client: row.clientId === null ? null : { id: row.clientId },
  };
}
