// The layers of src/, from the highest to the lowest, and how Biome enforces them. A folder may import only what is below it.
// `npm run layers` writes the overrides into biome.json; a test compares them and plants a forbidden import in every folder.
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

/** Folders and files of src/ that share a layer do not import each other. */
export const layers = [
  ['main.ts', 'migrate.main.ts', 'doctor.main.ts', 'refuse.main.ts', 'mcp.main.ts'],
  ['app.ts', 'doctor'],
  ['graph.ts', 'prepare-database.ts'],
  ['sync'],
  ['client', 'digest', 'report'],
  ['diagnostics'],
  ['company'],
  ['alert', 'export'],
  ['seat'],
  ['device'],
  ['threat'],
  ['tenant', 'integration', 'mcp'],
  ['job', 'audit', 'server', 'gauges'],
  ['queue', 'live', 'graphql'],
  ['database'],
  ['gravityzone', 'opsmerge'],
  ['config.ts'],
  ['domain', 'net', 'auth', 'database-url.ts', 'logger.ts', 'node-version.ts'],
  ['telemetry'],
];

const isFile = (place) => place.endsWith('.ts');

/** What must not be imported from `place`: everything above it, and the others of its layer. */
export function forbiddenFor(place) {
  const layer = layers.findIndex((places) => places.includes(place));
  return layers.slice(0, layer + 1).flatMap((places) => places.filter((other) => other !== place));
}

const pattern = (place) => (isFile(place) ? `**/${place.replace(/\.ts$/, '.js')}` : `**/${place}/**`);

/** One override for each place: of two that match a file, Biome would take only the later one's patterns. */
export function overrides() {
  return layers.flat().map((place) => ({
    includes: [isFile(place) ? `src/${place}` : `src/${place}/**`],
    linter: {
      rules: {
        style: {
          noRestrictedImports: {
            level: 'error',
            options: {
              patterns: [
                {
                  group: forbiddenFor(place).map(pattern),
                  message: `src/${place} may import only what stands below it: see scripts/layers.mjs.`,
                },
              ],
            },
          },
        },
      },
    },
  }));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const file = new URL('../biome.json', import.meta.url);
  const config = JSON.parse(await readFile(file, 'utf8'));
  config.overrides = overrides();
  await writeFile(file, `${JSON.stringify(config, null, 2)}\n`);
}
