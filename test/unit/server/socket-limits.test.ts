import type { ExecutionArgs } from 'graphql';
import { expect, it } from 'vitest';
import type { Viewer } from '../../../src/auth/viewer.js';
import { countSubscriptions, createSocketCounts, socketLimits } from '../../../src/server/socket-limits.js';

const argsOf = (tenantId: string) => ({ contextValue: { viewer: { tenantId } as Viewer } }) as unknown as ExecutionArgs;

async function* events() {
  yield { data: { number: 1 } };
}

it('counts the subscriptions of a tenant to their end, however they end', async () => {
  const subscribe = countSubscriptions(createSocketCounts(), async () => events());
  const open = [];
  for (let count = 0; count < socketLimits.subscriptionsOfTenant; count += 1) open.push(await subscribe(argsOf('a')));
  const refused = await subscribe(argsOf('a'));
  expect(refused).toMatchObject({ errors: [{ extensions: { code: 'TOO_MANY_AT_ONCE' } }] });
  expect(await subscribe(argsOf('b'))).not.toHaveProperty('errors');

  const [first, second] = open as AsyncGenerator[];
  // One that was never started, and one whose events are over.
  await first?.return(undefined);
  await first?.return(undefined);
  for await (const _ of second ?? []);
  for (let count = 0; count < 2; count += 1) expect(await subscribe(argsOf('a'))).not.toHaveProperty('errors');
  expect(await subscribe(argsOf('a'))).toHaveProperty('errors');
});

it('does not count what is refused or fails', async () => {
  const counts = createSocketCounts();
  const refusing = countSubscriptions(counts, async () => ({ errors: [] }));
  const failing = countSubscriptions(counts, () => Promise.reject(new Error('no')));
  for (let count = 0; count <= socketLimits.subscriptionsOfTenant; count += 1) {
    expect(await refusing(argsOf('a'))).toEqual({ errors: [] });
    await expect(failing(argsOf('a'))).rejects.toThrow('no');
  }
});
