import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';

@ObjectType('BitdefenderExport', { description: 'Where a filtered list can be fetched as CSV.' })
export class Export {
  @Field(() => String, {
    description:
      'Fetch it with the same `Authorization` header as this request: it opens for the same tenant only, and streams.',
  })
  url!: string;

  @Field(() => String, { description: 'A name for the file.' })
  fileName!: string;

  @Field(() => [String], { description: 'The names of its columns, in order.' })
  columns!: string[];

  @Field(() => GraphQLDateTimeISO, { description: 'Until when it can be fetched.' })
  expiresAt!: Date;
}
