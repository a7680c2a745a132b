import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { bodyEncodings } from '../../support/body-encodings.js';
import { clientOf, closeAll, simulate } from '../../support/gravityzone.js';

afterEach(closeAll);

const kilobyte = 1_024;

describe('a server that encodes its answers', () => {
  test.each(bodyEncodings.slice(0, 7))('is read with %s', async (header, encode) => {
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
