import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
} from 'graphql';

/** A way from the arguments of a field to a place: how a value gets there, and its path. */
export interface Way {
  field: string;
  path: string[];
  /** Its coordinate. */
  place: string;
  type: GraphQLInputType;
  argsWith: (value: unknown) => Record<string, unknown>;
}

/** Every way from the arguments of a field to an argument or input field. */
export function waysOf(schema: GraphQLSchema): Way[] {
  const ways: Way[] = [];
  const follow = (
    { field, coordinate }: { field: string; coordinate: string },
    definition: GraphQLArgument | GraphQLInputField,
    path: string[],
    argsWith: Way['argsWith'],
  ) => {
    const { type, name } = definition;
    const own = [...path, name];
    const put: Way['argsWith'] = (value) => argsWith({ [name]: value });
    ways.push({ field, path: own, place: coordinate, type, argsWith: put });
    const named = getNamedType(type);
    if (!isInputObjectType(named)) return;
    const isList = isListType(getNullableType(type));
    for (const below of Object.values(named.getFields()))
      follow(
        { field, coordinate: `${named.name}.${below.name}` },
        below,
        isList ? [...own, '0'] : own,
        isList ? (value) => put([value]) : put,
      );
  };
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType))
    for (const { name, args } of Object.values(type.getFields()))
      if (!type.name.startsWith('_') && !name.startsWith('_'))
        for (const argument of args)
          follow(
            { field: `${type.name}.${name}`, coordinate: `${type.name}.${name}(${argument.name}:)` },
            argument,
            [],
            (value) => value as Record<string, unknown>,
          );
  return ways;
}
