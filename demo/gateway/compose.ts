import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

/** A part of the supergraph. */
export interface Subgraph {
  name: string;
  url: string;
  sdl: string;
}

/** Why subgraphs do not compose, each reason in a sentence. */
export class CompositionError extends Error {
  override readonly name = 'CompositionError';

  constructor(readonly errors: string[]) {
    super(`the subgraphs do not compose:\n${errors.map((error) => `- ${error}`).join('\n')}`);
  }
}

/** Composes subgraphs to the SDL of their supergraph, or throws a `CompositionError`. */
export function composeSupergraph(subgraphs: Subgraph[] = roverSubgraphs()): string {
  const services = subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new CompositionError(errors.map(({ message }) => message));
  return `${supergraphSdl.trimEnd()}\n`;
}

const roverConfig = z.object({
  federation_version: z.string().startsWith('=2.'),
  subgraphs: z.record(z.string(), z.object({ routing_url: z.url(), schema: z.object({ file: z.string() }) })),
});

/** The subgraphs that `rover.yaml` lists. */
export function roverSubgraphs(): Subgraph[] {
  const manifest = findPackageJSON(import.meta.url);
  if (!manifest) throw new Error('the project folder is not above this file');
  const read = (path: string) => readFileSync(join(dirname(manifest), path), 'utf8');
  const { subgraphs } = roverConfig.parse(parseYaml(read('rover.yaml')));
  return Object.entries(subgraphs).map(([name, { routing_url, schema }]) => ({
    name,
    url: routing_url,
    sdl: read(schema.file),
  }));
}
