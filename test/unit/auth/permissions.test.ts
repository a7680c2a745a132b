import { describe, expect, it } from 'vitest';
import { isPermitted, permissions } from '../../../src/auth/permissions.js';
import { type Role, roles, type Scope, scopes } from '../../../src/auth/viewer.js';

const names = Object.keys(permissions);
const open = (role: Role | null, ...scope: Scope[]) =>
  names.filter((name) => isPermitted({ roles: role === null ? [] : [role], scopes: scope }, name));
const isMutation = (name: string) => name.startsWith('Mutation.');
const union = (...lists: string[][]) => names.filter((name) => lists.some((list) => list.includes(name)));

/** What only an owner or an admin may do, by any token: settings, keys, secrets and the audit. */
const administration = [
  'Query.bitdefenderWebhooks',
  'Query.bitdefenderAudit',
  'Query.exportBitdefenderAudit',
  'Query.bitdefenderTeamDigests',
  'Mutation.setBitdefenderTeamDigest',
  'Mutation.connectBitdefender',
  'Mutation.rotateBitdefenderKey',
  'Mutation.updateBitdefenderIntegration',
  'Mutation.disconnectBitdefender',
  'Mutation.setBitdefenderTimeZone',
  'Mutation.updateBitdefenderSettings',
  'Mutation.setBitdefenderExpectations',
  'Mutation.saveBitdefenderWebhook',
  'Mutation.rotateBitdefenderWebhookSecret',
  'Mutation.deleteBitdefenderWebhook',
];
/** What technicians may not change. */
const arrangement = [
  'Mutation.mapBitdefenderCompanies',
  'Mutation.unmapBitdefenderCompanies',
  'Mutation.ignoreBitdefenderCompanies',
  'Mutation.unignoreBitdefenderCompanies',
  'Mutation.saveBitdefenderAlertRule',
  'Mutation.setBitdefenderAlertRuleEnabled',
  'Mutation.deleteBitdefenderAlertRule',
  'Mutation.reorderBitdefenderAlertRules',
  'Mutation.saveBitdefenderMaintenanceWindow',
  'Mutation.endBitdefenderMaintenanceWindow',
  'Mutation.deleteBitdefenderMaintenanceWindow',
  'Mutation.rerouteBitdefenderAlerts',
];
const decisions = [
  'Mutation.dismissBitdefenderCompanyEvents',
  'Mutation.pinBitdefenderDevice',
  'Mutation.forbidBitdefenderMatch',
  'Mutation.removeBitdefenderMatchDecision',
  'Mutation.triageBitdefenderThreats',
  'Mutation.decideBitdefenderAlerts',
  'Mutation.muteBitdefenderAlerts',
  'Mutation.endBitdefenderAlertMute',
];
const work = ['Mutation.syncBitdefenderClient', 'Mutation.retryBitdefenderAlertDeliveries'];
const test = 'Mutation.testBitdefenderIntegration';
/** What each person who works at the MSP arranges for itself. */
const own = ['Query.bitdefenderDigest', 'Query.bitdefenderDigestPreview', 'Mutation.setBitdefenderDigest'];
/** What people give to others outside of the MSP. */
const sharing = ['Mutation.createBitdefenderReportLink', 'Mutation.revokeBitdefenderReportLink'];
const portal = names.filter((name) => name.startsWith('Query.portal'));
const reading = names.filter((name) => !isMutation(name) && ![...portal, ...administration, ...own].includes(name));
/** A service decides about nothing, so it does not read what helps to decide. */
const help = ['Query.bitdefenderMappingSuggestions', 'Query.bitdefenderMappingPreview'];

describe('isPermitted', () => {
  it('knows every entry point as one of these', () => {
    expect(
      new Set([
        ...administration,
        ...arrangement,
        ...decisions,
        ...work,
        test,
        ...own,
        ...sharing,
        ...portal,
        ...reading,
      ]),
    ).toEqual(new Set(names));
    expect(portal).toHaveLength(8);
  });

  it.each<[Role, string[]]>([
    ['owner', names.filter((name) => !portal.includes(name))],
    ['admin', names.filter((name) => !portal.includes(name))],
    ['technician', union(reading, decisions, work, own, sharing)],
    ['read-only', union(reading, own)],
    ['service', reading.filter((name) => !help.includes(name))],
    ['portal', portal],
    ['report-link', ['Query.portalBitdefenderReport']],
  ])('opens to the role %s what it may use, and nothing else', (role, expected) => {
    expect(open(role)).toEqual(union(expected));
  });

  it.each<[Scope, string[]]>([
    ['bitdefender:read', reading],
    ['bitdefender:execute', [...work, test]],
    ['bitdefender:write', [...decisions, ...arrangement]],
  ])('opens to the scope %s what it may use, and nothing else', (scope, expected) => {
    expect(open(null, scope)).toEqual(union(expected));
  });

  it('opens to a role and scopes together what one of them opens', () => {
    for (const role of roles)
      for (const scope of scopes) expect(open(role, scope)).toEqual(union(open(role), open(null, scope)));
  });

  it('opens settings, keys, the audit, links and digests of people to no scope', () => {
    expect(open(null, ...scopes).filter((name) => [...administration, ...own, ...sharing].includes(name))).toEqual([]);
  });

  it('opens nothing without roles and scopes, and nothing that is unknown', () => {
    expect(open(null)).toEqual([]);
    expect(isPermitted({ roles: [...roles], scopes: [...scopes] }, 'Query.unknown')).toBe(false);
    expect(isPermitted({ roles: [...roles], scopes: [...scopes] }, 'constructor')).toBe(false);
  });
});
