import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { graphEnum } from '../graphql/graph-enum.js';
import { connectionType, pageArguments } from '../graphql/paging.js';
import { Company, CompanyKind, CompanyState } from './company.type.js';

export const CompanyOrder = graphEnum('BitdefenderCompanyOrder', 'The order of a list of companies.', {
  TO_MAP:
    'First unmapped companies, by the most severe unresolved threat, then by number of threats, of devices, and name; then mapped ones; then folders, ignored and vanished companies.',
  NAME: 'By name.',
});
export type CompanyOrder = keyof typeof CompanyOrder;

export const CompanyConnection = connectionType('BitdefenderCompany', () => Company, { counted: true });

@InputType('BitdefenderCompanyFilter', { description: 'Conditions that companies must meet, all of them.' })
export class CompanyFilter {
  @Field(() => String, {
    nullable: true,
    description:
      'Part of the name, or the ID in BD, case-insensitive; at least 3 characters, unless it is blank, which is no search.',
  })
  search?: string | null;

  @Field(() => ID, { nullable: true, description: 'Companies of this integration.' })
  integrationId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Companies that are mapped (true) or unmapped (false).' })
  mapped?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Companies that are mapped to this client.' })
  clientId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Companies that are ignored (true) or not (false).' })
  ignored?: boolean | null;

  @Field(() => CompanyKind, { nullable: true, description: 'Only companies, or only folders.' })
  kind?: CompanyKind | null;

  @Field(() => CompanyState, { nullable: true, description: 'Companies that BD lists, or that it no longer lists.' })
  state?: CompanyState | null;
}

/** The arguments of the list of companies. */
@ArgsType()
export class CompanyListArgs extends pageArguments() {
  @Field(() => CompanyFilter, { nullable: true, description: 'Filter of the list; all companies if omitted.' })
  filter?: CompanyFilter | null;

  @Field(() => CompanyOrder, { defaultValue: CompanyOrder.TO_MAP, description: 'Order of the list.' })
  orderBy!: CompanyOrder;
}
