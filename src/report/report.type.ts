import { Field, Int, ObjectType } from 'type-graphql';
import { PortalResponseStep } from '../alert/response/portal-response.type.js';
import { ClientReference } from '../graphql/core-types.js';
import { PortalMachine, PortalSeverity, PortalSite, PortalThreat } from '../threat/portal/portal.type.js';
import { PeriodKindEnum, ProblemEnum, ReportActionEnum, ThreatKindEnum } from './report.enums.js';

@ObjectType('PortalBitdefenderReportCounts', { description: 'Number of threats by what became of them.' })
export class ReportCounts {
  @Field(() => Int, { description: 'Number of threats found.' })
  total!: number;

  @Field(() => Int, { description: 'Number of threats stopped by the protection.' })
  stopped!: number;

  @Field(() => Int, { description: 'Number of other threats that have been handled.' })
  handled!: number;

  @Field(() => Int, { description: 'Number of other threats that are being handled.' })
  beingHandled!: number;
}

@ObjectType('PortalBitdefenderSeverityCounts', { description: 'Threats of one severity by what became of them.' })
export class SeverityCounts extends ReportCounts {
  @Field(() => PortalSeverity, { description: 'Severity.' })
  severity!: PortalSeverity;
}

@ObjectType('PortalBitdefenderKindCounts', { description: 'Threats of one kind by what became of them.' })
export class KindCounts extends ReportCounts {
  @Field(() => ThreatKindEnum, { description: 'Kind.' })
  kind!: ThreatKindEnum;
}

@ObjectType('PortalBitdefenderReportThreats', { description: 'Threats first detected in the period of a report.' })
export class ReportThreats extends ReportCounts {
  @Field(() => String, { description: 'Summary as one or two sentences.' })
  sentence!: string;

  @Field(() => Int, { description: 'Number of affected machines.' })
  machines!: number;

  @Field(() => Int, { description: 'Number of affected machines in the period before.' })
  machinesBefore!: number;

  @Field(() => ReportCounts, { description: 'Numbers of the period before.' })
  before!: ReportCounts;

  @Field(() => [SeverityCounts], { description: 'Numbers by severity, most serious first, also where they are 0.' })
  bySeverity!: SeverityCounts[];

  @Field(() => [KindCounts], { description: 'Numbers by kind, most frequent first, of kinds that were found.' })
  byKind!: KindCounts[];

  @Field(() => [PortalThreat], {
    description: 'Threats, most serious first, then newest, at most 50; none that were removed because of their age.',
  })
  listed!: PortalThreat[];

  @Field(() => Int, { description: 'Number of threats of the period that `listed` leaves out.' })
  unlisted!: number;

  @Field(() => [PortalMachine], { description: 'Machines with the most threats, at most 10.' })
  mostConcerned!: PortalMachine[];
}

@ObjectType('PortalBitdefenderReportLine', { description: 'One thing that was done about threats of the period.' })
export class ReportLine {
  @Field(() => ReportActionEnum, { description: 'What was done.' })
  kind!: ReportActionEnum;

  @Field(() => Int, { description: 'Number of threats.' })
  count!: number;

  @Field(() => Int, { description: 'Number of threats in the period before.' })
  before!: number;

  @Field(() => String, { description: 'The line in words.' })
  text!: string;
}

@ObjectType('PortalBitdefenderProblemCount', { description: 'Machines with one problem of their protection.' })
export class ProblemCount {
  @Field(() => ProblemEnum, { description: 'Problem.' })
  problem!: ProblemEnum;

  @Field(() => Int, { description: 'Number of machines.' })
  machines!: number;

  @Field(() => Int, { nullable: true, description: 'Number of machines a period before; null if it was not recorded.' })
  before!: number | null;

  @Field(() => String, { description: 'The line in words.' })
  text!: string;
}

@ObjectType('PortalBitdefenderReportProtection', {
  description: 'How well the machines were protected on the last day of the period that was recorded.',
})
export class ReportProtection {
  @Field(() => String, { description: 'Day, such as 2026-03-31.' })
  day!: string;

  @Field(() => String, { description: 'Summary as one sentence.' })
  sentence!: string;

  @Field(() => Int, {
    description:
      'Number of machines with an agent or managed by Bitdefender; without those it only discovered on the network.',
  })
  machines!: number;

