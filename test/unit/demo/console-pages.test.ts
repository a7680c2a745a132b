import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../demo/pages/answer.js';
import { createConsolePages } from '../../../demo/pages/console.js';
import { atEndOfFile } from '../../support/end-of-file.js';

const script = 'export const shown = 1;\n'.repeat(100);
const html = '<!doctype html><title>The console</title>';
let folder: string;
let port: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opsmerge-bitdefender-console-'));
  atEndOfFile(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'built', 'assets'), { recursive: true });
  await writeFile(join(folder, 'built', 'demo.html'), html);
  await writeFile(join(folder, 'secret.js'), 'secret');
  await writeFile(join(folder, 'built', 'assets', 'main-1a2b.js'), script);
  await writeFile(join(folder, 'built', 'assets', 'text-1a2b.woff2'), 'font');
  await writeFile(join(folder, 'built', 'assets', 'notes.txt'), 'notes');
  port = await serve(createConsolePages({ folder: join(folder, 'built'), stagePort: 4_003 }));
});

/** Serves pages, and 418 where they leave a request to the gateway. */
async function serve(pages: Pages): Promise<number> {
  const server = createServer((asked, response) => {
    if (!pages(asked, response)) response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEndOfFile(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

interface Asking {
  method?: string;
  headers?: Record<string, string>;
  at?: number;
}

/** Sends a path as it is, which `fetch` would tidy up. */
const ask = (path: string, { method = 'GET', headers = {}, at = port }: Asking = {}) =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    request({ host: '127.0.0.1', port: at, path, method, headers, agent: false }, (response) => {
      void buffer(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      );
    })
      .once('error', reject)
      .end();
  });

const asksForHtml = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('the page of the console', () => {
  it.each(['/', '/threats?severity=HIGH', '/clients/42', '/graphql-of-mine', '/assets-of-mine'])(
    'is given for the path %s of its router',
    async (path) => {
      const { status, headers, body } = await ask(path, { headers: asksForHtml });
      expect({ status, type: headers['content-type'], body: body.toString() }).toEqual({
        status: 200,
        type: 'text/html; charset=utf-8',
        body: html,
      });
      expect(headers['cache-control']).toBe('no-store');
    },
  );

  it.each(['/graphql', '/explorer/', '/explorer', '/session/choices'])('is not given for %s', async (path) => {
    expect((await ask(path, { headers: asksForHtml })).status).toBe(418);
  });

  it('is given at the top whoever asks, and elsewhere only where HTML is asked for', async () => {
    expect((await ask('/')).status).toBe(200);
    expect((await ask('/threats')).status).toBe(418);
    expect((await ask('/threats', { headers: { accept: 'application/json' } })).status).toBe(418);
  });

  it('may connect to the host by which it was reached, and to the stage there', async () => {
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) {
      const { headers } = await ask('/', { headers: { host } });
      const stage = `http://${host.replace(/:.*/, '')}:4003`;
      expect(headers['content-security-policy']).toContain(`connect-src 'self' ws://${host} ${stage};`);
      expect(headers['content-security-policy']).toContain("script-src 'self';");
    }
  });

  it('may connect to no other port where there is no stage', async () => {
    const plain = await serve(createConsolePages({ folder }));
    const { headers } = await ask('/assets/none.js', { at: plain });
    expect(headers['content-security-policy']).toContain("connect-src 'self';");
    const page = await ask('/', { at: await serve(createConsolePages({ folder: join(folder, 'built') })) });
    expect(page.headers['content-security-policy']).toMatch(/connect-src 'self' ws:\/\/127\.0\.0\.1:\d+;/);
  });

  it('is refused by other methods, hosts and origins', async () => {
    expect((await ask('/', { method: 'POST' })).status).toBe(405);
    expect((await ask('/', { headers: { host: 'attacker.example' } })).status).toBe(403);
    expect((await ask('/', { headers: { origin: 'http://attacker.example' } })).status).toBe(403);
    const head = await ask('/', { method: 'HEAD' });
    expect({ status: head.status, length: head.body.length }).toEqual({ status: 200, length: 0 });
  });

  it('says what to do when it is not built', async () => {
    const at = await serve(createConsolePages({ folder: join(folder, 'nothing') }));
    const { status, body } = await ask('/', { at });
    expect(status).toBe(503);
    expect(body.toString()).toContain('npm run build');
    expect((await ask('/assets/main-1a2b.js', { at })).status).toBe(404);
  });
});

describe('a file of the console', () => {
  it('is kept by browsers for ever, since another content has another name', async () => {
    const { status, headers, body } = await ask('/assets/main-1a2b.js');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.toString()).toBe(script);
  });

  it('is compressed for those who accept it, if it is text', async () => {
    const accepting = { headers: { 'accept-encoding': 'gzip, deflate, br' } };
    for (const _again of [1, 2]) {
      const { headers, body } = await ask('/assets/main-1a2b.js', accepting);
      expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
      expect(gunzipSync(body).toString()).toBe(script);
    }
    const font = await ask('/assets/text-1a2b.woff2', accepting);
    expect(font.headers).toMatchObject({ 'content-type': 'font/woff2' });
    expect(font.headers['content-encoding']).toBeUndefined();
  });

  it.each([
    '/assets/',
    '/assets',
    '/assets/none.js',
    '/assets/notes.txt',
    '/assets/../demo.html',
    '/assets/../../secret.js',
    '/assets/..%2f..%2fsecret.js',
    '/assets/%2e%2e/%2e%2e/secret.js',
    '/assets/..\\..\\secret.js',
  ])('is not found at %s', async (path) => {
    expect([404, 418]).toContain((await ask(path)).status);
  });
});
