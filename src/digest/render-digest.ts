import { DateTime } from 'luxon';
import type { Gap } from '../device/coverage/gap.type.js';
import { plainLine } from '../domain/plain-text.js';
import { knownZone } from '../domain/zone.js';
import type { Digest, DigestLine, DigestLineKind, DigestSection } from './draft-digest.js';

/** A digest as a person reads it: plain text, with line feeds in the body only. */
export interface DigestText {
  title: string;
  body: string;
}

const sections: Readonly<Record<DigestSection, { title: string; empty: string }>> = {
  WEEK: { title: 'The week', empty: '' },
  WAITING: { title: 'What waits', empty: 'Nothing waits.' },
  DEGRADED: { title: 'What degraded', empty: 'Nothing that was checked is degraded.' },
};

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const gapWords: Readonly<Partial<Record<Gap, string>>> = {
  UNPROTECTED: 'with an OpsMerge agent but without protection',
  SIGNATURES_OUTDATED: 'with outdated signatures',
  PRODUCT_OUTDATED: 'with an outdated Bitdefender product',
  LICENCE_EXPIRED: 'with an expired licence',
  NOT_SEEN: 'not seen by Bitdefender for too long',
  MODULE_OFF: 'with an expected module off',
  POLICY_NOT_APPLIED: 'whose policy is not applied',
  POLICY_NOT_EXPECTED: 'with another policy than expected',
};

const words: Readonly<Record<DigestLineKind, (line: DigestLine) => string>> = {
  DETECTED_THREATS: ({ count, severity }) =>
    severity === null ? counted(count, 'new threat', 'new threats') : `${count} ${severity.toLowerCase()}`,
  RESOLVED_THREATS: ({ count }) => counted(count, 'threat resolved', 'threats resolved'),
  UNRESOLVED_SEVERE_THREATS: ({ count }) =>
    counted(count, 'unresolved threat of severity high or critical', 'unresolved threats of severity high or critical'),
  UNASSIGNED_ALERTS: ({ count }) => counted(count, 'open alert without an assignee', 'open alerts without an assignee'),
  AMBIGUOUS_MACHINES: ({ count }) =>
    counted(count, 'machine that could be any of several agents', 'machines that could be any of several agents'),
  UNMAPPED_COMPANIES: ({ count }) =>
    counted(count, 'unmapped company with unresolved threats', 'unmapped companies with unresolved threats'),
  NOT_CONNECTED: () => 'No GravityZone is connected: nothing is read',
  FAILING_INTEGRATIONS: ({ count }) =>
    counted(count, 'integration fails: what it shows is old', 'integrations fail: what they show is old'),
  STALE_CLIENTS: ({ count }) =>
    counted(count, 'client whose data are no longer up to date', 'clients whose data are no longer up to date'),
  MACHINES_WITH_GAP: ({ count, gap }) =>
    `${counted(count, 'machine', 'machines')} ${(gap !== null && gapWords[gap]) || 'with a gap'}`,
};

/** A line in words, without a full stop. */
export function lineText(line: DigestLine): string {
  const { kind, before, section } = line;
  const text = words[kind](line);
  return before === null ? text : `${text} (${before} ${section === 'WEEK' ? 'the week before' : 'a week ago'})`;
}

/**
 * The digest in words, for a person or for the team of a name. Holds counts only: no name of a client, a machine or a threat leaves this service
 * by it.
 */
export function renderDigest({ timeZone, week, lines }: Digest, team: string | null): DigestText {
  const zone = knownZone(timeZone);
  const day = (at: Date) => DateTime.fromJSDate(at, { zone }).setLocale('en-GB').toFormat('d LLLL yyyy');
  // `to` is the midnight after the last day.
  const days = `${day(week.from)} to ${day(new Date(week.to.getTime() - 1))}`;
  const parts = Object.entries(sections).map(([section, { title, empty }]) => {
    const own = lines.filter((line) => line.section === section);
    const said =
      own.length === 0 ? [empty] : own.map((line) => `${line.severity === null ? '-' : '  -'} ${lineText(line)}`);
    return [title, ...said].join('\n');
  });
  return {
    title: `Bitdefender, the week of ${days}`,
    body: [
      ...parts,
      `Counted from ${days} (${timeZone}); what waits and what degraded as of now.`,
      team === null
        ? 'You switched this on under Settings -> Weekly digest, and can switch it off there.'
        : `For the team ${plainLine(team)}. An administrator switched this on under Settings -> Weekly digest, and can switch it off there.`,
    ].join('\n\n'),
  };
}
