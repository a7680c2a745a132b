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

/** What every mutation answers beside its result, and every outcome of a bulk mutation beside its item. */
@ObjectType()
export abstract class Payload {
  @Field(() => [UserError], {
    description: 'Problems with the request that the person can correct; empty if there are none.',
  })
  userErrors!: UserError[];
}

/** Thrown where the user's input cannot be carried out; becomes the payload's `userErrors`. */
export class UserInputError extends Error {
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
    if (error instanceof UserInputError)
      return { userErrors: error.userErrors } as Partial<Result> & { userErrors: UserError[] };
    throw error;
  }
}

/**
 * GraphQL's own messages repeat the value they refuse, which may be an API key in the wrong place: this leaves what was
 * wrong, and where.
 */
export function withoutValues(message: string): string {
  const variable = /^Variable "\$\w+" got invalid value /.exec(message)?.[0].trimEnd();
  if (variable === undefined)
    return message
      .replace(/(cannot represent [^:]*): .*/s, '$1.')
      .replace(/(Expected value of type "[^"]+"), found .*/s, '$1.')
      .replace(/ (String|BlockString) ".*"/s, ' $1');
  const place = /.* at ("[\w.[\]]+"); /s.exec(message)?.[1];
  const reason = /; (Field "\w+" (?:of required type "[^"]+" was not provided|is not defined by type "\w+").*)$/.exec(
    message,
  )?.[1];
  return `${variable}${place ? ` at ${place}` : ''}${reason ? `; ${reason}` : '.'}`;
}
