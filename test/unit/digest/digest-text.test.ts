import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permissions } from '../../../src/auth/permissions.js';
import { gaps } from '../../../src/device/coverage/gap.type.js';
import { digestScope } from '../../../src/digest/deliver-digest.js';
import { DigestLineKindEnum } from '../../../src/digest/digest.type.js';
import { reasonToSkip } from '../../../src/digest/digest-state.js';
import { type DigestFacts, draftDigest } from '../../../src/digest/draft-digest.js';
import { renderDigest } from '../../../src/digest/render-digest.js';
import { plainText } from '../../../src/domain/plain-text.js';
import { assumedLength } from '../../../src/graphql/lists/list-lengths.js';

const quiet: DigestFacts = {
  timeZone: 'Europe/Berlin',
  week: { from: new Date('2026-03-22T23:00Z'), to: new Date('2026-03-29T22:00Z') },
  detected: [],
  detectedBefore: [],
  resolved: 0,
  resolvedBefore: 0,
  unresolved: [],
  unassignedAlerts: 0,
  unmappedCompanies: 0,
  integrations: 1,
  failingIntegrations: 0,
  staleClients: 0,
  gaps: {},
};
const busy: DigestFacts = {
  ...quiet,
  detected: [0, 3, 0, 1, 2],
  detectedBefore: [0, 1, 4, 0, 0],
  resolved: 1,
  resolvedBefore: 7,
  unresolved: [5, 5, 5, 1, 2],
  unassignedAlerts: 4,
  unmappedCompanies: 1,
  failingIntegrations: 1,
  staleClients: 2,
  gaps: {
    UNPROTECTED: { machines: 3, before: 2 },
    AMBIGUOUS: { machines: 1, before: 0 },
    SIGNATURES_OUTDATED: { machines: 0, before: 9 },
    PRODUCT_OUTDATED: { machines: 1, before: null },
    NO_AGENT: { machines: 50, before: 50 },
  },
};

describe('a digest in words', () => {
  it('says the totals of a quiet week, and that nothing waits', () => {
    expect(renderDigest(draftDigest(quiet), null)).toEqual({
      title: 'Bitdefender, the week of 23 March 2026 to 29 March 2026',
      body: `The week
- 0 new threats (0 the week before)
- 0 threats resolved (0 the week before)

What waits
Nothing waits.

What degraded
Nothing that was checked is degraded.

Counted from 23 March 2026 to 29 March 2026 (Europe/Berlin); what waits and what degraded as of now.

You switched this on under Settings -> Weekly digest, and can switch it off there.`,
    });
  });

  it('says what a busy week has, most severe first, and nothing of what is zero', () => {
    const { body } = renderDigest(draftDigest(busy), null);
    expect(body.split('\n\n').slice(0, 3).join('\n')).toBe(`The week
- 6 new threats (5 the week before)
  - 2 critical (0 the week before)
  - 1 high (0 the week before)
  - 0 medium (4 the week before)
  - 3 low (1 the week before)
- 1 threat resolved (7 the week before)
What waits
- 3 unresolved threats of severity high or critical
- 4 open alerts without an assignee
- 1 machine that could be any of several agents
- 1 unmapped company with unresolved threats
What degraded
- 1 integration fails: what it shows is old
- 2 clients whose data are no longer up to date
- 3 machines with an OpsMerge agent but without protection (2 a week ago)
- 1 machine with an outdated Bitdefender product`);
  });

  it('says that nothing is read where nothing is connected', () => {
    expect(renderDigest(draftDigest({ ...quiet, integrations: 0 }), null).body).toContain(
      'What degraded\n- No GravityZone is connected: nothing is read',
    );
  });

  it('says to a team for which one it is and who switched it on, in one line', () => {
    const { title, body } = renderDigest(draftDigest(quiet), 'Security\r\nteam \u202e');
    expect(title).toBe(renderDigest(draftDigest(quiet), null).title);
    expect(body.split('\n\n').at(-1)).toBe(
      'For the team Security team. An administrator switched this on under Settings -> Weekly digest, and can switch it off there.',
    );
  });

  it('is plain text of a title in one line and at most 22 lines of counts, whatever is counted', () => {
    const count = fc.nat(1_000_000);
    const bySeverity = fc.array(count, { maxLength: 5 });
    const facts = fc.record({
      timeZone: fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
      week: fc.constant(quiet.week),
      detected: bySeverity,
      detectedBefore: bySeverity,
      resolved: count,
      resolvedBefore: count,
      unresolved: bySeverity,
      unassignedAlerts: count,
      unmappedCompanies: count,
      integrations: fc.nat(1),
      failingIntegrations: count,
      staleClients: count,
      gaps: fc.record(
        Object.fromEntries(gaps.map((gap) => [gap, fc.record({ machines: count, before: fc.option(count) })])),
      ),
    });
    fc.assert(
      fc.property(facts, fc.option(fc.string({ unit: 'binary' })), (each, team) => {
        const digest = draftDigest(each);
        const { title, body } = renderDigest(digest, team);
        expect(plainText(`${title}\n${body}`)).toBe(`${title}\n${body}`);
        expect(title).not.toContain('\n');
        // The name of a team is in the last line alone.
        const ours = body.slice(0, body.lastIndexOf('\n\n'));
        expect(ours).not.toMatch(/undefined|null|NaN|[<>](?! )|with a gap/);
        expect(digest.lines.length).toBeLessThanOrEqual(
          assumedLength('BitdefenderDigestPreview', { name: 'lines', args: [] } as never, {}),
        );
        expect(ours.match(/^ *- /gm)?.length).toBe(digest.lines.length);
      }),
    );
  });
});

