import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { acrossTenants, asTenant, presentScope, stepsAsTenant } from '../../../src/database/tenancy.js';

async function* scopes() {
  for (;;) {
    await setImmediate();
    yield presentScope();
  }
}

describe('the scope of work', () => {
  it('is no tenant until somebody says', () => {
    expect(presentScope()).toBe('-');
  });

  it('holds for everything that the work starts', async () => {
    const [one, two, all] = await Promise.all([
      asTenant('one', () => setImmediate().then(presentScope)),
      asTenant('two', () => setImmediate().then(presentScope)),
      acrossTenants(() => setImmediate().then(presentScope)),
    ]);
    expect([one, two, all, presentScope()]).toEqual(['one', 'two', '*', '-']);
  });

  it('narrows from all tenants to one, and never widens', () => {
    expect(acrossTenants(() => asTenant('one', () => asTenant('one', presentScope)))).toBe('one');
    expect(() => asTenant('one', () => asTenant('two', presentScope))).toThrow(
      'The work of one tenant led to another.',
    );
    expect(() => asTenant('one', () => acrossTenants(presentScope))).toThrow('led to all of them');
  });

  it.each(['*', '-', ''])('refuses %j as a tenant', (tenantId) => {
    expect(() => asTenant(tenantId, presentScope)).toThrow('This is not the id of a tenant.');
    expect(() => acrossTenants(() => asTenant(tenantId, presentScope))).toThrow('This is not the id of a tenant.');
  });

  it('is that of the tenant in each step of an iterator, whoever takes it', async () => {
    const steps = stepsAsTenant('one', scopes());
    expect((await steps.next()).value).toBe('one');
    expect((await acrossTenants(() => steps.next())).value).toBe('one');
    expect(await steps.return(undefined)).toEqual({ done: true, value: undefined });
  });
});
