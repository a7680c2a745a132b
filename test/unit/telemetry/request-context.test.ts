import { expect, it } from 'vitest';
import { inRequest, logFields, requestIdOf } from '../../../src/telemetry/request-context.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

it.each(['a1', 'Root=1-67891233-abcdef012345678912345678', 'x/y+z=='])('keeps the request id %s', (given) => {
  expect(requestIdOf(given)).toBe(given);
});

it.each([undefined, '', 'with space', 'line\nbreak', '"', 'x'.repeat(129), ['a', 'b']])(
  'makes an id instead of %j',
  (given) => {
    expect(requestIdOf(given)).toMatch(uuid);
  },
);

it('gives log lines the id of the request, also after a wait', async () => {
  const seen = await inRequest({ requestId: 'a1' }, async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return logFields();
  });
  expect(seen).toEqual({ requestId: 'a1' });
  expect(logFields()).toEqual({});
});
