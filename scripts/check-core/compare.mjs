// What core's schema has to offer of its contract with this service (schema/opsmerge.graphql), and what it does not: pure, for check-core/main.mjs.
import { Kind, parse, print } from 'graphql';

const kindNames = {
  Scalar: 'a scalar',
  Object: 'an object type',
  Interface: 'an interface',
  Union: 'a union',
  Enum: 'an enum',
  InputObject: 'an input type',
};

/** `ObjectTypeDefinition` and `ObjectTypeExtension` are parts of one type. */
const kindOf = ({ kind }) => kind.replace(/Type(Definition|Extension)$/, '');

/** The types of an SDL by name, each put together of its definition and extensions; root types under their usual names. */
function typesOf(sdl) {
  const types = new Map();
  const roots = new Map();
  for (const node of parse(sdl, { noLocation: true }).definitions) {
    for (const { operation, type } of node.operationTypes ?? [])
      roots.set(type.name.value, operation[0].toUpperCase() + operation.slice(1));
    const kind = kindOf(node);
    if (!(kind in kindNames)) continue;
    const name = node.name.value;
    const type = types.get(name) ?? { kind, directives: [], fields: new Map(), values: new Set() };
    type.directives.push(...(node.directives ?? []));
    for (const field of node.fields ?? []) type.fields.set(field.name.value, field);
    for (const value of node.values ?? []) type.values.add(value.name.value);
    types.set(name, type);
  }
  return new Map([...types].map(([name, type]) => [roots.get(name) ?? name, type]));
}

/** Whether a value of one type is also one of the other: of the same named type, and null only where the other may be null. */
function fits(given, wanted) {
  if (wanted.kind === Kind.NON_NULL_TYPE) return given.kind === Kind.NON_NULL_TYPE && fits(given.type, wanted.type);
  if (given.kind === Kind.NON_NULL_TYPE) return fits(given.type, wanted);
  if (wanted.kind === Kind.LIST_TYPE) return given.kind === Kind.LIST_TYPE && fits(given.type, wanted.type);
  return given.kind === Kind.NAMED_TYPE && given.name.value === wanted.name.value;
}

/** An argument or input field that must be given. */
const isRequired = ({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined;

/** Federation's directives of a type, imported under their own names or not. */
const directivesOf = ({ directives }, name) =>
  directives.filter(({ name: { value } }) => value === name || value === `federation__${name}`);

const argumentOf = ({ arguments: given }, name) => given.find((each) => each.name.value === name)?.value;

/** A set of fields without what does not change its meaning. */
const fieldSet = (text) =>
  print(parse(`{${text}}`))
    .replace(/\s+/g, ' ')
    .replace(/^\{ | \}$/g, '');

const keysOf = (type) =>
  directivesOf(type, 'key')
    .filter((key) => argumentOf(key, 'resolvable')?.value !== false)
    .map((key) => fieldSet(argumentOf(key, 'fields').value));

/** What is sent to core, arguments or fields of an input: each must be there and take what is sent, and nothing else may be needed. */
function sentProblems(place, what, wanted, given) {
  const offered = new Map(given.map((each) => [each.name.value, each]));
  const sent = new Map(wanted.map((each) => [each.name.value, each]));
  const problems = [...sent].flatMap(([name, want]) => {
    const offer = offered.get(name);
    if (offer === undefined) return [`${place} has no ${what} "${name}" in core, and this service sends it.`];
    // What has a default in the contract may be left out by this service.
    const mayLack = want.defaultValue !== undefined && isRequired(offer);
    const taken = `The ${what} "${name}" of ${place} takes ${print(offer.type)} in core`;
    if (!fits(want.type, offer.type)) return [`${taken}, and this service sends ${print(want.type)}.`];
    return mayLack ? [`${taken} without a default, and this service may not send it.`] : [];
  });
  const unknown = [...offered.values()].filter((offer) => !sent.has(offer.name.value) && isRequired(offer));
  return [
    ...problems,
    ...unknown.map(
      ({ name }) => `${place} needs the ${what} "${name.value}" in core, which this service does not send.`,
    ),
  ];
}

function fieldProblems(typeName, wanted, given) {
  return [...wanted.fields].flatMap(([name, want]) => {
    const place = `${typeName}.${name}`;
    const offer = given.fields.get(name);
    if (offer === undefined) return [`${place} does not exist in core.`];
    return [
      ...(fits(offer.type, want.type)
        ? []
        : [`${place} is ${print(offer.type)} in core, and this service needs ${print(want.type)}.`]),
      ...sentProblems(place, 'argument', want.arguments, offer.arguments),
    ];
  });
}

function directiveProblems(name, wanted, given) {
  const keys = keysOf(given);
  const specified = (type) => {
    const [directive] = directivesOf(type, 'specifiedBy');
    return directive && argumentOf(directive, 'url').value;
  };
  const [wantedUrl, givenUrl] = [specified(wanted), specified(given)];
  return [
    ...keysOf(wanted).flatMap((key) => (keys.includes(key) ? [] : [`${name} has no key "${key}" in core.`])),
    ...(directivesOf(wanted, 'shareable').length > directivesOf(given, 'shareable').length
      ? [`${name} is not @shareable in core.`]
      : []),
    ...(wantedUrl !== undefined && givenUrl !== undefined && wantedUrl !== givenUrl
      ? [`${name} is specified by ${givenUrl} in core, and this service reads it as ${wantedUrl} says.`]
      : []),
  ];
}

function typeProblems(name, wanted, given) {
  if (given === undefined) return [`${name} does not exist in core.`];
  if (given.kind !== wanted.kind)
    return [`${name} is ${kindNames[given.kind]} in core, and this service needs ${kindNames[wanted.kind]}.`];
  const fields =
    wanted.kind === 'InputObject'
      ? sentProblems(name, 'field', [...wanted.fields.values()], [...given.fields.values()])
      : fieldProblems(name, wanted, given);
  const values = [...wanted.values]
    .filter((value) => !given.values.has(value))
    .map((value) => `The enum ${name} has no value ${value} in core.`);
  return [...directiveProblems(name, wanted, given), ...fields, ...values];
}

/**
 * Takes the SDL of the contract and that of core's subgraph, which may offer more. Returns a sentence for each demand of the contract that core does
 * not meet: missing types, fields, arguments, values and keys, other types, null where none is expected, and more input than this service sends.
 */
export function contractProblems(contract, core) {
  const given = typesOf(core);
  return [...typesOf(contract)].flatMap(([name, wanted]) => typeProblems(name, wanted, given.get(name)));
}
