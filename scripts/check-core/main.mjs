// Checks a schema of core's subgraph, given as a file: that it composes with this service's, and offers what the contract demands.
import { readFileSync } from 'node:fs';
import { contractProblems } from './compare.mjs';
import { composers } from './composers.mjs';

/** A file that was not named, cannot be read or holds no SDL is another failure than a schema that does not fit. */
const unusable = 2;

function check(path) {
  const core = readFileSync(path, 'utf8');
  const differences = contractProblems(readFileSync('schema/opsmerge.graphql', 'utf8'), core);
  const subgraphs = [
    { name: 'opsmerge', url: 'http://127.0.0.1:4002/graphql', sdl: core },
    {
      name: 'bitdefender',
      url: 'http://127.0.0.1:4001/graphql',
      sdl: readFileSync('schema/bitdefender.graphql', 'utf8'),
    },
  ];
  const failures = Object.entries(composers).flatMap(([name, compose]) =>
    compose(subgraphs).errors.map((error) => `${name}'s composer: ${error}`),
  );
  for (const problem of [...differences, ...failures]) process.stdout.write(`${problem}\n`);
  process.stdout.write(
    `${path}: ${differences.length} differences from schema/opsmerge.graphql, ${failures.length} errors of composition.\n`,
  );
  return differences.length + failures.length > 0 ? 1 : 0;
}

const [path] = process.argv.slice(2);
try {
  if (path === undefined) throw new Error('Name the file: npm run check:core -- core.graphql');
  process.exitCode = check(path);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = unusable;
}
