import { Field, Mutation, ObjectType, UseMiddleware } from 'type-graphql';
import { type ReasonCode, reasons } from '../gravityzone/transport/reasons.js';
import { type RequestErrorCode, requestErrors } from './codes/request-errors.js';
import type { RequestContext } from './context.js';
import { graphEnum } from './graph-enum.js';

/** A problem that a user can correct: with the request, or of the GravityZone that it leads to. */
export type UserErrorCode = RequestErrorCode | ReasonCode;

/** Each code with its cause and its cure, by code. docs/error-codes.md is made of them. */
export const userErrorCodes: ReadonlyMap<UserErrorCode, { cause: string; cure: string }> = new Map(
  [
    ...Object.entries(requestErrors).map(([code, [cause, cure]]) => ({ code, cause, cure })),
    ...Object.entries(reasons).map(([code, { sentence, hint }]) => ({ code, cause: sentence, cure: hint })),
  ]
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, ...texts }) => [code as UserErrorCode, texts]),
);

export const UserErrorCodeEnum = graphEnum(
  'BitdefenderUserErrorCode',
  'What is wrong with a request, and what to do.',
  Object.fromEntries([...userErrorCodes].map(([code, { cause, cure }]) => [code, `${cause} ${cure}`])),
);

@ObjectType('BitdefenderUserError', { description: 'A problem with the request that the user can correct.' })
export class UserError {
  @Field(() => UserErrorCodeEnum, { description: 'Stable code.' })
  code!: UserErrorCode;

  @Field(() => [String], {
    nullable: true,
    description:
      'Path of the input field that caused the problem, from the argument on, with the index of each item of a list, such as `["input", "ids", "1"]`; null if it is not a single field.',
  })
  field!: string[] | null;

  @Field(() => String, { description: 'Message for the user, with what to do.' })
  message!: string;
}

/** What is wrong with one item of a bulk mutation; its place is added where the outcomes are made. */
export type ItemProblem = Pick<UserError, 'code' | 'message'>;

/** Base of the payload of every mutation, and of each outcome of a bulk mutation. */
@ObjectType()
export abstract class Payload {
  @Field(() => [UserError], {
    description: 'Problems with the request that the user can correct; empty if there are none.',
  })
  userErrors!: UserError[];

  @Field(() => String, {
    nullable: true,
    description:
      'Token of this change. Requests that send it in the header `x-opsmerge-seen` (several separated by commas) read no older data; null if all data are always current.',
  })
  @UseMiddleware(({ context }: { context: RequestContext }) => context.seenToken())
  seen?: string | null;
}

/**
 * A mutation. One that is called `verbNoun` returns a type of its own, `VerbNounPayload`, with the fields of this base, which several
 * mutations may share.
 */
export function PayloadMutation(base: abstract new () => Payload, options: { description: string }) {
  return (prototype: object, mutation: string): void => {
    const returned = class extends base {};
    ObjectType(`${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Payload`, {
      description: `Outcome of \`${mutation}\`.`,
    })(returned);
    Mutation(() => returned, options)(prototype, mutation, {});
  };
}

/** Thrown if the user's input cannot be carried out; becomes the `userErrors` of the payload. */
export class UserInputError extends Error {
  readonly userErrors: UserError[];

  constructor(code: UserErrorCode, message: string, field: string[] | null = null) {
    super(message);
    this.userErrors = [{ code, field, message }];
  }
}

/** What the extensions of a GraphQL error say of input that was refused: a code, and the path of the argument or input field. */
export function inputErrorOf({ userErrors: [first] }: UserInputError): { code: string; field?: string[] } {
  return { code: first?.code ?? 'BAD_USER_INPUT', ...(first?.field && { field: first.field }) };
}

/**
 * Refuses to overwrite what has changed since it was read: `given` is the version that was read, `current` the one of what is
 * stored, to be read in the transaction that writes. `what` is its name in a sentence, such as "rule".
 */
export function refuseOutdated(
  given: string | null | undefined,
  current: string,
  what: string,
  field: string[] = ['input', 'version'],
): void {
  if (given === null || given === undefined)
    throw new UserInputError(
      'VERSION_REQUIRED',
      `Send the \`version\` of the ${what} that was read, so that no change of another user is lost.`,
      field,
    );
  if (given !== current)
    throw new UserInputError(
      'CHANGED_MEANWHILE',
      `Another user has changed the ${what} since it was read: read it again, then repeat your change if it is still needed.`,
      field,
    );
}

/** Description of a `version` that is read. */
export const versionDescription =
  'Version of these values, opaque. Send it with a change, which is refused with CHANGED_MEANWHILE if they have changed since.';

/** Description of a `version` that is sent; `what` is what has it. */
export const versionInputDescription = (what: string) =>
  `The \`version\` of the ${what} that was read. Without it: VERSION_REQUIRED; if it has changed since: CHANGED_MEANWHILE.`;

/** The payload of a mutation: the result of `work` or, if it throws UserInputError, the errors alone. */
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
