import {
  astFromValue,
  type ConstDirectiveNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  print,
} from 'graphql';

export interface WalkOptions {
  /** Values to try in turn: by the name of an argument or input field, else by the name of its type. */
  pools: Readonly<Record<string, readonly unknown[]>>;
  /** Optional arguments and input fields that are never left out. */
  always?: readonly string[];
  /** How many levels of fields are selected: of subscriptions fewer, since every event executes every one of them. */
  depth?: number;
  depthOfSubscriptions?: number;
  /** Whether lists in lists are selected too: of a part of the schema that is small enough. */
  listsInLists?: boolean;
}

/** A request that was made from the schema alone. */
export interface WalkedRequest {
  /** Such as `Query.bitdefenderThreats`, or `_entities.Agent`. */
  way: string;
  query: string;
  variables: Record<string, unknown>;
}

type Given = GraphQLArgument | GraphQLInputField;

/** The name under which a pool has the values of an argument: `before` is a cursor like `after`, or the end of a range of times. */
export const poolName = (name: string, type: string): string => {
  if (name === 'last') return 'first';
  return name === 'before' && type === 'String' ? 'after' : name;
};

/**
 * Requests for every way into a subgraph: each root field and each entity by reference, with what is required, with all
 * that is optional, and with each optional argument or input field alone. Every value of the pools is tried in every
 * place: in the required ones and in all of them together, and in each optional one when it stands alone.
 */
export function walkSchema(schema: GraphQLSchema, options: WalkOptions): WalkedRequest[] {
  const ofRoot = (root: GraphQLObjectType | null | undefined) =>
    root ? fieldsOf(root).flatMap((field) => rootRequests(root, field, options)) : [];
  return [
    ...ofRoot(schema.getQueryType()),
    ...keyedTypes(schema).flatMap((type) => referenceRequests(type, options)),
    ...ofRoot(schema.getSubscriptionType()),
    ...ofRoot(schema.getMutationType()),
  ];
}

/** The types that other subgraphs may ask for by their key. */
export function keyedTypes(schema: GraphQLSchema): GraphQLObjectType[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => directive(type, 'key')?.arguments?.every(({ name }) => name.value !== 'resolvable'));
}

/** Every field that can be reached, as `Type.field`. */
export function reachableFields(schema: GraphQLSchema): string[] {
  const seen = new Set<string>();
  const visit = (type: GraphQLObjectType) => {
    for (const field of fieldsOf(type)) {
      const name = `${type.name}.${field.name}`;
      if (seen.has(name)) continue;
      seen.add(name);
      const next = getNamedType(field.type);
      if (isObjectType(next)) visit(next);
    }
  };
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()])
    if (root) visit(root);
  return [...seen];
}

/** Every string in a value, however deep. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/**
 * All fields of a type that give a value, and those of what they lead to. Lists that are not pages are followed for two
 * levels and not into one another, or the service would refuse the request because of its size; and of a type that the
 * path has been through only what it has itself, since what it leads to is there already.
 */
function selection(type: GraphQLOutputType, depth: number, { listed, followed = false, above }: Above): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const left = above.includes(named) ? 1 : depth;
  const below = { listed, followed, above: [...above, named] };
  const fields = fieldsOf(named)
    .filter((field) => !directive(field, 'external') && !field.args.some(isRequiredArgument))
    .filter((field) => isLeafType(getNamedType(field.type)) || (left > 1 && !(listed && isWhole(field))))
    .map((field) => `${field.name} ${selectionOf(field, left - 1, below)}`);
  return `{ __typename ${fields.join(' ')} }`;
}

/** What a selection stands in: whether in a list that is not a page, and in which types. */
interface Above {
  listed: boolean;
  /** Whether lists are followed into one another all the same. */
  followed?: boolean;
  above: readonly GraphQLObjectType[];
}

const nowhere: Above = { listed: false, above: [] };

function selectionOf(field: GraphQLField<unknown, unknown>, depth: number, within: Above = nowhere): string {
  return isWhole(field)
    ? selection(field.type, Math.min(depth, 2), { ...within, listed: !within.followed })
    : selection(field.type, depth, within);
}

/** Whether a field is a list, other than the rows of a page. */
const isWhole = ({ name, type }: GraphQLField<unknown, unknown>): boolean =>
  name !== 'edges' && isListType(getNullableType(type));

function rootRequests(
  root: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  options: WalkOptions,
): WalkedRequest[] {
  const { args } = field;
  // With its default, or a variable that is left out would be refused although the argument may be.
  const declared = args.map((arg) => `$${arg.name}: ${arg.type}${defaultOf(arg)}`).join(', ');
  const passed = args.map(({ name }) => `${name}: $${name}`).join(', ');
  const query = `${root.name.toLowerCase()} ${declared && `(${declared})`} {
    ${field.name}${passed && `(${passed})`} ${selectionOf(field, depthOf(root, options), { ...nowhere, followed: options.listsInLists ?? false })} }`;
  const requests = ['', 'all', ...optionalPaths(args, '')].flatMap((chosen) =>
    inTurns(options, (pick) => given(args, { options, chosen, pick }, '')).flatMap((variables) =>
      inOneDirection(args, variables),
    ),
  );
  return distinct(requests).map((variables) => ({ way: `${root.name}.${field.name}`, query, variables }));
}

