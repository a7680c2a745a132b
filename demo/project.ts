import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

/** The path of a file of this project, from the sources and from what is compiled of them. */
const inProject = (path: string): string => join(dirname(findPackageJSON(import.meta.url) ?? ''), path);

/** The text of a file of the project. */
export const readProjectFile = (path: string): Promise<string> => readFile(inProject(path), 'utf8');

/** The folder of the operations of the screens. */
export const operationsFolder = inProject('operations');

/** The folder of what `npm run build` builds under this name. */
export const builtFolder = (name: string): string => inProject(join('dist', name));
