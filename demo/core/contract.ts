import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

/** The contract with core, `schema/opsmerge.graphql`, wherever this file is compiled to. */
export function coreContract(): string {
  const manifest = findPackageJSON(import.meta.url);
  if (!manifest) throw new Error('the project folder is not above this file');
  return readFileSync(join(dirname(manifest), 'schema/opsmerge.graphql'), 'utf8');
}
