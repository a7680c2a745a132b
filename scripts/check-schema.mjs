// Compares the schema with that of the newest release: a change that breaks queries of today needs a version that allows it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { buildASTSchema, findBreakingChanges, findDangerousChanges, parse } from 'graphql';
import semver from 'semver';

const file = 'schema/bitdefender.graphql';
const schemaOf = (text) => buildASTSchema(parse(text), { assumeValidSDL: true });

/** Whether a version may break what the released one offers: by a new major version, and below 1.0.0 by a new minor one. */
export function mayBreak(released, present) {
  const change = semver.diff(released, present);
  if (change === null || semver.lt(present, released)) return false;
  return change.endsWith('major') || (semver.major(present) === 0 && change.endsWith('minor'));
}

/** What a schema changes of the released one, as sentences: what breaks queries of today, and what may surprise their clients. */
export function compareSchemas(released, present) {
  const [before, now] = [schemaOf(released), schemaOf(present)];
  const sentences = (changes) => changes.map(({ description }) => description);
  return {
    breaking: sentences(findBreakingChanges(before, now)),
    dangerous: sentences(findDangerousChanges(before, now)),
  };
}

function readReleased(commit) {
  try {
    return execFileSync('git', ['show', `${commit}:${file}`], { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
  } catch {
    return null;
  }
}

function check() {
  const [release] = JSON.parse(readFileSync('releases.json', 'utf8'));
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const released = readReleased(release.commit);
  if (released === null) {
    const isRequired = process.env.REQUIRE_UPGRADE_TEST === 'true';
    process.stdout.write(`The schema of ${release.version} is not in the history here: not compared.\n`);
    return isRequired ? 1 : 0;
  }
  const { breaking, dangerous } = compareSchemas(released, readFileSync(file, 'utf8'));
  for (const sentence of dangerous) process.stdout.write(`dangerous: ${sentence}\n`);
  for (const sentence of breaking) process.stdout.write(`breaking: ${sentence}\n`);
  process.stdout.write(
    `Since ${release.version}: ${breaking.length} breaking changes, ${dangerous.length} dangerous ones.\n`,
  );
  if (breaking.length === 0 || mayBreak(release.version, version)) return 0;
  process.stdout.write(
    `Version ${version} may not break the schema of ${release.version}: raise it, or keep what was.\n`,
  );
  return 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = check();
