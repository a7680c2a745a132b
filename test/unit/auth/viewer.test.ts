import { describe, expect, it } from 'vitest';
import { rememberViewers, type Viewer } from '../../../src/auth/viewer.js';

describe('rememberViewers', () => {
  let now = 0;
  const asked: (string | undefined)[] = [];
  const remembered = (ends: number, refuse = () => false) => {
    now = 1_000_000;
    asked.length = 0;
    return rememberViewers(
      async (authorization) => {
        asked.push(authorization);
        if (refuse()) throw new Error('Refused.');
        const tenantId = `tenant of ${authorization}`;
        return { tenantId, subject: 's', name: 's', roles: [], clientId: null, expiresAt: new Date(ends) } as Viewer;
      },
      () => now,
    );
  };

  it('gives each token its own viewer, verified once in half a minute', async () => {
    const authenticate = remembered(9_000_000);
    for (const token of ['a', 'b', 'a', 'A']) expect((await authenticate(token)).tenantId).toBe(`tenant of ${token}`);
    expect(asked).toEqual(['a', 'b', 'A']);
    now += 29_999;
    await authenticate('a');
    expect(asked).toHaveLength(3);
    now += 1;
    await authenticate('a');
    expect(asked).toHaveLength(4);
  });

  it('never trusts a token beyond its end', async () => {
    const authenticate = remembered(1_000_500);
    await authenticate('a');
    now += 499;
    await authenticate('a');
    expect(asked).toHaveLength(1);
    now += 1;
    await authenticate('a');
    expect(asked).toHaveLength(2);
  });

  it('asks again after a refusal, and about no token at all', async () => {
    let refused = true;
    const authenticate = remembered(9_000_000, () => refused);
    await expect(authenticate('a')).rejects.toThrow('Refused.');
    refused = false;
    await authenticate('a');
    await authenticate(undefined);
    await authenticate(undefined);
    expect(asked).toEqual(['a', 'a', undefined, undefined]);
  });

  it('forgets before there are too many', async () => {
    const authenticate = remembered(9_000_000);
    for (let number = 0; number <= 1_000; number += 1) await authenticate(`token ${number}`);
    await authenticate('token 1000');
    expect(asked).toHaveLength(1_001);
    await authenticate('token 0');
    expect(asked).toHaveLength(1_002);
  });
});
