/** The oldest Node.js that the dependencies of production support; `engines` in package.json says the same. */
export const OLDEST_NODE = '22.19.0';

/** A sentence that says why this version of Node.js cannot run the service; null where it can. */
export function nodeProblem(version: string, oldest = OLDEST_NODE): string | null {
  const numbers = (text: string) => text.replace(/^v/, '').split('.').map(Number.parseFloat);
  const [given, wanted] = [numbers(version), numbers(oldest)];
  const place = wanted.findIndex((number, index) => number !== given[index]);
  const isOlder = place >= 0 && (given[place] ?? 0) < (wanted[place] ?? 0);
  return isOlder ? `This service needs Node.js ${oldest} or later; this is ${version}.` : null;
}

/**
 * Ends the process with 1 and a sentence on a Node.js that is too old. Must run before anything else is imported: on an older
 * Node.js other modules fail while they are loaded, with an error that does not name the cause.
 */
export function requireSupportedNode(): void {
  const problem = nodeProblem(process.version);
  if (problem === null) return;
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
