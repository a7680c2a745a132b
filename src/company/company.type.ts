import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { ClientReference } from '../graphql/core-types.js';
import { UserError } from '../graphql/errors.js';

export enum CompanyKind {
  COMPANY = 'COMPANY',
  FOLDER = 'FOLDER',
}
registerEnumType(CompanyKind, {
  name: 'BitdefenderCompanyKind',
  description: 'What a node of the company tree is.',
  valuesConfig: {
    COMPANY: { description: 'A company; it can be mapped.' },
    FOLDER: { description: 'A folder of companies.' },
  },
});

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
}

@ObjectType('BitdefenderMappingOutcome', { description: 'What became of one company of the request.' })
export class MappingOutcome {
  @Field(() => ID, { description: 'The company as it was asked for.' })
  companyId!: string;

  @Field(() => Company, { nullable: true, description: 'The company as it is now; null where there is none.' })
  company!: Company | null;

  @Field(() => [UserError], { description: 'Why this one was refused; empty when it was done.' })
  userErrors!: UserError[];
}

@ObjectType('BitdefenderMappingPayload', { description: 'A result for each company.' })
export class MappingPayload {
  @Field(() => [MappingOutcome], { nullable: true, description: 'In the order of the request.' })
  outcomes?: MappingOutcome[];

  @Field(() => [UserError], { description: 'What is wrong with the request as a whole.' })
  userErrors!: UserError[];
}
