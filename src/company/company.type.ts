import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import { ClientReference } from '../graphql/core-types.js';
import { Payload } from '../graphql/errors.js';
import { graphEnum } from '../graphql/graph-enum.js';

export const CompanyKind = graphEnum('BitdefenderCompanyKind', 'Kind of a node of the company tree.', {
  COMPANY: 'A company, which can be mapped to a client.',
  FOLDER: 'A folder of companies.',
});
export type CompanyKind = keyof typeof CompanyKind;

export const CompanyState = graphEnum('BitdefenderCompanyState', 'Whether BD lists a company.', {
  PRESENT: 'BD lists the company.',
  VANISHED: 'BD no longer lists the company; its data are kept.',
});
export type CompanyState = keyof typeof CompanyState;

/** Devices and unresolved threats of a company. */
export interface CompanyStanding {
  deviceCount: number;
  unresolvedThreatCount: number;
  /** Index in the list of severities; null without an unresolved threat. */
  worstSeverity: number | null;
  lastThreatAt: Date | null;
}

@ObjectType('BitdefenderIgnoredCompany', { description: 'Decision to leave a company unmapped.' })
export class Ignored {
  @Field(() => Date, { description: 'Time of the decision.' })
  at!: Date;

  @Field(() => String, { description: 'Subject of the user who made the decision.' })
  by!: string;

  @Field(() => String, { description: 'Reason of the decision.' })
  reason!: string;
}

@Directive('@key(fields: "id")')
@ObjectType('BitdefenderCompany', {
  description: 'A company in BD, which is a customer of the MSP, and the client it is mapped to.',
})
export class Company {
  @Field(() => ID, { description: 'ID of the company.' })
  id!: string;

  @Field(() => ID, { description: 'ID of the integration that lists the company.' })
  integrationId!: string;

  @Field(() => String, { description: 'ID of the company in BD.' })
  bdId!: string;

  @Field(() => String, { description: 'Name of the company in BD.' })
  name!: string;

  @Field(() => CompanyKind, { description: 'Whether the node is a company or a folder.' })
  kind!: CompanyKind;

  @Field(() => String, {
    nullable: true,
    description: 'ID in BD of the parent company or folder; null at the top of the tree.',
  })
  parentBdId!: string | null;

  @Field(() => CompanyState, { description: 'Whether BD lists the company.' })
  state!: CompanyState;

  @Field(() => Boolean, { nullable: true, description: 'Whether the company is suspended in BD; null if not known.' })
  suspended!: boolean | null;

  @Field(() => Date, { description: 'Time when the company was first listed by BD.' })
  firstSeenAt!: Date;

  @Field(() => Date, { description: 'Time of the last change of its name, parent or state.' })
  changedAt!: Date;

  @Field(() => Ignored, {
    nullable: true,
    description: 'Decision to leave the company unmapped; null if there is none.',
  })
  ignored!: Ignored | null;

  @Field(() => ClientReference, { nullable: true, description: 'Client the company is mapped to; null if unmapped.' })
  client!: ClientReference | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Time when the company was mapped; null if unmapped.',
  })
  mappedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Subject of the user who mapped the company; null if unmapped.' })
  mappedBy!: string | null;

  @Field(() => Boolean, {
    description: 'Whether the client is active, which makes the company due every 10 minutes instead of every hour.',
  })
  active!: boolean;

  @Field(() => [String], { description: 'Reasons why the client is active.' })
  activityReasons!: string[];

  @Field(() => Date, {
    nullable: true,
    description: 'Time when the next sync is due; null if the company is not polled.',
  })
  nextSyncAt!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'Time since which the company rests, that is, is not polled because its client is archived in OpsMerge; null if it does not rest.',
  })
  restsSince!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Time of the last sync in which every stream of the company succeeded; null before the first.',
  })
  lastSyncedAt!: Date | null;
}

@InputType('BitdefenderMappingInput', { description: 'A company and the client to map it to.' })
export class MappingInput {
  @Field(() => ID, { description: 'ID of the company.' })
  companyId!: string;

  @Field(() => ID, { description: 'ID of the client in OpsMerge core.' })
  clientId!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'Client the company was mapped to when you read it, null for none. If it has changed, the company is not mapped. Omit to skip the check.',
  })
  expectedClientId?: string | null;
}

@InputType('MapBitdefenderCompaniesInput', { description: 'Companies to map.' })
export class MapCompaniesInput {
  @Field(() => [MappingInput], {
    description: 'Mappings to make, 1 to 500, each company once. Several companies may have the same client.',
  })
  mappings!: MappingInput[];
}

@InputType('UnmapBitdefenderCompaniesInput', { description: 'Companies to unmap.' })
export class UnmapCompaniesInput {
  @Field(() => [ID], { description: 'IDs of the companies, 1 to 500, each once.' })
  companyIds!: string[];

  @Field(() => ID, {
    nullable: true,
    description:
      'Client the companies were mapped to when you read them. Companies mapped to another client are left unchanged. Omit to skip the check.',
  })
  expectedClientId?: string | null;
}

@InputType('IgnoreBitdefenderCompaniesInput', { description: 'Companies to leave unmapped.' })
export class IgnoreCompaniesInput {
  @Field(() => [ID], { description: 'IDs of the companies, 1 to 500, each once.' })
  companyIds!: string[];

  @Field(() => String, { description: 'Reason, 1 to 500 characters.' })
  reason!: string;
}

@InputType('UnignoreBitdefenderCompaniesInput', { description: 'Companies to put back among those to map.' })
export class UnignoreCompaniesInput {
  @Field(() => [ID], { description: 'IDs of the companies, 1 to 500, each once.' })
  companyIds!: string[];
}

@ObjectType('BitdefenderMappingOutcome', { description: 'Result for one company of a bulk request.' })
export class MappingOutcome extends Payload {
  @Field(() => ID, { description: 'ID of the company of the request, in lower case.' })
  companyId!: string;

  @Field(() => Company, { nullable: true, description: 'Company after the change; null if it does not exist.' })
  company!: Company | null;
}

@ObjectType()
export abstract class MappingPayload extends Payload {
  @Field(() => [MappingOutcome], {
    nullable: true,
    description: 'One result for each company, in the order of the request; null if the whole request was refused.',
  })
  outcomes?: MappingOutcome[];
}
