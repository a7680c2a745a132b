// Writes schema/bitdefender.graphql, schema/supergraph.graphql and docs/error-codes.md from the code and rover.yaml.
import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { composeSupergraph } from '../dist/demo/gateway/compose.js';
import { createGraph } from '../dist/src/graph.js';
import { userErrorCodes } from '../dist/src/graphql/errors.js';
import { printSubgraph } from '../dist/src/graphql/schema.js';
import { errorCodesPage } from './error-codes.mjs';

// Printing needs the shape of the graph only: nothing behind the resolvers is ever called.
const { schema } = await createGraph({});
await writeFile('schema/bitdefender.graphql', await printSubgraph(schema));
await writeFile('schema/supergraph.graphql', composeSupergraph());
await writeFile('docs/error-codes.md', errorCodesPage(userErrorCodes));
