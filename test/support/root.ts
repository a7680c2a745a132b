import { findPackageJSON } from 'node:module';
import { pathToFileURL } from 'node:url';

/** The folder of the project, whether this file runs as it is or compiled. */
export const root = new URL('./', pathToFileURL(findPackageJSON(import.meta.url) ?? ''));
