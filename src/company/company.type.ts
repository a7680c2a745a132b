import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ClientReference } from '../graphql/core-types.js';
import { Payload } from '../graphql/errors.js';
import { graphEnum } from '../graphql/graph-enum.js';

export const CompanyKind = graphEnum('BitdefenderCompanyKind', 'What a node of the company tree is.', {
  COMPANY: 'A company; it can be mapped.',
  FOLDER: 'A folder of companies.',
});
export type CompanyKind = keyof typeof CompanyKind;

export const CompanyState = graphEnum('BitdefenderCompanyState', 'Whether BD shows a company.', {
  PRESENT: 'BD shows it.',
  VANISHED: 'BD showed it once and does so no more; its data stay.',
});
export type CompanyState = keyof typeof CompanyState;

/** What is at stake at a company. */
export interface CompanyStanding {
  deviceCount: number;
  unresolvedThreatCount: number;
  /** The place in the list of severities; null without an unresolved threat. */
  worstSeverity: number | null;
  lastThreatAt: Date | null;
}

@ObjectType('BitdefenderIgnoredCompany', { description: 'Why a company is left unmapped on purpose.' })
export class Ignored {
  @Field(() => GraphQLDateTimeISO, { description: 'Since when.' })
  at!: Date;

  @Field(() => String, { description: 'Who decided so: the subject of the token.' })
  by!: string;

  @Field(() => String, { description: 'Why.' })
  reason!: string;
}

@ObjectType('BitdefenderCompany', {
  description: "BD's word for a customer of the MSP, and the client it is mapped to.",
})
export class Company {
  @Field(() => ID, { description: 'Our id of the company.' })
  id!: string;

  @Field(() => ID, { description: 'The connection that shows it.' })
  connectionId!: string;

  @Field(() => String, { description: "BD's id of the company." })
  bdId!: string;

  @Field(() => String, { description: "BD's name of the company." })
  name!: string;

  @Field(() => CompanyKind, { description: 'Company or folder.' })
  kind!: CompanyKind;

  @Field(() => String, { nullable: true, description: "BD's id of the company or folder above it." })
  parentBdId!: string | null;

  @Field(() => CompanyState, { description: 'Whether BD shows it.' })
  state!: CompanyState;

  @Field(() => Boolean, { nullable: true, description: 'Whether BD has it suspended; null where that is not known.' })
  suspended!: boolean | null;

  @Field(() => GraphQLDateTimeISO, { description: 'When BD first showed it.' })
  firstSeenAt!: Date;

  @Field(() => GraphQLDateTimeISO, { description: 'When its name, its place in the tree or its state last changed.' })
  changedAt!: Date;

  @Field(() => Ignored, { nullable: true, description: 'Why it is left unmapped on purpose; null where it is not.' })
  ignored!: Ignored | null;

  @Field(() => ClientReference, { nullable: true, description: 'The client it is mapped to; null while unmapped.' })
  client!: ClientReference | null;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When it was mapped.' })
  mappedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Who mapped it: the subject of the token.' })
  mappedBy!: string | null;

  @Field(() => Boolean, {
    description: 'Whether its client is active, which makes it due every 10 minutes, not every hour.',
  })
  active!: boolean;

  @Field(() => [String], { description: 'Why its client counts as active.' })
  activityReasons!: string[];

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When it is due next; null when it is not polled.' })
  nextSyncAt!: Date | null;

  @Field(() => GraphQLDateTimeISO, {
    nullable: true,
    description: 'The last sync in which everything about it succeeded.',
  })
  lastSyncedAt!: Date | null;
}

@InputType('BitdefenderMappingInput', { description: 'One company and its client.' })
export class MappingInput {
  @Field(() => ID, { description: 'Our id of the company.' })
  companyId!: string;

  @Field(() => ID, { description: 'The client in OpsMerge core.' })
  clientId!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'The client you saw it mapped to, null for none: if it is mapped to another one by now, it is left as it is. Left out, the last one to map wins.',
  })
  expectedClientId?: string | null;
}

@InputType('MapBitdefenderCompaniesInput', { description: 'Companies to map.' })
export class MapCompaniesInput {
  @Field(() => [MappingInput], { description: 'At most 500; several companies may go to one client.' })
  mappings!: MappingInput[];
}

@InputType('UnmapBitdefenderCompaniesInput', { description: 'Companies whose mapping ends.' })
export class UnmapCompaniesInput {
  @Field(() => [ID], { description: 'Our ids of the companies, at most 500.' })
  companyIds!: string[];

  @Field(() => ID, {
    nullable: true,
    description:
      'The client you saw them mapped to: a company that is mapped to another one by now is left as it is. Left out, all of them are unmapped.',
  })
  expectedClientId?: string | null;
}

@InputType('IgnoreBitdefenderCompaniesInput', { description: 'Companies that are left unmapped on purpose.' })
export class IgnoreCompaniesInput {
  @Field(() => [ID], { description: 'Our ids of the companies, at most 500.' })
  companyIds!: string[];

  @Field(() => String, { description: 'Why, for the person who wonders later; 1 to 500 characters.' })
  reason!: string;
}

@InputType('UnignoreBitdefenderCompaniesInput', { description: 'Companies that are to be mapped after all.' })
export class UnignoreCompaniesInput {
  @Field(() => [ID], { description: 'Our ids of the companies, at most 500.' })
  companyIds!: string[];
}

@ObjectType('BitdefenderMappingOutcome', { description: 'What became of one company of the request.' })
export class MappingOutcome extends Payload {
  @Field(() => ID, { description: 'The company as it was asked for.' })
  companyId!: string;

  @Field(() => Company, { nullable: true, description: 'The company as it is now; null where there is none.' })
  company!: Company | null;
}

@ObjectType('BitdefenderMappingPayload', { description: 'A result for each company.' })
export class MappingPayload extends Payload {
  @Field(() => [MappingOutcome], { nullable: true, description: 'In the order of the request.' })
  outcomes?: MappingOutcome[];
}
