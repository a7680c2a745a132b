import { Field, ID, InputType } from 'type-graphql';
import { graphEnum } from '../graphql/graph-enum.js';
import { SeverityEnum } from '../graphql/severity.type.js';

export const ClientOrderEnum = graphEnum('BitdefenderClientOrder', 'Order of clients, the largest number first.', {
  NEED: 'By unresolved threats: the number of critical ones, then of high ones, and so on.',
  THREATS_TODAY: "By threats detected today in the tenant's time zone.",
  THREATS_THIS_WEEK: 'By threats detected this week.',
  THREATS_THIS_MONTH: 'By threats detected this month.',
  GAPS: 'By the machines of all gaps together.',
});
export type ClientOrderEnum = keyof typeof ClientOrderEnum;

@InputType('BitdefenderClientFilter', {
  description: 'Filter of clients. A client must match every field that is set.',
})
export class ClientFilter {
  @Field(() => [ID], { nullable: true, description: 'Only these clients.' })
  clientIds?: string[] | null;

  @Field(() => SeverityEnum, {
    nullable: true,
    description: 'Only clients with an unresolved threat of this severity or above.',
  })
  minimumSeverity?: SeverityEnum | null;

  @Field(() => Boolean, { nullable: true, description: 'Only clients with a gap (true), or with none (false).' })
  withGaps?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only clients that are archived in OpsMerge (true), or only others (false).',
  })
  archived?: boolean | null;
}
