import { graphEnum } from '../graphql/graph-enum.js';

export const PeriodKindEnum = graphEnum('PortalBitdefenderReportPeriod', 'Length of the period of a report.', {
  WEEK: 'A week, from Monday on.',
  MONTH: 'A calendar month.',
});
export type PeriodKindEnum = keyof typeof PeriodKindEnum;

export const ThreatKindEnum = graphEnum('PortalBitdefenderThreatKind', 'Kind of a threat, in plain words.', {
  RANSOMWARE: 'Ransomware: encrypts files and demands a ransom.',
  INTRUSION: 'Lets others in: trojans, backdoors, rootkits and attacks on weaknesses of software.',
  SPYWARE: 'Reads what is typed or stored.',
  VIRUS: 'Spreads by itself: viruses and worms.',
  UNWANTED: 'Unwanted programs, such as those that show advertising.',
  SUSPICIOUS: 'Behaves or looks like malware, without a name of its own.',
  OTHER: 'Of another kind, or no longer known of which.',
});
export type ThreatKindEnum = keyof typeof ThreatKindEnum;

export const ReportActionEnum = graphEnum('PortalBitdefenderReportAction', 'What was done about threats.', {
  BLOCKED: 'Blocked by the protection.',
  QUARANTINED: 'Moved into quarantine by the protection.',
  KILLED: 'Ended by the protection while it ran.',
  PARTLY_BLOCKED: 'Blocked in part by the protection.',
  TICKET_OPENED: 'Given a ticket of your provider.',
  PERSON_ACTED: 'Worked on by a person of your provider.',
  FALSE_ALARM: 'Found to be a false alarm.',
});
export type ReportActionEnum = keyof typeof ReportActionEnum;

export const ProblemEnum = graphEnum('PortalBitdefenderProblem', 'Problem with the protection of a machine.', {
  UNPROTECTED: 'Not protected.',
  SIGNATURES_OUTDATED: 'The list of known malware is out of date.',
  PRODUCT_OUTDATED: 'The protection is an old version.',
  LICENCE_EXPIRED: 'The licence has expired.',
  NOT_SEEN: 'Has not been in contact for days.',
  MODULE_OFF: 'A part of the protection is off.',
  POLICY_NOT_APPLIED: 'Does not have the settings it should have.',
});
export type ProblemEnum = keyof typeof ProblemEnum;
