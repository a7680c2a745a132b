import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isObjectType,
} from 'graphql';

/** An input field or argument, with its schema coordinate. */
export interface Place {
  coordinate: string;
  definition: GraphQLArgument | GraphQLInputField;
}

/**
 * The fields of a type, each with its arguments. Federation's own fields are left out: the references of `_entities` count
 * towards the cost of the request.
 */
export const argumentsOf = (type: GraphQLObjectType): { field: string; places: Place[] }[] =>
  Object.values(type.getFields())
    .filter(({ name }) => !name.startsWith('_'))
    .map((field) => ({
      field: field.name,
      places: field.args.map((definition) => ({
        coordinate: `${type.name}.${field.name}(${definition.name}:)`,
        definition,
      })),
    }));

/** The fields of an input type; none of any other type. */
export const inputFields = (type: GraphQLInputType): Place[] => {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return [];
  return Object.values(named.getFields()).map((definition) => ({
    coordinate: `${named.name}.${definition.name}`,
    definition,
  }));
};

/** The types of a schema, without those of introspection. */
export const ownTypes = (schema: GraphQLSchema) =>
  Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));

/** The arguments of each field that has some, and the fields of each input type: what is sent together. */
export function inputGroups(schema: GraphQLSchema): { name: string; places: Place[] }[] {
  return ownTypes(schema).flatMap((type) => {
    if (isInputObjectType(type)) return [{ name: type.name, places: inputFields(type) }];
    if (!isObjectType(type)) return [];
    return argumentsOf(type)
      .filter(({ places }) => places.length > 0)
      .map(({ field, places }) => ({ name: `${type.name}.${field}`, places }));
  });
}

/** Every argument and input field of a schema. */
export const inputPlaces = (schema: GraphQLSchema): Place[] => inputGroups(schema).flatMap(({ places }) => places);
