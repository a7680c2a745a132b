// JSON schemas of what tools take, from the types of GraphQL.
import { isEnumType, isInputObjectType, isListType, isNonNullType, valueFromASTUntyped } from 'graphql';

const scalars = {
  ID: { type: 'string' },
  String: { type: 'string' },
  Int: { type: 'integer' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  DateTime: { type: 'string', format: 'date-time' },
};

const number = (text) => Number(text.replaceAll(',', ''));

/** The bounds that a description states; a test compares them with those that are enforced. */
export function boundsIn(description = '') {
  const items = /(?:(At most)|1 to) ([\d,]+) items\b/.exec(description);
  const characters = /\b(?:at most|up to) ([\d,]+) characters\b/i.exec(description);
  const range = /\b(\d+) to ([\d,]+)(?! items)\b/.exec(description);
  const most = /\bat most ([\d,]+)(?![\d,]| items| characters)/i.exec(description);
  return {
    items: items
      ? { ...(items[1] === undefined && { minItems: 1 }), maxItems: number(items[2]) }
      : most
        ? { maxItems: number(most[1]) }
        : {},
    characters: characters ? { maxLength: number(characters[1]) } : {},
    numbers: range
      ? { minimum: number(range[1]), maximum: number(range[2]) }
      : most
        ? { minimum: 1, maximum: number(most[1]) }
        : {},
  };
}

function namedSchema(type, bounds, within) {
  if (isEnumType(type)) return { type: 'string', enum: type.getValues().map(({ name }) => name) };
  if (isInputObjectType(type)) {
    if (within.includes(type.name)) throw new Error(`${type.name} contains itself, which no schema of a tool can.`);
    return objectSchema(Object.values(type.getFields()), [...within, type.name]);
  }
  const scalar = scalars[type.name];
  if (scalar === undefined)
    throw new Error(`There is no JSON schema for ${type.name}: add it to scripts/tool-inputs.mjs.`);
  if (scalar.type === 'string') return { ...scalar, ...bounds.characters };
  return scalar.type === 'integer' ? { ...scalar, ...bounds.numbers } : scalar;
}

function typeSchema(type, bounds, within) {
  if (isNonNullType(type)) return typeSchema(type.ofType, bounds, within);
  if (!isListType(type)) return namedSchema(type, bounds, within);
  return { type: 'array', items: typeSchema(type.ofType, { ...bounds, items: {} }, within), ...bounds.items };
}

/** What the values of an enum mean, below what the place is for. */
function described(type, description) {
  const named = isNonNullType(type) || isListType(type) ? described(type.ofType, '') : null;
  if (named !== null) return [description, named].filter(Boolean).join('\n');
  if (!isEnumType(type)) return description;
  const meanings = type
    .getValues()
    .flatMap((value) => (value.description ? [`${value.name}: ${oneLine(value.description)}`] : []));
  return [description, ...meanings].filter(Boolean).join('\n');
}

const oneLine = (text) => text.replaceAll(/\s+/g, ' ').trim();

function objectSchema(fields, within) {
  const properties = fields.map(({ name, type, description, defaultValue, astNode }) => {
    const value = astNode?.defaultValue ? valueFromASTUntyped(astNode.defaultValue) : defaultValue;
    const text = described(type, oneLine(description ?? ''));
    return [
      name,
      {
        ...typeSchema(type, boundsIn(description ?? ''), within),
        ...(text !== '' && { description: text }),
        ...(value !== undefined && { default: value }),
      },
    ];
  });
  const required = fields
    .filter(
      ({ type, defaultValue, astNode }) => isNonNullType(type) && defaultValue === undefined && !astNode?.defaultValue,
    )
    .map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

/** Leaves out what a description says of arguments that the tool does not have. */
function withoutOthers(description, names) {
  const isKnown = (sentence) => [...sentence.matchAll(/`(\w+)`/g)].every(([, name]) => names.has(name));
  const own = names.has('after') ? description : description.replace(' from the beginning or after `after`', '');
  // A single sentence may name a field of the argument itself.
  const kept = own.split(/(?<=[.;]) /).filter((sentence, index) => index === 0 || isKnown(sentence));
  return kept.join(' ').replace(/;$/, '.');
}

/** The JSON schema of the variables of an operation, which are the arguments of its tool. */
export function inputSchemaOf(variables) {
  const names = new Set(variables.map(({ name }) => name));
  return objectSchema(
    variables.map(({ name, type, description, defaultValue }) => {
      if (!description) throw new Error(`Nothing describes the variable ${name}.`);
      const isOfField = description.startsWith('Whether to include');
      return {
        ...{ name, type },
        description: isOfField ? description : withoutOthers(oneLine(description), names),
        defaultValue: defaultValue && valueFromASTUntyped(defaultValue),
      };
    }),
    [],
  );
}
