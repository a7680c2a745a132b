// The tools that assistants are offered, from the committed queries, their texts in operations/tools.yaml and the public schema. Called by
// "npm run operations"; src/mcp/ offers what is written here.
import {
  concatAST,
  GraphQLError,
  getNamedType,
  Kind,
  print,
  stripIgnoredCharacters,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { inputSchemaOf } from './tool-inputs.mjs';

const nameGrammar = /^[a-z]+(_[a-z]+)*$/;
const isQuery = (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === 'query';

/** A tool for each query, ordered by name. Throws where texts and queries do not fit together. */
export function toolsOf({ schema, documents, texts, supergraph }) {
  const whole = concatAST(documents);
  const queries = whole.definitions.filter(isQuery);
  const named = new Set(queries.map(({ name }) => name.value));
  for (const name of Object.keys(texts))
    if (!named.has(name)) throw new Error(`operations/tools.yaml has a tool for ${name}, which is no query.`);
  const fragments = new Map(
    whole.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])),
  );
  const contributed = contributedFields(supergraph);
  const tools = queries.map((query) => {
    const text = texts[query.name.value];
    if (text === undefined)
      throw new Error(
        `operations/tools.yaml has no tool for ${query.name.value}: add its name, title and description.`,
      );
    return toolOf({ schema, query, text, fragments, contributed });
  });
  if (new Set(tools.map(({ name }) => name)).size < tools.length) throw new Error('Two tools have the same name.');
  return tools.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function toolOf({ schema, query, text, fragments, contributed }) {
  const { name, title, description, fixed = {} } = text;
  if (!nameGrammar.test(name)) throw new Error(`${name} is no name of a tool: use small letters and _.`);
  const document = { kind: Kind.DOCUMENT, definitions: [query, ...fragmentsOf(query, fragments)] };
  const { uses, places, included } = walk(schema, document, fixed, contributed);
  const variables = query.variableDefinitions
    .filter(({ variable }) => !(variable.name.value in fixed))
    .map((definition) => ({
      name: definition.variable.name.value,
      type: typeFromAST(schema, definition.type),
      defaultValue: definition.defaultValue,
      description: places.get(definition.variable.name.value) ?? included.get(definition.variable.name.value),
    }));
  return {
    ...{ name, title, description, operation: query.name.value },
    uses,
    input: inputSchemaOf(variables),
    fixed,
    query: stripIgnoredCharacters(print(document)),
  };
}

/** The fragments that a node uses, each once, with those that they use. */
function fragmentsOf(node, all, found = new Set()) {
  visit(node, {
    FragmentSpread({ name }) {
      const fragment = all.get(name.value);
      if (found.has(fragment)) return;
      found.add(fragment);
      fragmentsOf(fragment, all, found);
    },
  });
  return [...found];
}

/** What an operation uses that has a permission of its own, and what the schema says of the places of its variables. */
function walk(schema, document, fixed, contributed) {
  const uses = new Set();
  const places = new Map();
  const included = new Map();
  const types = new TypeInfo(schema);
  const note = (variable, description) => {
    if (description && !places.has(variable)) places.set(variable, description);
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        const parent = types.getParentType()?.name;
        const condition = node.directives?.find(({ name }) => name.value === 'include');
        const variable = condition?.arguments[0].value.name?.value;
        if (variable !== undefined) {
          if (fixed[variable] === false) return false;
          included.set(variable, [...(included.get(variable) ?? []), node.alias?.value ?? node.name.value]);
        }
        const coordinate = `${parent}.${node.name.value}`;
        if (parent === 'Query' || contributed.has(coordinate)) uses.add(coordinate);
      },
      Argument(node) {
        if (node.value.kind === Kind.VARIABLE) note(node.value.name.value, types.getArgument()?.description);
      },
      ObjectField(node) {
        if (node.value.kind !== Kind.VARIABLE) return;
        const parent = getNamedType(types.getParentInputType());
        note(node.value.name.value, parent.getFields()[node.name.value]?.description);
      },
    }),
  );
  const sentences = [...included].map(([variable, fields]) => [
    variable,
    `Whether to include ${[...new Set(fields)].map((field) => `\`${field}\``).join(', ')}.`,
  ]);
  return { uses: [...uses].toSorted(), places, included: new Map(sentences) };
}

/** The fields that this subgraph adds to types of others, as "Type.field". */
function contributedFields(supergraph) {
  const graphOf = ({ arguments: given }) => given.find(({ name }) => name.value === 'graph')?.value.value;
  const isOurs = (directive) =>
    directive.name.value === 'join__field' &&
    graphOf(directive) === 'BITDEFENDER' &&
    !directive.arguments.some(({ name }) => name.value === 'external');
  const fields = supergraph.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    const isShared = definition.directives.some(
      (each) => each.name.value === 'join__type' && graphOf(each) === 'OPSMERGE',
    );
    return isShared
      ? definition.fields.flatMap(({ name, directives }) =>
          directives.some(isOurs) ? [`${definition.name.value}.${name.value}`] : [],
        )
      : [];
  });
  if (fields.length === 0)
    throw new GraphQLError('The supergraph has no field that is contributed to a type of others.');
  return new Set(fields);
}
