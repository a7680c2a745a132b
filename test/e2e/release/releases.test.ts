import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  enumsOf,
  listReleased,
  newestRelease,
  readReleased,
  readReleases,
  whyNoHistory,
} from '../../support/releases.js';

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const migrationsOf = (read: (file: string) => Buffer | null, files: readonly string[]) =>
  Object.fromEntries(files.map((file) => [file.replace(/\.ts$/, ''), sha256(read(file) ?? Buffer.alloc(0))]));

describe('releases.json', () => {
  it('lists each release once, newest first', () => {
    const releases = readReleases();
    const versions = releases.map(({ version }) => version);
    expect(new Set(versions).size).toBe(versions.length);
    expect(releases).toEqual(releases.toSorted((one, other) => other.date.localeCompare(one.date)));
    for (const { commit } of releases) expect(commit).toMatch(/^[0-9a-f]{40}$/);
  });

  it('names a commit of the history for the newest release', ({ skip }) => {
    const reason = whyNoHistory();
    skip(reason !== null, reason ?? '');
    const { version } = newestRelease();
    const manifest = JSON.parse(readReleased(newestRelease(), 'package.json')?.toString() ?? 'null');
    expect(manifest).toMatchObject({ version });
  });

  it.for(readReleases())('lists the migrations as $version had them', (release, { skip }) => {
    const reason = whyNoHistory();
    skip(reason !== null, reason ?? '');
    const files = listReleased(release, 'migrations').map((path) => path.slice('migrations/'.length));
    expect(migrationsOf((file) => readReleased(release, `migrations/${file}`), files)).toEqual(release.migrations);
  });

  it.for(readReleases())('lists the enums as $version had them', (release, { skip }) => {
    const reason = whyNoHistory();
    skip(reason !== null, reason ?? '');
    const schema = readReleased(release, 'schema/bitdefender.graphql')?.toString() ?? '';
    expect(enumsOf(schema)).toEqual(release.enums);
  });
});

describe('migrations', () => {
  const files = readdirSync('migrations').filter((file) => file.endsWith('.ts'));
  const present = migrationsOf((file) => readFileSync(`migrations/${file}`), files);

  it.each(readReleases())('of $version are unchanged', ({ migrations }) => {
    expect(Object.keys(migrations).length).toBeGreaterThan(0);
    const kept = Object.keys(migrations).map((name) => [name, present[name] ?? 'missing']);
    expect(Object.fromEntries(kept)).toEqual(migrations);
  });

  it('since the newest release come after those that it had', () => {
    const released = Object.keys(newestRelease().migrations).toSorted();
    const added = Object.keys(present).filter((name) => !released.includes(name));
    expect(added.filter((name) => name < (released.at(-1) ?? ''))).toEqual([]);
  });
});
