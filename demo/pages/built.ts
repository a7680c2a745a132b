import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Asked, htmlType, type Reply, refusal } from './answer.js';

/** What Vite emits, by the end of its name; what is no text is compressed already. */
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const forever = { 'cache-control': 'public, max-age=31536000, immutable' };

const unbuilt = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Not built yet</title>
  </head>
  <body>
    <h1>This page is not built yet</h1>
    <p>In the folder of the project, run <code>npm run build</code>, then load this page again.</p>
  </body>
</html>
`;

/** A page that Vite built into a folder, and its files, whose names change with their content. */
export interface BuiltPage {
  page(headers?: Record<string, string>): Promise<Reply>;
  asset(asked: Asked, name: string): Promise<Reply>;
}

export function createBuiltPage(folder: string, file: string): BuiltPage {
  const kept = new Map<string, Reply>();

  /** A file, in the coding in which it is sent; kept in memory from the first time that it is asked for. */
  async function load(name: string, coding: 'gzip' | null): Promise<Reply | null> {
    const type = types[extname(name)];
    // Only plain names: no path leads out of the folder.
    if (type === undefined || !/^[\w.-]+$/.test(name)) return null;
    const key = `${coding}:${name}`;
    const found = kept.get(key);
    if (found) return found;
    const plain = await readIfThere(join(folder, 'assets', name));
    if (plain === null) return null;
    const isCompressed = coding === 'gzip' && type.includes('charset');
    const reply: Reply = {
      status: 200,
      type,
      body: isCompressed ? await promisify(gzip)(plain) : plain,
      headers: { ...forever, vary: 'accept-encoding', ...(isCompressed && { 'content-encoding': 'gzip' }) },
    };
    kept.set(key, reply);
    return reply;
  }

  return {
    async page(headers = {}) {
      const body = await readIfThere(join(folder, file));
      return body === null
        ? { status: 503, type: htmlType, body: unbuilt }
        : { status: 200, type: htmlType, body, headers };
    },
    async asset({ request }, name) {
      const accepted = `${request.headers['accept-encoding'] ?? ''}`;
      return (await load(name, /\bgzip\b/.test(accepted) ? 'gzip' : null)) ?? refusal(404, 'There is no such file.');
    },
  };
}

const readIfThere = (path: string): Promise<Buffer | null> =>
  readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
