import { gzipSync } from 'node:zlib';
import fastCheck from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBody } from '../../../../src/gravityzone/transport/decode-body.js';
import { bodyEncodings } from '../../../support/body-encodings.js';

const kilobyte = 1_024;

describe('decodeBody', () => {
  test.each(bodyEncodings)('decodes %s', async (header, encode) => {
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

  test.each(bodyEncodings.slice(0, 7))('stops decoding %s beyond the bound', async (header, encode) => {
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