describe('who gets a digest', () => {
  const due = { dueAt: new Date('2026-03-16T08:00Z'), isOn: true, isRefused: false };
  it.each([
    ['sent in time', {}, '2026-03-16T08:00Z', null],
    ['sent 48 hours late', {}, '2026-03-18T08:00Z', null],
    ['skipped later than that', {}, '2026-03-18T08:00:01Z', 'TOO_LATE'],
    ['skipped when it was switched off', { isOn: false }, '2026-03-16T08:00Z', 'SWITCHED_OFF'],
    ['skipped while the person is refused', { isRefused: true }, '2026-03-16T08:00Z', 'PERSON_REFUSED'],
  ])('is %s', (_, change, now, reason) => {
    expect(reasonToSkip({ ...due, ...change }, new Date(now))).toBe(reason);
  });

  // Each line is a number that one of these shows too: whoever has the scope may see every line.
  const shownBy: Record<keyof typeof DigestLineKindEnum, string> = {
    DETECTED_THREATS: 'Query.bitdefenderThreatCounts',
    RESOLVED_THREATS: 'Query.bitdefenderThreats',
    UNRESOLVED_SEVERE_THREATS: 'Query.bitdefenderThreatCounts',
    UNASSIGNED_ALERTS: 'Query.bitdefenderAlertCounts',
    AMBIGUOUS_MACHINES: 'Query.bitdefenderCoverage',
    UNMAPPED_COMPANIES: 'Query.bitdefenderCompanies',
    NOT_CONNECTED: 'Query.bitdefenderIntegrations',
    FAILING_INTEGRATIONS: 'Query.bitdefenderIntegrations',
    STALE_CLIENTS: 'Query.bitdefenderCompanies',
    MACHINES_WITH_GAP: 'Query.bitdefenderCoverage',
  };
  it.each(Object.entries(shownBy))('%s is for whoever may see %s', (_, query) => {
    expect(permissions[query]?.scope).toBe(digestScope);
    for (const role of permissions['Mutation.setBitdefenderDigest']?.roles ?? [])
      expect(permissions[query]?.roles).toContain(role);
  });

  it('is nobody of the portal, and no program', () => {
    for (const name of ['Query.bitdefenderDigest', 'Query.bitdefenderDigestPreview', 'Mutation.setBitdefenderDigest'])
      expect(permissions[name]).toEqual({ roles: ['owner', 'admin', 'technician', 'read-only'] });
  });
});
