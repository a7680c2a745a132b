import type { IntegrationRow } from '../database/tables/rows.js';
import { integrationVersion } from './integration.store.js';
import type { Flavour, Integration, IntegrationState, Report, ReportState } from './integration.type.js';
import { integrationWarnings } from './integration-warnings.js';

/** The integration as the graph shows it, without the sealed key. */
export function integrationOf(row: IntegrationRow): Integration {
  const { id, name, endpoint, keySetAt, keySetBy, keyCreatedAt, createdAt, disconnectedAt, lastSucceededAt } = row;
  return {
    id,
    name,
    endpoint,
    state: row.state as IntegrationState,
    flavour: row.flavour as Flavour | null,
    keySetAt,
    keySetBy,
    keyCreatedAt,
    keyAgeDays: Math.floor((Date.now() - (keyCreatedAt ?? keySetAt).getTime()) / 86_400_000),
    companyName: row.ownCompanyName,
    syncing: row.state !== 'DISCONNECTED',
    createdAt,
    disconnectedAt,
    lastSucceededAt,
    naiveOffsetMinutes: row.naiveOffsetMinutes,
    naiveZone: row.naiveZone,
    problem:
      row.lastErrorCode === null
        ? null
        : { code: row.lastErrorCode, message: row.lastErrorMessage ?? '', hint: row.lastErrorHint ?? '' },
    report: reportOf(row),
    warnings: integrationWarnings(row, new Date()),
    version: integrationVersion(row),
  };
}

/** The report of an integration as the graph shows it; null where none is named. */
function reportOf(row: IntegrationRow): Report | null {
  if (row.reportName === null) return null;
  const { reportErrorCode: code, reportErrorMessage: message, reportErrorHint: hint } = row;
  return {
    name: row.reportName,
    state: row.reportState as ReportState | null,
    header: row.reportHeader,
    lastCheckedAt: row.reportCheckedAt,
    lastReadAt: row.reportReadAt,
    rowsTaken: row.reportRows,
    problem: code === null ? null : { code, message: message ?? '', hint: hint ?? '' },
  };
}