  @Field(() => Int, { description: 'Number of protected machines among them.' })
  protectedMachines!: number;

  @Field(() => Int, { nullable: true, description: 'Number of machines a period before; null if it was not recorded.' })
  machinesBefore!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of protected machines a period before; null if it was not recorded.',
  })
  protectedMachinesBefore!: number | null;

  @Field(() => [ProblemCount], {
    description: 'Problems that machines have; a machine with several counts for each.',
  })
  problems!: ProblemCount[];
}

@ObjectType('PortalBitdefenderReportSpeed', { description: 'How fast threats of a period were handled.' })
export class ReportSpeed {
  @Field(() => Int, { description: 'Number of threats that are measured.' })
  threats!: number;

  @Field(() => PortalResponseStep, { description: 'From detection until your provider knew of it.' })
  known!: PortalResponseStep;

  @Field(() => PortalResponseStep, { description: 'From detection until your provider had a ticket about it.' })
  ticket!: PortalResponseStep;

  @Field(() => PortalResponseStep, { description: 'From detection until a person acted on it.' })
  person!: PortalResponseStep;
}

@ObjectType('PortalBitdefenderReportResponse', {
  description: 'How fast threats of the period were handled, against what your provider promises now.',
})
export class ReportResponse extends ReportSpeed {
  @Field(() => String, { description: 'Summary as one or two sentences.' })
  sentence!: string;

  @Field(() => ReportSpeed, { description: 'Times of the period before.' })
  before!: ReportSpeed;
}

@ObjectType('PortalBitdefenderReport', {
  description:
    'Report of a week or a month for the people of a client: what was found, what was done, how well machines are protected, and how fast your provider was. Drawn up each time it is read: threats may be handled, or removed because of their age, after the period.',
})
export class Report {
  @Field(() => String, { nullable: true, description: 'Name of the client; null while OpsMerge cannot be asked.' })
  clientName!: string | null;

  @Field(() => [PortalSite], {
    nullable: true,
    description: 'Sites that the report is limited to, by name; null if it is about the whole client.',
  })
  sites!: PortalSite[] | null;

  @Field(() => PeriodKindEnum, { description: 'Length of the period.' })
  period!: PeriodKindEnum;

  @Field(() => String, { description: 'Name of the period, such as 2026-W12 or 2026-03.' })
  name!: string;

  @Field(() => String, { description: 'First day of the period, such as 2026-03-16.' })
  day!: string;

  @Field(() => Date, { description: 'Start of the period (inclusive).' })
  from!: Date;

  @Field(() => Date, { description: 'End of the period (exclusive).' })
  to!: Date;

  @Field(() => Boolean, { description: 'Whether the period is over; if not, the numbers are those so far.' })
  isOver!: boolean;

  @Field(() => String, { description: 'IANA time zone of the period.' })
  timeZone!: string;

  @Field(() => Date, { description: 'Time at which the report was drawn up.' })
  drawnUpAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'Time up to which threats are known; null if nothing has been read yet.',
  })
  asOf!: Date | null;

  @Field(() => Boolean, { description: 'Whether `asOf` is older than expected, so that threats may be missing.' })
  stale!: boolean;

  @Field(() => ReportThreats, { description: 'What was found.' })
  threats!: ReportThreats;

  @Field(() => [ReportLine], { description: 'What was done; one line for each thing that was.' })
  actions!: ReportLine[];

  @Field(() => ReportProtection, {
    nullable: true,
    description:
      'How well the machines were protected; null if no day of the period was recorded, and if the report is limited to sites: it is recorded for the whole client.',
  })
  protection!: ReportProtection | null;

  @Field(() => ReportResponse, { description: 'How fast threats were handled.' })
  response!: ReportResponse;
}

@ObjectType('BitdefenderClientReport', {
  description: 'Report of a client as its people see it, and whether they may see it.',
})
export class ClientReport {
  @Field(() => ClientReference, { description: 'Client.' })
  client!: ClientReference;

  @Field(() => Boolean, {
    description:
      'Whether the portal shows threats to the people of the client (`portalEnabled`, `portalHiddenClientIds`), and it is neither archived nor merged into another. If not, they get no report, and no link opens.',
  })
  isShared!: boolean;

  @Field(() => Report, { description: 'The report.' })
  report!: Report;
}
