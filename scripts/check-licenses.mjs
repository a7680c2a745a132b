// Refuses packages of a production install whose licence is not one of those below, or is not stated.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import satisfies from 'spdx-satisfies';

/** Licences that ask for no more than their text and the names of the authors. */
export const allowed = [
  ...['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0'],
  ...['Python-2.0', 'Unlicense', 'Zlib'],
];

function problemOf(license) {
  if (license === undefined) return 'states no licence';
  try {
    return satisfies(license, allowed) ? null : `has the licence ${license}`;
  } catch {
    return `has a licence that is no SPDX expression: ${license}`;
  }
}

/** A sentence for each package of a lock file that production installs and whose licence is not allowed. */
export function licenseProblems({ packages }) {
  return Object.entries(packages).flatMap(([path, { dev, license, version }]) => {
    if (path === '' || dev) return [];
    const problem = problemOf(license);
    return problem === null ? [] : [`${path.replace(/^.*node_modules\//, '')} ${version} ${problem}`];
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const problems = licenseProblems(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
