import { readFile } from 'node:fs/promises';
import { createRequire, findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** The folder of this project, in the sources and in what is compiled of them. */
const project = dirname(findPackageJSON(import.meta.url) ?? '');
const inPackage = (name: string, file: string) => join(dirname(require.resolve(`${name}/package.json`)), file);
const inPage = (file: string) => join(project, 'demo/explorer/page', file);

const html = 'text/html; charset=utf-8';
const script = 'text/javascript; charset=utf-8';
const style = 'text/css; charset=utf-8';

/** A file that is served as it is. */
interface ServedFile {
  type: string;
  path: string;
}

/** What the page consists of, by its address: its own files, and those that its packages ship for browsers. */
export const servedFiles: ReadonlyMap<string, ServedFile> = new Map([
  ['/', { type: html, path: inPage('index.html') }],
  ['/explorer/explorer.js', { type: script, path: inPage('explorer.js') }],
  ['/explorer/explorer.css', { type: style, path: inPage('explorer.css') }],
  ['/explorer/react.js', { type: script, path: inPackage('react', 'umd/react.production.min.js') }],
  ['/explorer/react-dom.js', { type: script, path: inPackage('react-dom', 'umd/react-dom.production.min.js') }],
  ['/explorer/graphiql.js', { type: script, path: inPackage('graphiql', 'graphiql.min.js') }],
  ['/explorer/graphiql.css', { type: style, path: inPackage('graphiql', 'graphiql.min.css') }],
  ['/explorer/graphql-sse.js', { type: script, path: inPackage('graphql-sse', 'umd/graphql-sse.min.js') }],
]);

export const readServed = ({ path }: ServedFile): Promise<Buffer> => readFile(path);

/** The text of a file of the project. */
export const readProjectFile = (path: string): Promise<string> => readFile(join(project, path), 'utf8');

/** The folder of the operations of the screens. */
export const operationsFolder = join(project, 'operations');
