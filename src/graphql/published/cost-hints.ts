import {
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  Kind,
} from 'graphql';
import { isList, type Length, lengthOf, listsOfPage } from '../lists/list-lengths.js';
import { directive, withDirectives } from './directives.js';

type Field = GraphQLField<unknown, unknown>;

/**
 * Definitions with `@cost` and `@listSize`, by which routers estimate a request before they send it. They follow from the lengths that this
 * service assumes itself, and count what its own estimate counts: fields. What belongs to core has none, since composers would merge them into
 * core's.
 */
export function withCostHints(definitions: DocumentNode, schema: GraphQLSchema): DocumentNode {
  return {
    ...definitions,
    definitions: definitions.definitions.map((node) => {
      const type = node.kind === Kind.OBJECT_TYPE_DEFINITION ? schema.getType(node.name.value) : undefined;
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION || !isObjectType(type)) return node;
      const known = type.getFields();
      const fields = node.fields?.map((field) => {
        const found = known[field.name.value];
        return found && !isOfCore(type.name, found)
          ? withDirectives(field, [...weightOf(type.name, found), ...sizeOf(type.name, found)])
          : field;
      });
      return { ...node, ...(fields && { fields }) };
    }),
  };
}

const isOfThisService = (typeName: string) => /Bitdefender|^(Query|Mutation|Subscription)$/.test(typeName);

/** Whether core has the field too: in a type whose name is not of this service, all but what is added to it. */
const isOfCore = (typeName: string, { name }: Field) => !isOfThisService(typeName) && !name.startsWith('bitdefender');

/**
 * A router counts 1 for each object and nothing for scalars, this service 1 for each field: so a scalar has the weight 1, for each element of a
 * list of them. The elements of a list of objects have none of their own, but for those of a page, and those of core, whose id has none.
 */
function weightOf(typeName: string, field: Field): ConstDirectiveNode[] {
  if (isLeafType(getNamedType(field.type))) return [directive('cost', { weight: 1 })];
  const isCounted = isList(field) && lengthOf(typeName, field) !== undefined;
  return isCounted && isOfThisService(getNamedType(field.type).name) ? [directive('cost', { weight: 0 })] : [];
}

function sizeOf(typeName: string, field: Field): ConstDirectiveNode[] {
  const length = lengthOf(typeName, field);
  // A single object whose arguments say nothing of the lists below it: they have lengths of their own.
  if (length === undefined || (!isList(field) && length === 1)) return [];
  const { slicingArguments, assumedSize } = sizesOf(field, length);
  return [
    directive('listSize', {
      slicingArguments: slicingArguments.length > 0 ? slicingArguments : undefined,
      sizedFields: isList(field) ? undefined : listsOfPage(field),
      assumedSize,
      requireOneSlicingArgument: slicingArguments.length > 0 ? false : undefined,
    }),
  ];
}

/** No default and no length of a list is this number. */
const probe = 7_919;

/**
 * How a length depends on the arguments of its field: an argument whose value is the length is one that slices the list. Without them the length
 * is that of the defaults, unless one of them slices, which then says it already.
 */
function sizesOf(field: Field, length: Length): { slicingArguments: string[]; assumedSize: number | undefined } {
  if (typeof length === 'number') return { slicingArguments: [], assumedSize: length };
  const defaults = Object.fromEntries(field.args.map(({ name, defaultValue }) => [name, defaultValue]));
  const slicing = field.args.filter(({ name }) => length({ ...defaults, [name]: probe }) === probe);
  const isSliced = slicing.some(({ defaultValue }) => defaultValue !== undefined && defaultValue !== null);
  const assumed = length(defaults);
  return {
    slicingArguments: slicing.map(({ name }) => name),
    // There is none if a size has to be sent.
    assumedSize: isSliced || !Number.isFinite(assumed) ? undefined : assumed,
  };
}
