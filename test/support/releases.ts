import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import { root } from './root.js';

/** A release as `releases.json` lists it. */
export interface Release {
  version: string;
  /** The day of the commit. */
  date: string;
  /** The full hash of the commit. */
  commit: string;
  /** The migrations it had, each with the SHA-256 of its file in hex. */
  migrations: Record<string, string>;
  /** The enums of its schema, with their values. */
  enums: Record<string, string[]>;
}

/** Where the history of the project begins. */
const firstCommit = '29365911a32685e175678662195286fc061491e2';

/** All releases, the newest first. */
export function readReleases(): Release[] {
  return JSON.parse(readFileSync(new URL('releases.json', root), 'utf8'));
}

/** The release that a replica of this version may run beside. */
export function newestRelease(): Release {
  const [newest] = readReleases();
  if (newest === undefined) throw new Error('releases.json lists no release.');
  return newest;
}

/** Output of git in this repository; null where it fails, such as in a copy without history. */
function git(...parameters: string[]): Buffer | null {
  try {
    return execFileSync('git', parameters, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 ** 2,
    });
  } catch {
    return null;
  }
}

/** Why the files of a release cannot be read from the history; null where they can. */
export function whyNoHistory(): string | null {
  if (git('cat-file', '-e', `${firstCommit}^{commit}`) !== null) return null;
  return "The project's history is not here: this is a copy of its files, or a shallow clone.";
}

/** The content of a file of the release, by its path in the repository; null where the release has no such file. */
export function readReleased({ commit }: Release, path: string): Buffer | null {
  return git('show', `${commit}:${path}`);
}

/** Paths of the files in a folder of the release, without those of its subfolders; empty where it has no such commit. */
export function listReleased({ commit }: Release, folder: string): string[] {
  const listed = git('ls-tree', '--name-only', commit, `${folder}/`)?.toString() ?? '';
  return listed.split('\n').filter((path) => path !== '');
}

/** The enums of a schema, with their values. */
export function enumsOf(schema: string): Record<string, string[]> {
  return Object.fromEntries(
    parse(schema).definitions.flatMap((definition) =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION
        ? [[definition.name.value, definition.values?.map(({ name }) => name.value) ?? []]]
        : [],
    ),
  );
}
