// Writes operations/documents.ts, the operations of the screens with their types: `npm run operations`. With `--check` it writes nothing, and
// fails when the file is not what it would write.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as typedDocuments from '@graphql-codegen/typed-document-node';
import * as operationTypes from '@graphql-codegen/typescript-operations';
import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { parse } from 'graphql';

const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const written = 'operations/documents.ts';

const files = readdirSync(new URL('../operations/', import.meta.url)).filter((name) => name.endsWith('.graphql'));
const generated = await codegen({
  filename: written,
  schema: transformSupergraphToPublicSchema(parse(read('schema/supergraph.graphql'))),
  documents: files.toSorted().map((location) => ({ location, document: parse(read(`operations/${location}`)) })),
  plugins: [{ types: {} }, { documents: {} }],
  pluginMap: { types: operationTypes, documents: typedDocuments },
  config: {
    // Texts, not syntax trees: they are what is sent, and need no library to print them.
    documentMode: 'string',
    dedupeFragments: true,
    skipTypename: true,
    useTypeImports: true,
    strictScalars: true,
    scalars: { ID: 'string', DateTime: 'string', DateTimeISO: 'string', JSON: 'unknown' },
  },
});
const text = `// Written by "npm run operations"; do not edit.\n${generated.trimEnd()}\n`;

if (!process.argv.includes('--check')) writeFileSync(new URL(`../${written}`, import.meta.url), text);
else if (text !== read(written)) {
  process.stderr.write(`${written} is not what the operations and the schema give: run npm run operations.\n`);
  process.exitCode = 1;
}
