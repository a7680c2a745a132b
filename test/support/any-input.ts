import {
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';

/** A value for each variable of an operation. */
export const anyVariables = (schema: GraphQLSchema, { variableDefinitions }: OperationDefinitionNode) =>
  Object.fromEntries(
    (variableDefinitions ?? []).flatMap(({ variable, type }) => {
      const input = typeFromAST(schema, type);
      return isInputType(input) ? [[variable.name.value, inputOf(input)] as const] : [];
    }),
  );

/** Any value that an input type accepts; a number is that of a full page. */
function inputOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return inputOf(type.ofType);
  if (isListType(type)) return [inputOf(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter(isRequiredInputField)
        .map((field) => [field.name, inputOf(field.type)]),
    );
  const scalars: Record<string, unknown> = { Int: 100, Float: 1, Boolean: true, DateTime: '2026-01-01T00:00:00Z' };
  return scalars[type.name] ?? 'text';
}
