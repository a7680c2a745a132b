import {
  type ArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getOperationAST,
  isInputObjectType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';

type Variables = Readonly<Record<string, unknown>>;

/** What a router expects of a request to a subgraph, by the directives of its schema. */
export interface DemandCost {
  /** Of the fields: objects count 1, scalars nothing, unless `@cost` says otherwise, times the lengths of lists. */
  fields: number;
  /** Of the inputs: each object counts 1. */
  inputs: number;
  /** Of the operation itself. */
  operation: number;
}

interface Request {
  schema: GraphQLSchema;
  fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  variables: Variables;
  /** How long a list is that has no hint. */
  listSize: number;
}

/** A size that a field gives to lists of the page it returns. */
interface Sized {
  fields: readonly string[];
  size: number;
}

/** The cost of an operation as Apollo Router's demand control computes it ("static estimated"), in its parts. */
export function demandCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Variables,
  listSize: number,
): DemandCost {
  const operation = getOperationAST(document);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) throw new Error('There is no such operation.');
  const fragments = Object.fromEntries(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const cost = selectionCost({ schema, fragments, variables, listSize }, operation.selectionSet, root, undefined);
  return { ...cost, operation: operation.operation === 'mutation' ? 10 : 0 };
}

type Cost = Omit<DemandCost, 'operation'>;

const sum = (costs: readonly Cost[]): Cost => ({
  fields: costs.reduce((total, { fields }) => total + fields, 0),
  inputs: costs.reduce((total, { inputs }) => total + inputs, 0),
});

function selectionCost(
  request: Request,
  selected: SelectionSetNode | undefined,
  type: GraphQLObjectType,
  sized: Sized | undefined,
): Cost {
  return sum(
    (selected?.selections ?? []).map((node): Cost => {
      if (node.kind === Kind.FIELD) return fieldCost(request, node, type, sized);
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : request.fragments[node.name.value];
      const condition = fragment?.typeCondition && request.schema.getType(fragment.typeCondition.name.value);
      return selectionCost(request, fragment?.selectionSet, isObjectType(condition) ? condition : type, sized);
    }),
  );
}

function fieldCost(request: Request, node: FieldNode, type: GraphQLObjectType, sized: Sized | undefined): Cost {
  const field = type.getFields()[node.name.value];
  if (!field) return { fields: 0, inputs: 0 };
  const hint = directiveOf(field.astNode?.directives, 'listSize');
  const given = hint && sizeOf(hint, field, node, request.variables);
  const ownSize = sized?.fields.includes(field.name) ? sized.size : given?.size;
  const count = isListType(getNullableType(field.type)) ? (ownSize ?? request.listSize) : 1;
  const inner = getNamedType(field.type);
  const weight = weightOf(field.astNode?.directives) ?? (isLeafType(inner) ? 0 : 1);
  const below = isObjectType(inner)
    ? selectionCost(request, node.selectionSet, inner, given)
    : // The union of entities.
      selectionCost(request, node.selectionSet, type, given);
  const ofArguments = (node.arguments ?? []).reduce(
    (total, argument) => total + argumentCost(request, argument, field),
    0,
  );
  return { fields: count * (weight + below.fields), inputs: count * below.inputs + ofArguments };
}

/** The size that a hint gives: that of the largest slicing argument, else the assumed one. */
function sizeOf(hint: Variables, field: GraphQLField<unknown, unknown>, node: FieldNode, variables: Variables): Sized {
  const slicing = (hint.slicingArguments as string[] | undefined) ?? [];
  const sizes = field.args
    .filter(({ name }) => slicing.includes(name))
    .map(
      ({ name, defaultValue }) =>
        valueIn(
          node.arguments?.find((each) => each.name.value === name),
          variables,
        ) ?? defaultValue,
    )
    .filter((size) => typeof size === 'number');
  if (hint.requireOneSlicingArgument !== false && slicing.length > 0 && sizes.length !== 1)
    throw new Error(`${field.name} needs exactly one of ${slicing.join(', ')}.`);
  const size = sizes.length > 0 ? Math.max(...sizes) : (hint.assumedSize as number | undefined);
  if (size === undefined) throw new Error(`${field.name} has a hint without a size.`);
  return { fields: (hint.sizedFields as string[] | undefined) ?? [], size };
}

const valueIn = (argument: ArgumentNode | undefined, variables: Variables): unknown =>
  argument && valueFromASTUntyped(argument.value, variables);

function argumentCost(request: Request, node: ArgumentNode, field: GraphQLField<unknown, unknown>): number {
  const definition = field.args.find(({ name }) => name === node.name.value);
  return definition ? inputCost(valueIn(node, request.variables), definition) : 0;
}

function inputCost(value: unknown, definition: GraphQLArgument | GraphQLInputField): number {
  if (value === null || value === undefined) return 0;
  if (Array.isArray(value)) return value.reduce((total, each) => total + inputCost(each, definition), 0);
  const type = getNamedType(definition.type);
  const weight = weightOf(definition.astNode?.directives);
  if (!isInputObjectType(type) || typeof value !== 'object') return weight ?? 0;
  return Object.entries(value).reduce((total, [name, each]) => {
    const inner = type.getFields()[name];
    return total + (inner ? inputCost(each, inner) : 0);
  }, weight ?? 1);
}

const weightOf = (directives: readonly DirectiveNode[] | undefined) =>
  directiveOf(directives, 'cost')?.weight as number | undefined;

/** The arguments of a directive, undefined where it is not there. */
function directiveOf(directives: readonly DirectiveNode[] | undefined, name: string): Variables | undefined {
  const found = directives?.find((each) => each.name.value === name);
  return found && Object.fromEntries((found.arguments ?? []).map((each) => [each.name.value, valueIn(each, {})]));
}
