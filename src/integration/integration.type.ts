import { Directive, Field, ID, Int, type MiddlewareFn, ObjectType, UseMiddleware } from 'type-graphql';
import type { RequestContext } from '../graphql/context.js';
import { Payload, versionDescription } from '../graphql/errors.js';
import { graphEnum } from '../graphql/graph-enum.js';
import { KindVisibilityType } from './visibility.type.js';

export const IntegrationState = graphEnum('BitdefenderIntegrationState', 'State of an integration.', {
  CONNECTED: 'Polled; the last sync could use the key.',
  FAILING: 'Polled, but the last sync could not use the key: see `problem`.',
  DISCONNECTED: 'No longer polled; its data are kept.',
});
export type IntegrationState = keyof typeof IntegrationState;

export const Flavour = graphEnum('BitdefenderFlavour', 'Kind of GravityZone.', {
  CLOUD: 'A cloud instance of Bitdefender.',
  ON_PREMISES: 'A GravityZone appliance on the network of the customer.',
});
export type Flavour = keyof typeof Flavour;

export const OwnCompanyKind = graphEnum('BitdefenderOwnCompanyKind', 'Kind of the company a key belongs to.', {
  PARTNER: 'A partner; its key can read the companies it manages.',
  CUSTOMER: 'A single company; its key can read nothing else.',
  UNKNOWN: 'GravityZone returned an unknown kind.',
});
export type OwnCompanyKind = keyof typeof OwnCompanyKind;

@ObjectType('BitdefenderProblem', { description: 'A problem with GravityZone, and how to solve it.' })
export class Problem {
  @Field(() => String, { description: 'Stable code, in capitals: see docs/gravityzone.md.' })
  code!: string;

  @Field(() => String, { description: 'Description of the problem.' })
  message!: string;

  @Field(() => String, { description: 'How to solve the problem.' })
  hint!: string;
}

@ObjectType('BitdefenderMissingApi', { description: 'An API that is not enabled for the key.' })
export class MissingApi {
  @Field(() => String, { description: 'Name of the API in GravityZone.' })
  api!: string;

  @Field(() => String, { description: 'Features that do not work without the API.' })
  neededFor!: string;
}

export const ReportState = graphEnum('BitdefenderReportState', 'Result of the last read of a scheduled report.', {
  NOT_FOUND: 'GravityZone lists no, or more than one, Security audit report of this name.',
  NOT_READY: 'The report has no instance to download yet.',
  READ: 'The last instance was read.',
  NOT_UNDERSTOOD: 'The columns are not those of the report, so nothing was taken in: see `header`.',
  REFUSED: 'The report could not be read, or was refused: see `problem`.',
});
export type ReportState = keyof typeof ReportState;

@ObjectType('BitdefenderReport', { description: 'A scheduled Security audit report that an integration reads.' })
export class Report {
  @Field(() => String, { description: 'Name of the report in Control Center.' })
  name!: string;

  @Field(() => ReportState, { nullable: true, description: 'Result of the last read; null before the first.' })
  state!: ReportState | null;

  @Field(() => String, {
    nullable: true,
    description: 'Header of the last instance as GravityZone wrote it; null unless its columns were not understood.',
  })
  header!: string | null;

  @Field(() => Date, { nullable: true, description: 'Time of the last look; null before the first.' })
  lastCheckedAt!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Time at which the last instance was read; null before the first.',
  })
  lastReadAt!: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of rows taken in of the last instance; null before the first.',
  })
  rowsTaken!: number | null;

  @Field(() => Problem, { nullable: true, description: 'Why the last read failed; null if it did not.' })
  problem!: Problem | null;
}

/** Puts on record that somebody reads what is known of a key. */
const noteKeyRead: MiddlewareFn<RequestContext> = ({ context, root }, next) => {
  context.noteAccess({ action: 'KEY_METADATA_READ', subject: String(Object(root).id) });
  return next();
};

@Directive('@key(fields: "id")')
@ObjectType('BitdefenderIntegration', {
  description: 'A link of the tenant to one GravityZone. The API key is never returned.',
})
export class Integration {
  @Field(() => ID, { description: 'ID of the integration.' })
  id!: string;

  @Field(() => String, { description: 'Name of the integration, chosen by the MSP.' })
  name!: string;

  @Field(() => String, { description: 'URL of the API.' })
  endpoint!: string;

  @Field(() => IntegrationState, { description: 'State of the integration.' })
  state!: IntegrationState;

  @Field(() => Flavour, {
    nullable: true,
    description: 'Whether GravityZone is cloud or on-premises; null if not known.',
  })
  flavour!: Flavour | null;

