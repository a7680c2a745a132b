// The linters of the published schema: every rule of graphql-eslint for schemas and for Relay. TypeScript is Biome's.
import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import graphql from '@graphql-eslint/eslint-plugin';
import { parse, printSchema } from 'graphql';

const file = 'schema/bitdefender.graphql';
/** With the definitions of federation's directives, which the plugin adds only if a file has no definition of `schema`. */
const schemaSdl = printSchema(buildSubgraphSchema(parse(readFileSync(file, 'utf8'))));
const rulesOf = (preset) => graphql.configs[`flat/${preset}`].rules;

/** Types of core, described there: a description here would compete with core's in the supergraph. */
const ofCore = ['Agent', 'Alert', 'Client', 'Ticket', 'User', 'PageInfo', 'DateTime'];
const undescribed = `[name.value=/^(Query|Mutation|Subscription|${ofCore.join('|')})$/]`;

export default [
  {
    files: [file],
    languageOptions: { parser: graphql.parser, parserOptions: { schemaSdl } },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      ...rulesOf('schema-recommended'),
      ...rulesOf('schema-all'),
      ...rulesOf('schema-relay'),
      '@graphql-eslint/require-description': [
        'error',
        {
          ...{ types: true, FieldDefinition: true, InputValueDefinition: true, EnumValueDefinition: true },
          ...{ DirectiveDefinition: true, rootField: true },
          ignoredSelectors: [
            `:matches(ObjectTypeDefinition, ScalarTypeDefinition)${undescribed}`,
            // The fields that core has too; those that are added to core's types are described here.
            'ObjectTypeDefinition[name.value=PageInfo] > FieldDefinition',
            `ObjectTypeDefinition${undescribed} > FieldDefinition[name.value=/^(id|hostname|client)$/]`,
          ],
        },
      ],
      // Fields are in the order in which they are read, enums in that of their meaning.
      '@graphql-eslint/alphabetize': 'off',
      // The payload is named alike, which a test demands: the linter has no rule for it.
      '@graphql-eslint/input-name': ['error', { checkInputType: true, caseSensitiveInputType: false }],
      // Mutations and subscriptions are what the service is for.
      '@graphql-eslint/no-root-type': 'off',
      // A payload gives what was changed. Anything else is read by a request of its own, with `seen`, through the router.
      '@graphql-eslint/require-field-of-type-query-in-mutation-result': 'off',
      // Most types are parts of a row or numbers, and have no identity; a test demands an id of every entity.
      '@graphql-eslint/strict-id-in-types': 'off',
      '@graphql-eslint/relay-edge-types': [
        'error',
        {
          withEdgeSuffix: true,
          // Objects are found by the keys of federation, not by a field `node` of one subgraph.
          shouldImplementNode: false,
          // Lists with a bound that is known are no connections.
          listTypeCanWrapOnlyEdgeType: false,
        },
      ],
    },
  },
];