const depthOf = ({ name }: GraphQLObjectType, { depth = 5, depthOfSubscriptions = depth }: WalkOptions) =>
  name === 'Subscription' ? depthOfSubscriptions : depth;

/** A page is read from its beginning or from its end: a request with the arguments of both becomes two. */
function inOneDirection(args: readonly GraphQLArgument[], variables: Record<string, unknown>) {
  const { first, after, last, before, ...others } = variables;
  if (!args.some(({ name }) => name === 'last') || (last ?? before) === undefined) return [variables];
  const backward = { ...others, last: last ?? first ?? 10, ...(before !== undefined && { before }) };
  return after === undefined ? [backward] : [{ ...others, first, after }, backward];
}

function defaultOf({ defaultValue, type }: GraphQLArgument): string {
  const value = defaultValue === undefined ? null : astFromValue(defaultValue, type);
  return value ? ` = ${print(value)}` : '';
}

function referenceRequests(type: GraphQLObjectType, options: WalkOptions): WalkedRequest[] {
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on ${type.name} ${selection(type, options.depth ?? 5, nowhere)} } }`;
  return inTurns(options, (pick) => ({ __typename: type.name, ...reference(type, pick) })).map((representation) => ({
    way: `_entities.${type.name}`,
    query,
    variables: { representations: [representation] },
  }));
}

/** What another subgraph sends of a type: its key, and at the first level what our fields require. */
export function reference(
  type: GraphQLObjectType,
  pick: (name: string, type: string) => unknown,
  deep = true,
): Record<string, unknown> {
  const key = String(
    directive(type, 'key')?.arguments?.flatMap(({ value }) => ('value' in value ? value.value : [])),
  ).split(' ');
  return Object.fromEntries(
    fieldsOf(type)
      .filter((field) => key.includes(field.name) || (deep && directive(field, 'external')))
      .map((field) => {
        const named = getNamedType(field.type);
        return [field.name, isObjectType(named) ? reference(named, pick, false) : pick(field.name, named.name)];
      }),
  );
}

type Pick = (name: string, type: string, values?: readonly unknown[], tryAll?: boolean) => unknown;

/** Makes a value once for each turn, until every pool it draws from has given all it has. */
function inTurns<Made>({ pools }: WalkOptions, make: (pick: Pick) => Made): Made[] {
  const made: Made[] = [];
  let longest = 1;
  for (let turn = 0; turn < longest; turn += 1)
    made.push(
      make((name, type, values, tryAll = true) => {
        const pool = pools[poolName(name, type)] ?? values ?? pools[type];
        if (pool === undefined) throw new Error(`There is no value to try for ${name} of ${type}.`);
        if (tryAll) longest = Math.max(longest, pool.length);
        return pool[turn % pool.length];
      }),
    );
  return made;
}

interface Choice {
  options: WalkOptions;
  /** The path of the one optional field that is given, `all`, or nothing. */
  chosen: string;
  pick: Pick;
}

function given(fields: readonly Given[], choice: Choice, path: string): Record<string, unknown> {
  const { chosen, options } = choice;
  return Object.fromEntries(
    fields
      .map((field) => ({ field, at: `${path}/${field.name}` }))
      .filter(
        ({ field, at }) =>
          isRequired(field) ||
          chosen === 'all' ||
          `${chosen}/`.startsWith(`${at}/`) ||
          options.always?.includes(field.name),
      )
      .map(({ field, at }) => [field.name, inputValue(field.type, field.name, choice, at)]),
  );
}

function inputValue(type: GraphQLInputType, name: string, choice: Choice, path: string): unknown {
  if (isNonNullType(type)) return inputValue(type.ofType, name, choice, path);
  if (isListType(type)) return [inputValue(type.ofType, name, choice, path)];
  if (isInputObjectType(type)) return given(Object.values(type.getFields()), choice, path);
  const values = isEnumType(type) ? type.getValues().map((value) => value.name) : undefined;
  const { chosen } = choice;
  return choice.pick(name, type.name, values, ['', 'all'].includes(chosen) || `${path}/`.startsWith(`${chosen}/`));
}

function optionalPaths(fields: readonly Given[], path: string): string[] {
  return fields.flatMap((field) => {
    const at = `${path}/${field.name}`;
    const type = getNamedType(field.type);
    const below = isInputObjectType(type) ? optionalPaths(Object.values(type.getFields()), at) : [];
    return isRequired(field) ? below : [at, ...below];
  });
}

// Arguments and input fields are required in the same way: not null, and without a default.
const isRequired = (field: Given) => isRequiredArgument(field as GraphQLArgument);

function fieldsOf(type: GraphQLObjectType | null | undefined): GraphQLField<unknown, unknown>[] {
  return Object.values(type?.getFields() ?? {});
}

/** A directive of a type or field, by its name. */
export function directive(
  of: GraphQLObjectType | GraphQLField<unknown, unknown>,
  name: string,
): ConstDirectiveNode | undefined {
  return of.astNode?.directives?.find((node) => node.name.value === name);
}

function distinct<Value>(values: Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
