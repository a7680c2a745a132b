import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fastCheck from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { decodeBody } from '../../../../src/gravityzone/transport/decode-body.js';
import { clientOf, closeAll, simulate } from '../../../support/gravityzone.js';

afterEach(closeAll);

const kilobyte = 1_024;
const encodings: [string, (body: Buffer) => Buffer][] = [
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

describe('decodeBody', () => {
  test.each(encodings)('decodes %s', async (header, encode) => {
    await fastCheck.assert(
      fastCheck.asyncProperty(fastCheck.json(), async (text) => {
        const decoded = await decodeBody(encode(Buffer.from(text)), header, 64 * kilobyte);
        expect(decoded.toString()).toBe(text);
      }),
      { numRuns: 20 },
    );
  });

  test('leaves an empty body and one without a header alone', async () => {
    expect((await decodeBody(Buffer.alloc(0), 'gzip', kilobyte)).length).toBe(0);
    expect((await decodeBody(Buffer.from('{}'), undefined, kilobyte)).toString()).toBe('{}');
    expect((await decodeBody(gzipSync('{}'), ['gzip'], kilobyte)).toString()).toBe('{}');
  });

  test.each(encodings.slice(0, 7))('stops decoding %s beyond the bound', async (header, encode) => {
    const bomb = encode(Buffer.alloc(1_000 * kilobyte));
    expect(bomb.length).toBeLessThan(10 * kilobyte);
    await expect(decodeBody(bomb, header, 999 * kilobyte)).rejects.toMatchObject({
      code: 'MALFORMED_ANSWER',
      message: 'GravityZone sent a response that is too large to read.',
    });
    expect((await decodeBody(bomb, header, 1_000 * kilobyte)).length).toBe(1_000 * kilobyte);
  });

  test.each([
    ['zstd', Buffer.from('{}'), /an encoding that this service cannot read: zstd\.$/],
    ['compress', Buffer.from('{}'), /cannot read: compress\.$/],
    ['constructor', Buffer.from('{}'), /cannot read: constructor\.$/],
    ['gzip, gzip, gzip', gzipSync('{}'), /cannot read: gzip, gzip, gzip\.$/],
    ['gzip', gzipSync('{"id":"1"}').subarray(0, -6), /whose encoding is damaged: gzip\.$/],
    ['deflate', Buffer.from('not deflated'), /whose encoding is damaged: deflate\.$/],
    ['br', Buffer.from('not encoded'), /whose encoding is damaged: br\.$/],
  ])('refuses %s that cannot be decoded', async (header, body, message) => {
    await expect(decodeBody(body, header, kilobyte)).rejects.toMatchObject({
      code: 'MALFORMED_ANSWER',
      message: expect.stringMatching(message),
    });
  });
});

describe('a server that encodes its answers', () => {
  test.each(encodings.slice(0, 7))('is read with %s', async (header, encode) => {
    const simulator = await simulate();
    simulator.contentEncoding = { header, encode };
    expect((await clientOf(simulator).ownCompany()).id).toBe(simulator.world.root.id);
    simulator.faults.add({ kind: 'badKey' });
    await expect(clientOf(simulator).ownCompany()).rejects.toMatchObject({ code: 'BAD_KEY' });
  });

  test('is refused when an answer is too large once it is decoded', async () => {
    const simulator = await simulate();
    simulator.contentEncoding = { header: 'gzip', encode: () => gzipSync(Buffer.alloc(64 * kilobyte * kilobyte + 1)) };
    await expect(clientOf(simulator).ownCompany()).rejects.toMatchObject({
      code: 'MALFORMED_ANSWER',
      message: 'GravityZone sent a response that is too large to read.',
      method: 'getCompanyDetails',
    });
    expect(simulator.calls).toHaveLength(1);
  });

  test('is refused in a sentence when its encoding is unknown', async () => {
    const simulator = await simulate();
    simulator.contentEncoding = { header: 'zstd', encode: (body) => body };
    await expect(clientOf(simulator).ownCompany()).rejects.toThrow(/an encoding that this service cannot read: zstd/);
  });
});
