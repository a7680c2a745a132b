// Writes operations/documents.ts, the operations of the screens with their types, and src/mcp/written-tools.ts, the tools that assistants are
// offered: `npm run operations`. With `--check` it writes nothing, and fails when a file is not what it would write.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as typedDocuments from '@graphql-codegen/typed-document-node';
import * as operationTypes from '@graphql-codegen/typescript-operations';
import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { buildASTSchema, parse } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { toolsOf } from './tools.mjs';

const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const written = 'operations/documents.ts';

const supergraph = parse(read('schema/supergraph.graphql'));
const publicSchema = transformSupergraphToPublicSchema(supergraph);
const files = readdirSync(new URL('../operations/', import.meta.url)).filter((name) => name.endsWith('.graphql'));
const documents = files.toSorted().map((location) => ({ location, document: parse(read(`operations/${location}`)) }));
const generated = await codegen({
  filename: written,
  schema: publicSchema,
  documents,
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
const heading = '// Written by "npm run operations"; do not edit.\n';
const tools = toolsOf({
  schema: buildASTSchema(publicSchema),
  documents: documents.map(({ document }) => document),
  texts: parseYaml(read('operations/tools.yaml')),
  supergraph,
});
const texts = {
  [written]: `${heading}${generated.trimEnd()}\n`,
  'src/mcp/written-tools.ts': `${heading}import type { Tool } from './tool.js';

export const tools: readonly Tool[] = ${JSON.stringify(tools, null, 1)};
`,
};

for (const [path, text] of Object.entries(texts)) {
  if (!process.argv.includes('--check')) writeFileSync(new URL(`../${path}`, import.meta.url), text);
  else if (text !== read(path)) {
    process.stderr.write(`${path} is not what the operations and the schema give: run npm run operations.\n`);
    process.exitCode = 1;
  }
}
