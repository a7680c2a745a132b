import { diagnose } from '../diagnose/diagnose.js';
import { createSession } from '../transport/session.js';
import type { GravityZone, GravityZoneOptions } from '../types.js';
import { companies } from './companies.js';
import { readCompanyDetails } from './company-details.js';
import { deletedGroup } from './deleted-group.js';
import { endpointState } from './endpoint-state.js';
import { incident } from './incident-detail.js';
import { incidents } from './incidents.js';
import { inventory } from './inventory.js';
import { licence, monthlyUsage } from './licensing.js';
import { quarantine } from './quarantine.js';
import { auditReport } from './reports.js';

/** Creates a read-only client of one GravityZone with one key. Its methods throw GravityZoneError; close it when done. */
export function createGravityZone(options: GravityZoneOptions): GravityZone {
  const session = createSession(options);
  return {
    diagnose: (signal) => diagnose(session, signal),
    ownCompany: (signal) => session.ownCompany(signal),
    company: async (companyId, signal) =>
      readCompanyDetails(
        await session.transport.call('companyDetails', { companyId }, signal),
        await session.dates(signal),
      ),
    companies: (signal) => companies(session, signal),
    inventory: (scope, signal) => inventory(session, scope, signal),
    deletedGroup: (companyId, signal) => deletedGroup(session, companyId, signal),
    incidents: (window, signal) => incidents(session, window, signal),
    incident: (id, signal) => incident(session, id, signal),
    quarantine: (scope, signal) => quarantine(session, scope, signal),
    endpointState: (id, signal) => endpointState(session, id, signal),
    auditReport: (report, signal) => auditReport(session, report, signal),
    monthlyUsage: (usage, signal) => monthlyUsage(session, usage, signal),
    licence: (companyId, signal) => licence(session, companyId, signal),
    learnt: session.learnt,
    close: () => session.transport.close(),
  };
}
