import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

/** Values of `content-encoding` with what encodes a body so; those after the seventh leave part of it as it is. */
export const bodyEncodings: [header: string, encode: (body: Buffer) => Buffer][] = [
  ['gzip', gzipSync],
  ['GZIP', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
  ['deflate, gzip', (body) => gzipSync(deflateSync(body))],
  ['gzip, identity', gzipSync],
  ['identity', (body) => body],
  // A proxy decoded it and left the header.
  ['gzip', (body) => body],
];
