import { property, text } from '../rows/fields.js';
import type { AffectedFile } from '../types.js';

/** How many files of an incident are kept. */
export const mostFiles = 50;

const path = text(2_000);
const actions: readonly AffectedFile['action'][] = ['QUARANTINED', 'KILLED', 'NONE'];

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** Whether Bitdefender ended the process of a node of the graph. */
export function killedBy(node: unknown): boolean {
  const kill = property(property(node, 'details'), 'killProcess') ?? property(node, 'killProcess');
  return isObject(kill) && Number(property(kill, 'errorCode') ?? 0) === 0;
}

/** Whether Bitdefender moved the file of a node of the graph to quarantine. */
export function quarantinedBy(node: unknown): boolean {
  return isObject(property(property(node, 'details'), 'quarantine') ?? property(node, 'quarantine'));
}

/**
 * The different files of the nodes of an incident's graph, whatever their type: a program that ran several times is one
 * file, with the most that was done about it.
 */
export function affectedFiles(nodes: readonly unknown[]): AffectedFile[] {
  return mergeFiles(nodes.flatMap((node) => fileOf(node) ?? []));
}

/** Files without repetitions, those acted on first, then by path: the same list whatever the order of the given one. */
export function mergeFiles(files: readonly AffectedFile[]): AffectedFile[] {
  const byKey = new Map<string, AffectedFile>();
  for (const file of files) {
    const known = byKey.get(keyOf(file));
    if (known === undefined || rank(file) < rank(known)) byKey.set(keyOf(file), file);
  }
  return [...byKey].sort(([a, one], [b, other]) => rank(one) - rank(other) || (a < b ? -1 : 1)).map(([, file]) => file);
}

const rank = ({ action }: AffectedFile): number => actions.indexOf(action);

const keyOf = ({ path: where, name, sha256 }: AffectedFile): string =>
  JSON.stringify([where ?? name, sha256]).toLowerCase();

function fileOf(node: unknown): AffectedFile | null {
  const file = property(property(node, 'details'), 'file');
  const sha256 = text(128).parse(property(file, 'sha256'));
  const read = {
    name: text().parse(property(file, 'name')),
    path: path.parse(property(file, 'path')),
    sha256: sha256 !== null && /^[0-9a-f]{64}$/i.test(sha256) ? sha256.toLowerCase() : null,
  };
  if (read.path === null && read.name === null && read.sha256 === null) return null;
  return { ...read, action: quarantinedBy(node) ? 'QUARANTINED' : killedBy(node) ? 'KILLED' : 'NONE' };
}
