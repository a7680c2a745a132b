import { Field, ObjectType } from 'type-graphql';

@ObjectType('BitdefenderUserError', { description: 'Something the person who asked can put right.' })
export class UserError {
  @Field(() => String, { description: 'A stable code, in capitals, for programs.' })
  code!: string;

  @Field(() => [String], { nullable: true, description: 'The path in the input that is meant, if it is one field.' })
  field!: string[] | null;

  @Field(() => String, { description: 'A sentence for the person, saying what to do.' })
  message!: string;
}

/** Thrown where the user's input cannot be carried out; becomes the payload's `userErrors`. */
export class InputRefused extends Error {
  readonly userErrors: UserError[];

  constructor(code: string, message: string, field: string[] | null = null) {
    super(message);
    this.userErrors = [{ code, field, message }];
  }
}

/** A mutation's payload: what `work` gives, or the errors of the input it refused with everything else null. */
export async function payloadOf<Result extends object>(
  work: () => Promise<Result>,
): Promise<Partial<Result> & { userErrors: UserError[] }> {
  try {
    return { ...(await work()), userErrors: [] };
  } catch (error) {
    if (error instanceof InputRefused)
      return { userErrors: error.userErrors } as Partial<Result> & { userErrors: UserError[] };
    throw error;
  }
}
