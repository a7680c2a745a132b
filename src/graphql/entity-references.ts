import { type GraphQLSchema, isUnionType } from 'graphql';
import { idGrammar, isId } from '../auth/id-grammar.js';
import { type UserErrorCode, UserInputError } from './errors.js';

/**
 * Makes `_entities` answer each reference by itself: one that is malformed, or leads nowhere, is null with an error at its place,
 * and the others are there. Without this, one of them would fail the whole list.
 */
export function checkReferences(schema: GraphQLSchema): void {
  const field = schema.getQueryType()?.getFields()._entities;
  const resolve = field?.resolve;
  const union = schema.getType('_Entity');
  if (field === undefined || resolve === undefined || !isUnionType(union)) return;
  const types = new Set(union.getTypes().map(({ name }) => name));
  field.resolve = (source, args, context, info) => {
    const representations = args.representations as readonly unknown[];
    return representations.map(async (reference, index) => {
      const problem = problemOfReference(reference, types);
      if (problem !== null) throw referenceError(index, problem);
      const [found] = (await resolve(source, { ...args, representations: [reference] }, context, info)) as unknown[];
      const entity = await found;
      if (entity === null || entity === undefined)
        throw referenceError(index, { code: 'NOT_FOUND', at: [], message: 'There is no such object.' });
      return entity;
    });
  };
}

interface ReferenceProblem {
  code: UserErrorCode;
  /** The path within the reference. */
  at: string[];
  message: string;
}

/** Takes a reference of another subgraph and the types that have references; returns what is wrong with it, or null. */
export function problemOfReference(reference: unknown, types: ReadonlySet<string>): ReferenceProblem | null {
  const { __typename: type, id } = Object(reference) as { __typename?: unknown; id?: unknown };
  if (typeof type !== 'string' || !types.has(type))
    return { code: 'BAD_REFERENCE', at: ['__typename'], message: 'There is no type of this name with references.' };
  return isId(id) ? null : { code: 'BAD_ID', at: ['id'], message: `The reference needs an id. ${idGrammar}` };
}

const referenceError = (index: number, { code, at, message }: ReferenceProblem) =>
  new UserInputError(code, message, ['representations', `${index}`, ...at]);
