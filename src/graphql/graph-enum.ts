import { registerEnumType } from 'type-graphql';

/**
 * An enum of the graph from its values with their descriptions. Gives an object that holds each value under its own name; the union of
 * the values is `keyof typeof` it, so that a type of the domain with the same values needs no cast.
 */
export function graphEnum<const Descriptions extends Readonly<Record<string, string>>>(
  name: string,
  description: string,
  descriptions: Descriptions,
): { readonly [Value in keyof Descriptions]: Value } {
  const names = Object.keys(descriptions);
  const values: Record<string, string> = Object.fromEntries(names.map((value) => [value, value]));
  const valuesConfig = Object.fromEntries(names.map((value) => [value, { description: descriptions[value] }]));
  registerEnumType(values, { name, description, valuesConfig });
  return values as { readonly [Value in keyof Descriptions]: Value };
}