  @Field(() => Date, { description: 'Time when the current API key was set.' })
  @UseMiddleware(noteKeyRead)
  keySetAt!: Date;

  @Field(() => String, { description: 'Subject of the user who set the current API key.' })
  @UseMiddleware(noteKeyRead)
  keySetBy!: string;

  @Field(() => Date, {
    nullable: true,
    description: 'Time when the current API key was created in BD; null if not known.',
  })
  @UseMiddleware(noteKeyRead)
  keyCreatedAt!: Date | null;

  @Field(() => Int, {
    description: 'Age of the key in whole days: since it was created or, if that is not known, since it was set.',
  })
  @UseMiddleware(noteKeyRead)
  keyAgeDays!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Name in BD of the company the key belongs to; null if not known.',
  })
  companyName!: string | null;

  @Field(() => Boolean, { description: 'Whether the integration is polled; if false, its data are no longer updated.' })
  syncing!: boolean;

  @Field(() => Date, { description: 'Time when it was first connected.' })
  createdAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'Time when it was disconnected; null if it is connected.',
  })
  disconnectedAt!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Time of the last sync in which every stream succeeded; null before the first.',
  })
  lastSucceededAt!: Date | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Measured offset from UTC, in minutes (east is positive), of dates that GravityZone writes without a zone; null if not known.',
  })
  naiveOffsetMinutes!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'IANA time zone of those dates as set by an admin, used instead of the measured offset; null if not set.',
  })
  naiveZone!: string | null;

  @Field(() => Problem, { nullable: true, description: 'First problem of the last sync; null if there was none.' })
  problem!: Problem | null;

  @Field(() => Report, {
    nullable: true,
    description: 'Scheduled report that is read; null if no report is read.',
  })
  report!: Report | null;

  @Field(() => [Problem], {
    description:
      'What works but may surprise: times that are not certain, a time zone that changed in the last 7 days.',
  })
  warnings!: Problem[];

  @Field(() => String, { description: versionDescription })
  version!: string;
}

@ObjectType('BitdefenderIntegrationTest', { description: 'Result of testing an API key. Nothing is stored.' })
export class IntegrationTest {
  @Field(() => Boolean, { description: 'Whether the key can be used.' })
  ok!: boolean;

  @Field(() => Int, { description: 'Number of companies the key can read.' })
  companyCount!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Number of those companies without a managed device, including those deleted in GravityZone; null if not known.',
  })
  emptyCompanyCount!: number | null;

  @Field(() => Flavour, { nullable: true, description: 'Kind of GravityZone; null if none responded.' })
  flavour!: Flavour | null;

  @Field(() => String, { nullable: true, description: 'Name of the company the key belongs to; null if not known.' })
  companyName!: string | null;

  @Field(() => OwnCompanyKind, {
    nullable: true,
    description: 'Kind of the company the key belongs to; null if not known.',
  })
  companyKind!: OwnCompanyKind | null;

  @Field(() => [String], { description: 'APIs enabled for the key, by their names in GravityZone.' })
  enabledApis!: string[];

  @Field(() => [MissingApi], { description: 'APIs to enable for the key.' })
  missingApis!: MissingApi[];

  @Field(() => Int, { description: 'Duration of one call in milliseconds.' })
  latencyMilliseconds!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Seconds by which the clock of GravityZone is ahead of the clock of the service, negative if behind; null if not known.',
  })
  clockAheadSeconds!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Measured offset from UTC, in minutes (east is positive), of dates that GravityZone writes without a zone; null if not known.',
  })
  naiveOffsetMinutes!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of devices GravityZone returns in one response; null if not known.',
  })
  pageSize!: number | null;

  @Field(() => Date, { nullable: true, description: 'Time when the key was created; null if not known.' })
  keyCreatedAt!: Date | null;

  @Field(() => [Problem], { description: 'Problems found, most severe first.' })
  problems!: Problem[];

  @Field(() => [Problem], { description: 'What works but may surprise, such as times that are not certain.' })
  warnings!: Problem[];

  @Field(() => [KindVisibilityType], {
    description:
      'What will be reported of detections and what not, by the APIs of the key alone: which devices have the EDR sensor is known after syncs only. Empty if the key cannot be used.',
  })
  visibility!: KindVisibilityType[];
}

@ObjectType()
export abstract class IntegrationPayload extends Payload {
  @Field(() => Integration, {
    nullable: true,
    description: 'Integration after the change; null if the change was refused.',
  })
  integration?: Integration | null;
}

@ObjectType()
export abstract class TestPayload extends Payload {
  @Field(() => IntegrationTest, { nullable: true, description: 'Result of the test; null if the request was refused.' })
  test?: IntegrationTest | null;
}
