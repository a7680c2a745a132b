// What was built of what: a stamp beside the output of a build, by which the demo starts without building again what is up to date.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What can be built, in this order: building the service removes all that was built before. */
export const parts = ['service', 'pages'];

/** Where the stamp is in the folder of the output. */
export const stampName = '.build.json';

/** Everything that a build reads: the sources, what compiles them, and what npm installed. */
const inputs = [
  ...['src', 'demo', 'migrations', 'operations', 'schema', 'scripts', 'test'],
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'],
  // npm writes it whenever it installs something.
  'node_modules/.package-lock.json',
];

/**
 * Takes the stamp of the last build, or null, and what is there now; gives the parts to build. Where an input or an output is not what it
 * was, all of them: a source that was deleted must leave nothing behind.
 */
export function partsToBuild(stamp, { inputs: read, outputs }) {
  if (stamp === null || stamp.inputs !== read || stamp.outputs !== outputs) return parts;
  return parts.filter((part) => !stamp.parts.includes(part));
}

/** A digest of the names and contents of all that a build of the project in `root` reads. What is missing is left out. */
export function inputsOf(root) {
  const digest = createHash('sha256');
  for (const path of inputs.flatMap((name) => filesOf(root, name))) {
    const content = readFileSync(join(root, path));
    digest.update(`${path}\0${content.length}\0`).update(content);
  }
  return digest.digest('hex');
}

/** A digest of the names and lengths of all files in the folder but the stamp, so that one that was removed or cut short is noticed. */
export function outputsOf(folder) {
  const digest = createHash('sha256');
  for (const path of filesOf(folder, '.'))
    if (path !== stampName) digest.update(`${path}\0${statSync(join(folder, path)).size}\0`);
  return digest.digest('hex');
}

/** The stamp in a folder; null where there is none that can be read. */
export function readStamp(folder) {
  try {
    const { inputs: read, outputs, parts: built } = JSON.parse(readFileSync(join(folder, stampName), 'utf8'));
    return Array.isArray(built) ? { inputs: read, outputs, parts: built } : null;
  } catch {
    return null;
  }
}

/** The files of a folder and those below it, or the file itself, as paths from `root`, in an order that is always the same. */
function filesOf(root, name) {
  const stats = statSync(join(root, name), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [name];
  return readdirSync(join(root, name), { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length)
        .replace(/^[\\/]/, ''),
    )
    .toSorted();
}
