import { Field, ObjectType } from 'type-graphql';
import { graphEnum } from '../graphql/graph-enum.js';

export const SeatRowsEnum = graphEnum('BitdefenderSeatRows', 'What each line of an export of seats is.', {
  COMPANIES: 'A company, with its numbers.',
  MACHINES: 'A machine behind these numbers.',
});
export type SeatRowsEnum = keyof typeof SeatRowsEnum;

@ObjectType('BitdefenderExport', { description: 'Link to a filtered list as CSV.' })
export class Export {
  @Field(() => String, {
    description:
      'URL of the streamed CSV. It opens once, until `expiresAt`, without a header: whoever has it gets the file.',
  })
  url!: string;

  @Field(() => String, { description: 'Suggested file name.' })
  fileName!: string;

  @Field(() => [String], { description: 'Names of the columns, in order.' })
  columns!: string[];

  @Field(() => Date, { description: 'Time at which the link expires: a few minutes after it was made.' })
  expiresAt!: Date;
}
