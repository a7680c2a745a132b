import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { RoutedBy } from '../domain/alert-rule.js';
import { type MatchMode } from '../domain/match-mode.js';
import { mostPromisedMinutes, type ResponsePromise } from '../domain/response-promise.js';
import { type Severity, type SeverityBands, type StateSeverities } from '../domain/severity.js';
import { Payload, versionDescription, versionInputDescription } from '../graphql/errors.js';
import { graphEnum } from '../graphql/graph-enum.js';
import { SeverityEnum } from '../graphql/severity.type.js';
import { leastRetentionDays, mostLicenceEndingDays } from './tenant-settings.js';

export const MatchModeEnum = graphEnum(
  'BitdefenderMatchMode',
  'How host names of devices and agents are compared to match them.',
  {
    NORMALISED: 'Compares one normalised spelling, with or without a domain; MAC addresses separate equal names.',
    STRICT: 'Compares the names exactly, letter by letter, and nothing else.',
  },
);
export type MatchModeEnum = keyof typeof MatchModeEnum;

export const RoutedByEnum = graphEnum('BitdefenderRoutedBy', 'Whose rules make tickets of alerts.', {
  OWN_RULES: 'The rules of this service (`bitdefenderAlertRules`); the default.',
  PLATFORM_RULES:
    "The platform's rules (Settings -> RMM -> Alert rules): alerts about threats and outbreaks are published to OpsMerge, and no rule of this service is evaluated for them.",
});
export type RoutedByEnum = keyof typeof RoutedByEnum;

@ObjectType('BitdefenderOutbreakSettings', {
  description: 'Threshold at which threats on several machines of one client are an outbreak.',
})
@InputType('BitdefenderOutbreakSettingsInput', {
  description: 'Threshold at which threats on several machines of one client are an outbreak.',
})
export class OutbreakSettingsType {
  @Field(() => Int, { description: 'Number of different machines with a threat, 2 to 10000.' })
  machines!: number;

  @Field(() => Int, { description: 'Length of the window in minutes, 1 to 1440.' })
  minutes!: number;
}

@ObjectType('BitdefenderSeverityBands', {
  description: 'Lowest BD incident score (0 to 100) of each severity. Scores below `medium` are LOW.',
})
@InputType('BitdefenderSeverityBandsInput', {
  description: 'Lowest BD incident score (0 to 100) of each severity. Scores below `medium` are LOW.',
})
export class SeverityBandsType {
  @Field(() => Int, { description: 'Lowest score rated MEDIUM; 40 by default.' })
  medium!: number;

  @Field(() => Int, { description: 'Lowest score rated HIGH; 76 by default.' })
  high!: number;

  @Field(() => Int, { description: 'Lowest score rated CRITICAL, at most 100; 90 by default.' })
  critical!: number;
}

@ObjectType('BitdefenderStateSeverities', {
  description: 'Severity of threats that are known only from the state of a device.',
})
@InputType('BitdefenderStateSeveritiesInput', {
  description: 'Severity of threats that are known only from the state of a device. UNKNOWN is refused.',
})
export class StateSeveritiesType {
  @Field(() => SeverityEnum, { description: 'Severity of a device that is infected; HIGH by default.' })
  infected!: Severity;

  @Field(() => SeverityEnum, {
    description: 'Severity of a detection that is in neither the incidents nor the quarantine; MEDIUM by default.',
  })
  detection!: Severity;
}

const promiseDescription =
  'Minutes from a detection to each step that the MSP promises to its clients; a step without a number has no promise.';
const minutesTo = (step: string) =>
  `Minutes from a detection until ${step}, 1 to ${mostPromisedMinutes}; null for no promise.`;

@ObjectType('BitdefenderResponsePromise', { description: promiseDescription })
@InputType('BitdefenderResponsePromiseInput', { description: promiseDescription })
export class ResponsePromiseType implements Partial<ResponsePromise> {
  @Field(() => Int, { nullable: true, description: minutesTo('it is stored here') })
  known!: number | null;

  @Field(() => Int, { nullable: true, description: minutesTo('its alert is raised') })
  alert!: number | null;

  @Field(() => Int, { nullable: true, description: minutesTo('its alert has a ticket') })
  ticket!: number | null;

  @Field(() => Int, { nullable: true, description: minutesTo('a person acts on it') })
  person!: number | null;
}

@ObjectType('BitdefenderSettings', { description: 'Settings of the tenant.' })
export class Settings {
  @Field(() => String, { description: 'IANA time zone of days, weeks and rule hours.' })
  timeZone!: string;

