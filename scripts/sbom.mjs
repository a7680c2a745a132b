// Prints what a production install consists of (CycloneDX). `npm sbom --omit dev` leaves out every package that a development package needs
// too, so npm is given a lock file without development packages.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'opsmerge-bitdefender-sbom-'));
const copy = (file, change) =>
  writeFileSync(join(folder, file), JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')))));
const withoutDevelopment = ({ devDependencies: _, ...rest }) => rest;
try {
  copy('package.json', withoutDevelopment);
  copy('package-lock.json', (lock) => ({
    ...lock,
    packages: Object.fromEntries(
      Object.entries(lock.packages)
        .filter(([, { dev }]) => !dev)
        .map(([path, entry]) => [path, withoutDevelopment(entry)]),
    ),
  }));
  execFileSync('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