  @Field(() => Boolean, { description: 'Whether portal users see threats of their own client; off by default.' })
  portalEnabled!: boolean;

  @Field(() => [ID], { description: 'Clients whose portal users see no threats even if the portal is enabled.' })
  portalHiddenClientIds!: string[];

  @Field(() => MatchModeEnum, { description: 'How host names of devices and agents are compared.' })
  matchMode!: MatchMode;

  @Field(() => OutbreakSettingsType, {
    description: 'Threshold at which threats on several machines of one client are an outbreak.',
  })
  outbreak!: OutbreakSettingsType;

  @Field(() => Int, {
    nullable: true,
    description: 'Days that a threat is kept after it was resolved, 400 by default; null if kept indefinitely.',
  })
  retentionDays!: number | null;

  @Field(() => Int, {
    description: `Days before its end from which on a licence is a cause of degraded protection, 1 to ${mostLicenceEndingDays}; 30 by default.`,
  })
  licenceEndingDays!: number;

  @Field(() => SeverityBandsType, { description: 'Mapping of incident scores to severities.' })
  severityBands!: SeverityBands;

  @Field(() => StateSeveritiesType, {
    description: 'Severity of threats that are known only from the state of a device.',
  })
  stateSeverities!: StateSeverities;

  @Field(() => RoutedByEnum, { description: 'Whose rules make tickets of new alerts.' })
  alertsRoutedBy!: RoutedBy;

  @Field(() => ResponsePromiseType, { description: promiseDescription })
  responsePromise!: ResponsePromise;

  @Field(() => String, { description: versionDescription })
  version!: string;
}

@InputType('UpdateBitdefenderSettingsInput', { description: 'Settings to change; omitted fields are unchanged.' })
export class UpdateSettingsInput {
  @Field(() => String, { nullable: true, description: versionInputDescription('settings') })
  version?: string | null;

  @Field(() => String, { nullable: true, description: 'IANA time zone, such as Europe/Berlin.' })
  timeZone?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether portal users see threats of their own client.' })
  portalEnabled?: boolean | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Clients whose portal users see no threats even if the portal is enabled.',
  })
  portalHiddenClientIds?: string[] | null;

  @Field(() => MatchModeEnum, {
    nullable: true,
    description:
      'How host names of devices and agents are compared. A change starts a job that matches every client again: see `rematchJobId`.',
  })
  matchMode?: MatchMode | null;

  @Field(() => OutbreakSettingsType, {
    nullable: true,
    description: 'Threshold of an outbreak; applies to threats detected from now on.',
  })
  outbreak?: OutbreakSettingsType | null;

  @Field(() => Int, {
    nullable: true,
    description: `Days that a threat is kept after it was resolved, at least ${leastRetentionDays}; null keeps threats indefinitely. Counts of removed threats are kept.`,
  })
  retentionDays?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `Days before its end from which on a licence is a cause of degraded protection, 1 to ${mostLicenceEndingDays}.`,
  })
  licenceEndingDays?: number | null;

  @Field(() => SeverityBandsType, {
    nullable: true,
    description:
      'Mapping of incident scores to severities. A change starts a job that re-rates open threats: see `jobId`.',
  })
  severityBands?: SeverityBands | null;

  @Field(() => StateSeveritiesType, {
    nullable: true,
    description:
      'Severity of threats that are known only from the state of a device. A change starts a job that re-rates open threats: see `jobId`.',
  })
  stateSeverities?: StateSeverities | null;

  @Field(() => RoutedByEnum, {
    nullable: true,
    description:
      'Whose rules make tickets of alerts from now on; alerts that were acted upon stay with whoever did. PLATFORM_RULES is refused with PLATFORM_RULES_UNAVAILABLE if OpsMerge does not take alerts.',
  })
  alertsRoutedBy?: RoutedBy | null;

  @Field(() => ResponsePromiseType, {
    nullable: true,
    description:
      'Minutes from a detection to each step that are promised. Replaces all of them: a step that is null or omitted has no promise.',
  })
  responsePromise?: Partial<ResponsePromise> | null;
}

@ObjectType()
export abstract class SettingsPayload extends Payload {
  @Field(() => Settings, { nullable: true, description: 'Settings of the tenant; null if the change was refused.' })
  settings?: Settings | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Job that re-rates open threats (see `bitdefenderJobs`); null if neither the severity bands nor the state severities were changed.',
  })
  jobId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Job that matches every client again (see `bitdefenderJobs`); null if the match mode was not changed.',
  })
  rematchJobId?: string | null;
}
